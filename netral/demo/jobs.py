"""Positions, grades and titles that belong together, by kind of unit. Plausible, not exhaustive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netral.orgs.core import PersonKind, UnitKind


@dataclass(frozen=True, slots=True)
class Job:
    """A position, the grade it usually carries for PNS and PPPK, and the titles behind a name."""

    title: str
    grade: str
    pppk: str = "IX"
    back: tuple[str, ...] = ("",)
    front: str = ""
    weight: int = 1


DEGREES: Final = ("S.Sos.", "S.E.", "S.AP.", "S.H.", "S.Kom.", "A.Md.", "")
MASTERS: Final = ("S.Sos., M.Si.", "S.E., M.M.", "S.STP., M.Si.", "S.H., M.H.", "S.T., M.T.")
TEACHERS: Final = ("S.Pd.", "S.Pd.", "S.Pd.I.", "S.Pd., M.Pd.")

OFFICE: Final = (
    Job("Analis Kebijakan Ahli Muda", "III/d", back=MASTERS),
    Job("Perencana Ahli Pertama", "III/b", back=DEGREES),
    Job("Pranata Komputer Ahli Pertama", "III/b", back=("S.Kom.", "S.T.")),
    Job("Arsiparis Terampil", "II/d", "VII", back=("A.Md.",)),
    Job("Penelaah Teknis Kebijakan", "III/b", back=DEGREES, weight=3),
    Job("Pengolah Data dan Informasi", "II/d", "VII", back=("A.Md.", ""), weight=2),
    Job("Pengadministrasi Perkantoran", "II/c", "V", weight=3),
    Job("Penata Layanan Operasional", "III/a", back=DEGREES, weight=2),
)
SCHOOL: Final = (
    Job("Guru Ahli Pertama", "III/b", back=TEACHERS, weight=5),
    Job("Guru Ahli Muda", "III/d", back=TEACHERS, weight=4),
    Job("Guru Ahli Madya", "IV/a", back=("S.Pd.", "S.Pd., M.Pd.")),
    Job("Pengadministrasi Perkantoran", "II/c", "V"),
)
HEALTH: Final = (
    Job("Perawat Terampil", "II/d", "VII", back=("A.Md.Kep.",), weight=4),
    Job("Bidan Terampil", "II/d", "VII", back=("A.Md.Keb.",), weight=4),
    Job("Perawat Ahli Pertama", "III/b", back=("S.Kep., Ners",), weight=2),
    Job("Dokter Ahli Pertama", "III/b", front="dr."),
    Job("Dokter Gigi Ahli Pertama", "III/b", front="drg."),
    Job("Apoteker Ahli Pertama", "III/b", back=("S.Farm., Apt.",)),
    Job("Sanitarian Terampil", "II/d", "VII", back=("A.Md.Kes.",)),
    Job("Nutrisionis Terampil", "II/d", "VII", back=("A.Md.Gz.",)),
)
COMPANY: Final = (
    Job("Staf Layanan Pelanggan", "", weight=4),
    Job("Teknisi", "", weight=4),
    Job("Staf Keuangan", "", back=("S.E.", "")),
    Job("Kepala Seksi", "", back=("S.E.", "S.T.")),
)
CONTRACT: Final[Mapping[UnitKind, tuple[str, ...]]] = {
    UnitKind.SCHOOL: ("Guru Kontrak", "Tenaga Administrasi Sekolah", "Penjaga Sekolah"),
    UnitKind.HEALTH_CENTRE: ("Tenaga Administrasi", "Pramubakti", "Pengemudi Ambulans"),
    UnitKind.HOSPITAL: ("Tenaga Administrasi", "Pramubakti", "Pengemudi Ambulans"),
}
CONTRACT_ELSEWHERE: Final = (
    "Tenaga Teknis", "Petugas Kebersihan", "Petugas Keamanan", "Pengemudi", "Pramubakti",
)  # fmt: skip

# How much likelier a kind of unit is to have people of a kind than the city as a whole.
LEANING: Final[Mapping[UnitKind, Mapping[PersonKind, float]]] = {
    UnitKind.SCHOOL: {PersonKind.PPPK: 1.7, PersonKind.NON_ASN: 0.6},
    UnitKind.HEALTH_CENTRE: {PersonKind.PPPK: 1.3, PersonKind.CPNS: 1.5},
    UnitKind.HOSPITAL: {PersonKind.PPPK: 1.3, PersonKind.CPNS: 1.5},
    UnitKind.OPD: {PersonKind.PPPK: 0.4, PersonKind.NON_ASN: 1.4},
    UnitKind.VILLAGE: {PersonKind.PPPK: 0.3, PersonKind.NON_ASN: 1.3},
    UnitKind.DISTRICT: {PersonKind.PPPK: 0.4},
}


def jobs_of(kind: UnitKind) -> tuple[Job, ...]:
    """Return the positions found in units of a kind."""
    match kind:
        case UnitKind.SCHOOL:
            return SCHOOL
        case UnitKind.HEALTH_CENTRE | UnitKind.HOSPITAL:
            return HEALTH
        case UnitKind.COMPANY:
            return COMPANY
        case _:
            return OFFICE


def head_title(kind: UnitKind, name: str) -> str:
    """Return what the head of a unit is called."""
    if name in SPECIAL_HEADS:
        return SPECIAL_HEADS[name]
    before, after = HEADS.get(kind, ("", "Kepala "))
    return after + name.removeprefix(before)


# What the head's title drops from the unit's name, and what it puts before it.
HEADS: Final[Mapping[UnitKind, tuple[str, str]]] = {
    UnitKind.SECRETARIAT: ("Sekretariat", "Sekretaris"),
    UnitKind.DISTRICT: ("Kecamatan", "Camat"),
    UnitKind.VILLAGE: ("Kelurahan", "Lurah"),
    UnitKind.HOSPITAL: ("", "Direktur "),
    UnitKind.COMPANY: ("", "Direktur Utama "),
}
SPECIAL_HEADS: Final = {
    "Inspektorat Daerah": "Inspektur Daerah",
    "Sekretariat Dewan Perwakilan Rakyat Daerah": "Sekretaris Dewan Perwakilan Rakyat Daerah",
}
# The grade of a head, by kind of unit.
HEAD_GRADES: Final[Mapping[UnitKind, str]] = {
    UnitKind.SECRETARIAT: "IV/d",
    UnitKind.OPD: "IV/c",
    UnitKind.BUREAU: "IV/b",
    UnitKind.DISTRICT: "IV/a",
    UnitKind.HOSPITAL: "IV/c",
    UnitKind.SCHOOL: "IV/a",
    UnitKind.COMPANY: "",
}
