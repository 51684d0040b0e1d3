"""The paper of a decision. All it says comes from frozen columns, so the octets never vary."""

from collections.abc import Mapping
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from netral.calendar.core.elections import OFFICE_WORDS, Office
from netral.calendar.queries import election
from netral.kernel import spoken
from netral.kernel.codes import grouped
from netral.kernel.moment import local_day
from netral.kernel.qr import for_typst
from netral.kernel.typeset import typeset
from netral.orgs.core import ASN, PERSON_WORDS, PersonKind
from netral.permits.core import BODY_WORDS, Body, Kind
from netral.permits.models import Permit
from netral.signing.core import Logged, seal_says
from netral.signing.queries import verify_url

SUBJECTS: Final = {
    (Kind.ADHOC, True): "Izin menjadi anggota badan ad hoc penyelenggara pemilu",
    (Kind.ADHOC, False): "Penolakan izin menjadi anggota badan ad hoc penyelenggara pemilu",
    (Kind.CLTN, True): "Izin cuti di luar tanggungan negara",
    (Kind.CLTN, False): "Penolakan cuti di luar tanggungan negara",
}
TITLES: Final = {True: "Surat Izin", False: "Surat Penolakan Permohonan"}
OBJECTION: Final = (
    "Keberatan atas keputusan ini dapat diajukan secara tertulis kepada atasan pejabat yang "
    "memutus, atau dengan permohonan baru yang menjawab alasan di atas. Tenggat dan tata cara "
    "keberatan menurut peraturan belum diverifikasi."
)


def letter(permit: Permit, *, sealed: bool = True, logged: Logged | None = None) -> bytes:
    """Set the decision on A4. Papers speak Indonesian whatever the reader speaks."""
    paper, institution, decided_at = permit.paper, permit.institution, permit.decided_at
    if paper is None or decided_at is None:
        msg = f"permit {permit.pk} has not been decided"
        raise LookupError(msg)
    granted = bool(permit.decision["granted"])
    url = verify_url(paper.code)
    with translation.override("id"):
        data = {
            "title": TITLES[granted],
            "number": permit.number,
            "subject": SUBJECTS[Kind(permit.kind), granted],
            "institution": institution.letterhead(),
            "opening": _opening(permit, granted=granted),
            "holder": _holder(permit.holder),
            "rows": _rows(permit, granted=granted),
            "promises": permit.decision["general"] if granted else [],
            "conditions": _conditions(permit) if granted else [],
            "reason": permit.decision["reason"],
            "closing": "" if granted else OBJECTION,
            "place": institution.place,
            "day": spoken.short_day(local_day(decided_at, institution.zone)),
            "decided_at": spoken.at(decided_at, institution.zone),
            "name": permit.decision["name"],
            "office": permit.decision["title"],
            "qr": for_typst(url),
            "url": url,
            "code": grouped(paper.code),
            "words": _words(permit, sealed=sealed),
            "log": logged.data() if logged else None,
        }
    return typeset("permits/permit", data, at=decided_at, carries=logged is not None)


def _opening(permit: Permit, *, granted: bool) -> str:
    asked = spoken.short_day(local_day(permit.asked_at, permit.institution.zone))
    verb = "diberikan izin" if granted else "tidak diberikan izin"
    return f"Atas permohonan tanggal {asked}, {verb} kepada:"


def _holder(holder: Mapping[str, str]) -> list[tuple[str, str]]:
    kind = PersonKind(holder["kind"])
    number = "NI PPPK" if kind in {PersonKind.PPPK, PersonKind.PPPK_PART} else "NIP"
    rows = [
        ("Nama", holder["name"]),
        (number, holder["identity"] if kind in ASN else ""),
        ("Status", gettext(PERSON_WORDS[kind])),
        ("Pangkat/golongan", holder["grade"]),
        ("Jabatan", holder["position"]),
        ("Unit kerja", holder["unit"]),
    ]
    return [(name, value) for name, value in rows if value]


def _rows(permit: Permit, *, granted: bool) -> list[tuple[str, str]]:
    rows = [("Untuk", _purpose(permit)), ("Pemilihan", election(permit.election).name)]
    if permit.place:
        rows.append(("Tempat", permit.place))
    rows.append(("Berlaku" if granted else "Dimohon untuk", period(permit)))
    return rows


def _purpose(permit: Permit) -> str:
    if permit.body:
        return f"menjadi anggota {gettext(BODY_WORDS[Body(permit.body)])}"
    office = gettext(OFFICE_WORDS[Office(permit.spouse_office)])
    return f"mendampingi suami atau istri yang menjadi calon {office}, {permit.spouse_region}"


def _conditions(permit: Permit) -> list[str]:
    lines = str(permit.decision["conditions"]).splitlines()
    return [line.strip() for line in lines if line.strip()]


def period(permit: Permit) -> str:
    """Write the days asked for."""
    return f"{spoken.short_day(permit.starts_on)} sampai {spoken.short_day(permit.ends_on)}"


def _words(permit: Permit, *, sealed: bool) -> list[str]:
    return [
        seal_says(permit.institution.name, sealed=sealed),
        (
            "Nomor ini adalah nomor register izin, bukan nomor agenda naskah dinas. Izin yang "
            "dicabut atau berakhir lebih awal tampak pada halaman verifikasi."
        ),
    ]
