"""Looking at a chain of evidence, and having it sealed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from netral.duties import papers
from netral.duties.core.chain import Link, Viewer
from netral.duties.core.proofs import body_sha256, holds, spelled, verify
from netral.duties.errors import ChainBroken
from netral.duties.models import ChainLook, Digest
from netral.duties.queries.chain import Subject, links
from netral.duties.queries.chain_proofs import body, logged, receipts
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.signing.actions import PaperDraft, issue, seal
from netral.signing.core import CODE_LENGTH, PaperKind
from netral.signing.models import Paper
from netral.signing.queries import logged as where
from netral.signing.queries import sealed_bytes

ONE_LOOK: Final = timedelta(minutes=5)


@transaction.atomic
def note_look(*, subject: Subject, viewer: Viewer, by: str, at: Moment) -> None:
    """Record that somebody looked at a chain; whoever looks at the own leaves no trace.

    Loading the page again within five minutes is the same look.
    """
    if viewer is Viewer.SELF or _looked_just_now(subject, by, at):
        return
    act = Act(
        act="chain.viewed",
        actor=by,
        subject=f"person:{subject.person.pk}",
        fields={"detail": {"clause": subject.clause.pk, "as": viewer.value}},
    )
    entry = record(act, institution=subject.person.institution, at=at)
    _look(subject, viewer, by, at, entry)


@transaction.atomic
def seal_chain(*, subject: Subject, viewer: Viewer, by: str, at: Moment) -> Digest:
    """Freeze a chain with its proofs in one sealed PDF.

    It is sealed in the transaction that records it: a chain that waited for its seal would have
    to be kept in the database meanwhile, where nothing else says so much of one person.

    Raises:
        ChainBroken: an entry does not prove what a row says.
        NoSeal: the institution has no seal in use.
    """
    house = subject.person.institution
    with translation.override("id"):  # papers and proofs speak Indonesian
        found = links(subject)
    said = body(subject, found, at)
    entry = record(
        Act(
            act="chain.sealed",
            actor=by,
            subject=f"person:{subject.person.pk}",
            fields={"detail": {"sha256": body_sha256(said)}},
        ),
        institution=house,
        at=at,
    )
    proofs = _proofs(said, entry)
    paper = _paper(subject, entry, at)
    sheet = _sheet(subject, found, paper.code)
    seal(paper=paper, pdf=papers.chain(sheet, proofs, logged=where(paper), at=at), at=at)
    paper.refresh_from_db()
    made = _digest(paper, subject, entry, by, at)
    _look(subject, viewer, by, at, entry, made)
    return made


def _paper(subject: Subject, entry: Entry, at: Moment) -> Paper:
    """Issue the paper; in public it says that it is a chain, not of whom."""
    draft = PaperDraft(
        kind=PaperKind.CHAIN,
        code=random_code(CODE_LENGTH),
        title="Rantai bukti",
        acted_at=at.acted,
        entry=entry,
        facts={"place": subject.person.institution.place},
    )
    return issue([draft], institution=subject.person.institution)[0]


def _digest(paper: Paper, subject: Subject, entry: Entry, by: str, at: Moment) -> Digest:
    day = at.local().date()
    made: Digest = Digest.objects.create(
        institution=subject.person.institution,
        kind="chain",
        unit=subject.person.unit,
        first_on=day,
        last_on=day,
        facts={},  # they are in the sealed file, and nowhere else
        made_at=at.acted,
        made_by=by,
        paper=paper,
        entry=entry,
    )
    return made


@transaction.atomic
def open_paper(*, subject: Subject, viewer: Viewer, digest: Digest, by: str, at: Moment) -> bytes:
    """Return the sealed chain; to open it is to look at it."""
    note_look(subject=subject, viewer=viewer, by=by, at=at)
    octets = sealed_bytes(digest.paper)
    if octets is None:
        msg = f"chain {digest.pk} was made without its seal"
        raise LookupError(msg)
    return octets


def _looked_just_now(subject: Subject, by: str, at: Moment) -> bool:
    rows = ChainLook.objects.of(subject.person.institution_id).filter(
        person=subject.person, clause=subject.clause, by=by
    )
    return bool(rows.filter(at__gt=at.acted - ONE_LOOK, at__lte=at.acted).exists())


def _proofs(said: dict[str, Any], entry: Entry) -> bytes:
    """Spell the file of proofs, and hold it to the examination that strangers will make."""
    octets = spelled(said, receipts([entry.pk])[entry.pk])
    checks = verify(octets)
    if not holds(checks):
        raise ChainBroken(what="; ".join(f"{c.what} ({c.of})" for c in checks if not c.holds))
    return octets


def _sheet(subject: Subject, found: Sequence[Link], code: str) -> papers.Sheet:
    return papers.Sheet(
        institution=subject.person.institution,
        person=subject.person,
        circular=subject.circular,
        clause=f"Butir {subject.number}",
        text=subject.clause.text,
        binds=subject.binds,
        links=tuple(found),
        marks=logged(found),
        code=code,
    )


def _look(  # one row, all its parts named
    subject: Subject,
    viewer: Viewer,
    by: str,
    at: Moment,
    entry: Entry,
    digest: Digest | None = None,
) -> None:
    ChainLook.objects.create(
        institution=subject.person.institution,
        person=subject.person,
        clause=subject.clause,
        viewer=viewer,
        by=by,
        at=at.acted,
        digest=digest,
        entry=entry,
    )
