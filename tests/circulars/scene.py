"""Circulars for the tests of letters and public pages, brought to each stage by the actions."""

from dataclasses import replace
from datetime import UTC, date, datetime

from netral.circulars.actions.drafts import Facts, draft
from netral.circulars.actions.life import Signing, sign, submit
from netral.circulars.actions.meanings import confirm_meaning, propose_meaning
from netral.circulars.actions.publishing import publish
from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Meaning
from netral.circulars.core.text import ClauseText
from netral.circulars.models import Circular, Clause, ClauseMeaning
from netral.circulars.queries.texts import clause_text
from netral.kernel.moment import Moment
from netral.orgs.models import Holding, Unit
from netral.signing.core import Level
from tests.cast import AT, BY, Member

DUE = datetime(2024, 6, 28, 9, tzinfo=UTC)  # Friday, 16.00 WIB
REENTRY = Signing(level=Level.REENTRY, method="password", number="270/343-Huk")

CLAUSES = (
    ClauseText(
        kind=ClauseKind.DUTY,
        text="Menyosialisasikan, membina, dan mengawasi di lingkungan unit kerjanya.",
        due_at=DUE,
    ),
    ClauseText(
        kind=ClauseKind.PROHIBITION, text="Berpolitik praktis yang mengarah kepada keberpihakan."
    ),
    ClauseText(
        kind=ClauseKind.PROHIBITION,
        text="Mengambil keputusan yang menguntungkan pasangan calon.",
        phase="before_during_after",
    ),
    ClauseText(
        kind=ClauseKind.PERMISSION,
        text="Menjadi anggota badan ad hoc penyelenggara.",
        conditions=("Tugas kedinasan tidak terganggu.", "Tidak memihak peserta."),
        kinds=("pns", "pppk"),
    ),
)


def facts(unit: Unit, signatory: Holding | None = None, **more: object) -> Facts:
    """Return what a drafter writes about neutrality."""
    full = Facts(
        unit=unit,
        subject="Netralitas ASN dalam Pemilihan Wali Kota 2024",
        opening="Untuk menjaga netralitas.\n\nMaka disampaikan hal berikut.",
        closing="Demikian untuk dilaksanakan.",
        signatory=signatory or Holding.objects.filter(office__unit=unit).first(),
        audience={"kinds": ["pns", "cpns", "pppk", "pppk_part", "non_asn"], "units": []},
        elections=["pilkada-2024"],
        bases=[
            {"title": "Undang-Undang Nomor 20 Tahun 2023", "dated_on": "2023-10-31",
             "confidence": "memory-high"},
            {"title": "Keputusan Bersama lima lembaga", "dated_on": "2022-09-22",
             "confidence": "found"},
        ],
        recipients=["Kepala Perangkat Daerah", "Camat dan Lurah"],
        copies=["Menteri Dalam Negeri"],
        read_by=DUE,
        clauses=CLAUSES,
    )  # fmt: skip
    return replace(full, **more)  # type: ignore[arg-type]


def drafted(unit: Unit, **more: object) -> Circular:
    """Draft a circular of a unit."""
    return draft(institution=unit.institution, facts=facts(unit, **more), by=BY, at=AT)  # type: ignore[arg-type]


def signed(unit: Unit, signer: Member, number: str = "270/343-Huk", **more: object) -> Circular:
    """Draft, hand on and sign it."""
    made = submit(circular=drafted(unit, **more), by=BY, at=AT)
    return sign(circular=made, user=signer.user, signing=replace(REENTRY, number=number), at=AT)


def sign_as(circular: Circular, signer: Member, number: str) -> Circular:
    """Sign one that waits for the signature."""
    return sign(circular=circular, user=signer.user, signing=replace(REENTRY, number=number), at=AT)


def restated(clause: Clause) -> ClauseText:
    """Return the clause as a derived circular repeats it."""
    return replace(clause_text(clause), restates=clause.pk)


def published(unit: Unit, signer: Member, number: str = "270/343-Huk", **more: object) -> Circular:
    """Bring a circular into force."""
    return publish(circular=signed(unit, signer, number, **more), by=BY, at=AT)


def agreed(clause: Clause, meaning: Meaning, at: Moment) -> ClauseMeaning:
    """Let two persons say what a signed clause means."""
    made = propose_meaning(clause=clause, meaning=meaning, by="user:7", at=at)
    assert made is not None
    return confirm_meaning(clause=clause, seen=made.entry_id, by="user:8", at=at)


DAY = date(2024, 5, 31)
