"""Making seals, issuing papers, sealing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.signing import pades, queries, store
from netral.signing.core import PRIVATE, Level, PaperKind, Standing
from netral.signing.errors import CodeTaken, NoSeal, SealExists
from netral.signing.models import Paper, SealKey
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """What a paper says of itself in public. `code` comes from `random_code(CODE_LENGTH)`.

    `facts` uses the keys of `signing.core.FACT_WORDS`; names are initials there and identity
    numbers masked, for everybody with the code can read them.
    """

    kind: PaperKind
    code: str
    title: str
    acted_at: datetime
    entry: Entry
    level: Level | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def create_seal_key(*, institution: Institution, by: str, at: Moment) -> SealKey:
    """Make the institution's seal: an RSA-3072 key under the installation's passphrase."""
    if SealKey.objects.of(institution).filter(retired_at=None).exists():
        raise SealExists(institution=institution.name)
    made = pades.new_seal(owner=institution.name, passphrase=settings.SEAL_PASSPHRASE, at=at.logged)
    entry = record(
        Act(act="seal.made", actor=by, fields={"detail": {"fingerprint": made.fingerprint}}),
        institution=institution,
        at=at,
    )
    return SealKey.objects.create(
        institution=institution,
        name=f"Segel Elektronik {institution.name}",
        pkcs12=made.pkcs12,
        certificate=made.chain,
        fingerprint=made.fingerprint,
        valid_from=made.valid_from,
        valid_to=made.valid_to,
        entry=entry,
    )


@transaction.atomic
def retire_seal(*, key: SealKey, reason: str, by: str, at: Moment) -> None:
    """Take a seal out of use; what it sealed stays verifiable."""
    fields = {"detail": {"fingerprint": key.fingerprint, "reason": reason}}
    record(Act(act="seal.retired", actor=by, fields=fields), institution=key.institution, at=at)
    SealKey.objects.of(key.institution_id).filter(pk=key.pk).update(retired_at=at.logged)


def issue(drafts: Sequence[PaperDraft], *, institution: Institution) -> list[Paper]:
    """Issue papers in the transaction of the act that makes them: signed, not sealed yet.

    Raises:
        CodeTaken: a code is in use; the act that issues the paper is undone as a whole.
    """
    papers = [
        Paper(
            institution=institution,
            kind=draft.kind,
            code=draft.code,
            title=draft.title[:200],
            facts=dict(draft.facts),
            level=draft.level,
            acted_at=draft.acted_at,
            entry=draft.entry,
        )
        for draft in drafts
    ]
    try:
        with transaction.atomic(savepoint=False):  # a savepoint would be a trip of its own
            Paper.objects.insert(papers)
    except IntegrityError as taken:
        raise CodeTaken from taken
    return papers


def seal(*, paper: Paper, pdf: bytes, at: Moment) -> bytes:
    """Seal `pdf` as `paper` and return the sealed bytes, which never change afterwards.

    A paper that is sealed already returns what was sealed, whatever `pdf` is. Of two workers
    that seal at once the first row update wins and both return its bytes.
    """
    if (kept := _sealed(paper)) is not None:
        return kept
    key = _key_in_use(paper.institution_id, at)
    sealed = pades.seal(
        pdf,
        pkcs12_bytes=bytes(key.pkcs12),
        passphrase=settings.SEAL_PASSPHRASE,
        reason=paper.title,
        contact=queries.verify_url(paper.code),
        at=at.logged,
    )
    # The file is safe on disk before the row says so; a crash between leaves only a spare file.
    sha256 = store.put(sealed, private=paper.kind in PRIVATE)
    won = (
        Paper.objects.of(paper.institution_id)
        .filter(pk=paper.pk, sealed_at=None)
        .update(sealed_at=at.logged, sealed_by=key, sha256=sha256, size=len(sealed))
    )
    if won:
        return sealed
    kept = _sealed(paper)
    if kept is None:
        msg = f"paper {paper.pk} is gone"
        raise LookupError(msg)
    if kept != sealed:
        store.drop(sha256)
    return kept


@transaction.atomic
def set_standing(
    *, paper: Paper, standing: Standing, since: datetime, note: str = "", successor: str = ""
) -> None:
    """Let the public page say that a paper no longer stands.

    Part of the act that revokes or supersedes it, which writes the entry. `successor` is the
    code of the paper that takes its place. The sealed file itself stays as it is.
    """
    facts = dict(paper.facts) | {
        "standing": standing.value,
        "standing_since": since.isoformat(),
        "standing_note": note,
        "successor": successor,
    }
    Paper.objects.of(paper.institution_id).filter(pk=paper.pk).update(facts=facts)
    paper.facts = facts


def _sealed(paper: Paper) -> bytes | None:
    paper.refresh_from_db(fields=("sealed_at", "sealed_by", "sha256", "size"))
    return queries.sealed_bytes(paper)


def _key_in_use(institution_id: int, at: Moment) -> SealKey:
    key = SealKey.objects.of(institution_id).filter(retired_at=None).first()
    if key is None or not key.valid_from <= at.logged < key.valid_to:
        name = Institution.objects.get(pk=institution_id).name
        raise NoSeal(institution=name)
    found: SealKey = key
    return found
