"""Reading papers: their address, their bytes."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from netral.kernel.codes import grouped
from netral.ledger.core.types import fields
from netral.ledger.models import Entry
from netral.ledger.queries.marks import place
from netral.ledger.queries.receipts import receipt
from netral.signing import store
from netral.signing.bounds import examine
from netral.signing.core import PRINTED, Logged, Look, PaperKind, readings
from netral.signing.limits import one_at_a_time
from netral.signing.models import Paper, SealKey
from netral.signing.pades import roots
from netral.signing.verdict import Verdict, of_file, of_paper


def verify_url(code: str) -> str:
    """Return the absolute address that the QR code of a paper leads to."""
    return f"{settings.BASE_URL}/verifikasi/{grouped(code)}/"


def sealing_houses(now: datetime) -> QuerySet[Any]:
    """Return the ids of institutions that have a seal in use at an instant of the real clock."""
    usable = SealKey.objects.filter(retired_at=None, valid_from__lte=now, valid_to__gt=now)
    return usable.values("institution_id")


def seals() -> list[SealKey]:
    """Return every institution's seals without their keys, those in use first."""
    rows = SealKey.objects.defer("pkcs12", "certificate").select_related("institution")
    return sorted(rows, key=lambda s: (s.institution.name, s.retired_at is not None, -s.pk))


def certificate(fingerprint: str) -> str | None:
    """Return the PEM chain of the seal with this fingerprint (SHA-256, hex), leaf first."""
    chains = SealKey.objects.filter(fingerprint=fingerprint)
    return chains.values_list("certificate", flat=True).first()


def can_seal(institution_id: int, now: datetime) -> bool:
    """Tell whether an institution has a seal in use at an instant of the real clock."""
    return sealing_houses(now).filter(institution_id=institution_id).exists()


def sealed_bytes(paper: Paper) -> bytes | None:
    """Return the sealed file, or None while the paper is signed but not sealed."""
    return store.get(paper.sha256) if paper.sha256 else None


def logged(paper: Paper) -> Logged:
    """Return where the act behind a paper stands in the log now, with the receipt to go inside."""
    entry, kind = paper.proving(), PaperKind(paper.kind)
    found = receipt(entry, _printed(entry, kind))
    index = found.proof.index if found.proof else None
    return Logged(
        url=f"{settings.BASE_URL}{place(index, entry)}",
        index=index,
        name=found.name,
        receipt=bytes(found),
    )


def _printed(entry: Entry, kind: PaperKind) -> list[str] | None:
    """Return which fields the receipt inside a paper opens, of those that its leaf has."""
    if kind not in PRINTED:
        return None
    has = fields(entry.kind)
    return [name for name in PRINTED[kind] if name in has]


def look_into(pdf: bytes, attachment: str = "") -> Look:
    """Look into a PDF of unknown origin with bounded time and memory; nothing is kept.

    `attachment` names a file inside that is wanted along.

    Raises:
        ExaminerBusy: another file is being examined.
    """
    chains = SealKey.objects.values_list("certificate", flat=True)
    with one_at_a_time():
        return examine(pdf, roots(list(chains)), attachment)


def by_code(typed: str) -> Verdict | None:
    """Return what can be said of the paper whose code somebody typed or scanned."""
    found = (
        Paper.objects.filter(code__in=readings(typed))
        .select_related("institution", "entry")
        .first()
    )
    return of_paper(found, presented=False) if found else None


def by_file(pdf: bytes) -> Verdict | None:
    """Return what can be said of a file that is, byte for byte, one that was sealed here."""
    same = Paper.objects.filter(sha256=hashlib.sha256(pdf).hexdigest())
    found = same.select_related("institution", "entry").first()
    return of_paper(found, presented=True) if found else None


def by_examination(pdf: bytes) -> Verdict | Look:
    """Return what can be said of a strange file; a `Look` says why nothing can."""
    look = look_into(pdf)
    if not look.readable:
        return look
    ours = frozenset(SealKey.objects.values_list("fingerprint", flat=True))
    named = next((s.contact for s in look.seals if s.fingerprint in ours), "")
    papers = Paper.objects.filter(code__in=readings(named)).select_related("institution")
    return of_file(look, ours=ours, known=papers.first())
