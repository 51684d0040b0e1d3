"""The units of one city: real kecamatan and kelurahan, everything else plausible and invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from netral.demo.facts import Agency, City, regions
from netral.orgs.core import UnitKind

ROOT: Final = "ROOT"  # stands for the institution's top unit, whose code is the region's
SECRETARIAT: Final = "SETDA"

# People of a unit, relative to each other; agencies bring their own figure.
SIZES: Final = {
    UnitKind.ROOT: 1,  # the mayor
    UnitKind.SECRETARIAT: 9,  # secretary, assistants, expert staff
    UnitKind.DISTRICT: 24,
    UnitKind.VILLAGE: 9,
    UnitKind.UPTD: 15,
    UnitKind.HEALTH_CENTRE: 34,
    UnitKind.HOSPITAL: 420,
}
PRIMARY: Final = 15
SECONDARY: Final = 38
DISTRICT_CODE: Final = 8  # signs of a kecamatan's code, "32.76.06"

# Technical units and the agency each belongs to, in the order in which a city gets them.
UPTD: Final = (
    ("DINKES", "Laboratorium Kesehatan Daerah"),
    ("DLH", "Pengelolaan Sampah"),
    ("DISHUB", "Pengujian Kendaraan Bermotor"),
    ("DPUPR", "Pemeliharaan Jalan dan Drainase"),
    ("DISHUB", "Pengelolaan Parkir"),
    ("DISNAKER", "Balai Latihan Kerja"),
    ("DINSOS", "Rumah Singgah"),
    ("DLH", "Laboratorium Lingkungan"),
    ("DISDAG", "Metrologi Legal"),
    ("DPUPR", "Pengelolaan Air Limbah Domestik"),
    ("DISDUKCAPIL", "Pelayanan Administrasi Kependudukan"),
    ("DISPERUMKIM", "Rumah Susun Sederhana Sewa"),
)
# Cities name some agencies differently.
ALIASES: Final = {
    "DLH": ("DLH", "DLHK"),
    "DISDAG": ("DISDAG", "DISDAGIN", "DISKOPDAGIN", "DISKOPINDAG"),
    "DISPERUMKIM": ("DISPERUMKIM", "DISRUMKIM", "DISPERKIM", "DPUPR"),
}


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit to open, after its parent."""

    code: str
    name: str
    kind: UnitKind
    parent: str
    size: int
    short: str = ""
    region_code: str = ""

    def siasn_id(self, slug: str) -> str:
        """Return an id in the shape of SIASN's, always the same for the same unit."""
        return uuid5(NAMESPACE_URL, f"netral:{slug}:{self.code}").hex.upper()


def plan(city: City, scale: float = 1.0) -> list[UnitPlan]:
    """List the units of a city, parents first; `scale` shrinks the invented ones for tests."""
    districts = [r for r in regions(city.code) if len(r.code) == DISTRICT_CODE]
    return [
        UnitPlan(ROOT, city.name, UnitKind.ROOT, "", SIZES[UnitKind.ROOT]),
        UnitPlan(
            SECRETARIAT, f"Sekretariat Daerah Kota {city.place}", UnitKind.SECRETARIAT, ROOT,
            SIZES[UnitKind.SECRETARIAT], "Setda",
        ),
        *(_agency(a, UnitKind.BUREAU, SECRETARIAT) for a in city.bureaus),
        *(_agency(a, UnitKind.OPD, ROOT) for a in city.agencies),
        *_territory(city),
        *_technical(city, scale),
        *_schools(city, [d.name for d in districts], scale),
        *_health(city, scale),
        *(_agency(a, UnitKind.COMPANY, ROOT) for a in city.companies),
    ]  # fmt: skip


def _agency(agency: Agency, kind: UnitKind, parent: str) -> UnitPlan:
    return UnitPlan(agency.code, agency.name, kind, parent, agency.size, agency.short)


def _territory(city: City) -> Iterator[UnitPlan]:
    for region in regions(city.code):
        if len(region.code) == DISTRICT_CODE:
            kind, word, parent = UnitKind.DISTRICT, "Kecamatan", ROOT
        else:
            kind, word, parent = UnitKind.VILLAGE, "Kelurahan", region.code[:DISTRICT_CODE]
        yield UnitPlan(
            region.code, f"{word} {region.name}", kind, parent, SIZES[kind], "", region.code
        )


def _technical(city: City, scale: float) -> Iterator[UnitPlan]:
    known = {agency.code for agency in city.agencies}
    for code, name in UPTD[: _few(city.synthetic["technical_units"], scale)]:
        owner = next((c for c in ALIASES.get(code, (code,)) if c in known), None)
        if owner:
            yield UnitPlan(
                f"UPTD-{owner}-{name.split()[0].upper()}", f"UPTD {name}", UnitKind.UPTD, owner,
                SIZES[UnitKind.UPTD],
            )  # fmt: skip


def _schools(city: City, districts: list[str], scale: float) -> Iterator[UnitPlan]:
    school = UnitKind.SCHOOL
    for n in range(_few(city.synthetic["primary_schools"], scale)):
        round_, where = divmod(n, len(districts))
        name = f"SD Negeri {districts[where]} {round_ + 1}"
        yield UnitPlan(f"SDN-{n + 1:03d}", name, school, "DISDIK", PRIMARY)
    for n in range(_few(city.synthetic["secondary_schools"], scale)):
        name = f"SMP Negeri {n + 1} {city.place}"
        yield UnitPlan(f"SMPN-{n + 1:02d}", name, school, "DISDIK", SECONDARY)


def _health(city: City, scale: float) -> Iterator[UnitPlan]:
    villages = [r for r in regions(city.code) if len(r.code) > DISTRICT_CODE]
    count = _few(city.synthetic["health_centres"], scale)
    step = len(villages) / count
    for n in range(count):
        where = villages[int(n * step)]
        yield UnitPlan(
            f"PKM-{n + 1:02d}", f"Puskesmas {where.name}", UnitKind.HEALTH_CENTRE, "DINKES",
            SIZES[UnitKind.HEALTH_CENTRE],
        )  # fmt: skip
    yield UnitPlan(
        "RSUD", f"RSUD Kota {city.place}", UnitKind.HOSPITAL, "DINKES", SIZES[UnitKind.HOSPITAL]
    )


def _few(count: int, scale: float) -> int:
    return max(1, round(count * min(scale, 1.0)))
