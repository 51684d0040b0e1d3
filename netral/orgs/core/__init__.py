"""Kinds of unit and person, capacities of office-holders, and places in the tree."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class UnitKind(StrEnum):
    """What a unit is."""

    ROOT = "root"  # the institution itself
    SECRETARIAT = "secretariat"
    OPD = "opd"  # dinas, badan, inspektorat, satuan
    BUREAU = "bureau"  # bagian of the secretariat; biro of a province or an agency
    DEPUTY = "deputy"  # deputi of an agency of the state
    DIRECTORATE = "directorate"
    DISTRICT = "district"  # kecamatan
    VILLAGE = "village"  # kelurahan
    UPTD = "uptd"
    SCHOOL = "school"
    HEALTH_CENTRE = "health_centre"  # puskesmas
    HOSPITAL = "hospital"
    COMPANY = "company"  # BUMD


UNIT_WORDS: Final = {
    UnitKind.ROOT: N_("Whole institution"),
    UnitKind.SECRETARIAT: N_("Secretariat"),
    UnitKind.OPD: N_("Agency (OPD)"),
    UnitKind.BUREAU: N_("Bureau (biro, bagian)"),
    UnitKind.DEPUTY: N_("Deputy (deputi)"),
    UnitKind.DIRECTORATE: N_("Directorate"),
    UnitKind.DISTRICT: N_("District (kecamatan)"),
    UnitKind.VILLAGE: N_("Urban village (kelurahan)"),
    UnitKind.UPTD: N_("Technical unit (UPTD)"),
    UnitKind.SCHOOL: N_("School"),
    UnitKind.HEALTH_CENTRE: N_("Health centre (puskesmas)"),
    UnitKind.HOSPITAL: N_("Hospital"),
    UnitKind.COMPANY: N_("Regional company (BUMD)"),
}


class PersonKind(StrEnum):
    """How a person serves."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART = "pppk_part"
    NON_ASN = "non_asn"
    BUMD = "bumd"
    OFFICIAL = "official"  # elected head of region: holds an office, is nobody's staff


PERSON_WORDS: Final = {
    PersonKind.PNS: N_("Civil servant (PNS)"),
    PersonKind.CPNS: N_("Civil servant on probation (CPNS)"),
    PersonKind.PPPK: N_("Contract civil servant (PPPK)"),
    PersonKind.PPPK_PART: N_("Part-time contract civil servant (PPPK paruh waktu)"),
    PersonKind.NON_ASN: N_("Contract staff (non-ASN)"),
    PersonKind.BUMD: N_("Regional company staff (BUMD)"),
    PersonKind.OFFICIAL: N_("Elected head of region"),
}

ASN: Final = frozenset(
    {PersonKind.PNS, PersonKind.CPNS, PersonKind.PPPK, PersonKind.PPPK_PART}
)  # UU 20/2023: PNS and PPPK


class Service(StrEnum):
    """Whether a person serves now."""

    ACTIVE = "active"
    LEAVE = "leave"
    RETIRED = "retired"
    DECEASED = "deceased"
    ENDED = "ended"  # contract over, dismissed, resigned
    MOVED = "moved"  # gone to another institution


SERVICE_WORDS: Final = {
    Service.ACTIVE: N_("Active"),
    Service.LEAVE: N_("On leave"),
    Service.RETIRED: N_("Retired"),
    Service.DECEASED: N_("Deceased"),
    Service.ENDED: N_("No longer serving"),
    Service.MOVED: N_("Moved to another institution"),
}

SERVING: Final = frozenset({Service.ACTIVE, Service.LEAVE})


class Capacity(StrEnum):
    """In what capacity somebody holds an office (law.md §4.2)."""

    DEFINITIVE = "definitive"
    PJ = "pj"  # penjabat
    PJS = "pjs"  # penjabat sementara, while the incumbent campaigns
    PLT = "plt"  # acting, office vacant
    PLH = "plh"  # daily acting, holder absent


CAPACITY_WORDS: Final = {
    Capacity.DEFINITIVE: N_("Definitive"),
    Capacity.PJ: "Pj.",
    Capacity.PJS: "Pjs.",
    Capacity.PLT: "Plt.",
    Capacity.PLH: "Plh.",
}


def unit_ids(path: str) -> list[int]:
    """Return the ids in a path from the root down: `1/4/9/` gives 1, 4, 9."""
    return [int(part) for part in path.split("/") if part]


def unit_id(path: str) -> int:
    """Return the id of the unit at a path, its last: `1/4/9/` gives 9."""
    return unit_ids(path)[-1]


# What a roster states of a person in plain words. The number, the unit and the service have acts
# of their own; a NIK is kept apart.
PLAIN: Final = (
    "kind", "name", "title_front", "title_back", "position", "grade", "email", "phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What a roster says of one person, already normalised."""

    kind: PersonKind
    identity: str  # NIP, NI PPPK or a local number
    name: str
    title_front: str = ""
    title_back: str = ""
    position: str = ""
    grade: str = ""
    email: str = ""
    phone: str = ""
    nik: str = ""  # 16 digits; leaves this value only encrypted, hashed or masked
    service: Service = Service.ACTIVE
