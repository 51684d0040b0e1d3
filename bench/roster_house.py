"""An empty city with the units of the roster, and one import through the actions."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.core.management import call_command

from bench.roster_file import UNITS
from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.actions.intake import check_roster, receive_roster
from netral.orgs.actions.rosters import apply_roster
from netral.orgs.actions.units import UnitMarks, add_unit
from netral.orgs.core import UnitKind
from netral.orgs.core.verdicts import Verdict
from netral.orgs.models import Person, RosterImport, Unit
from netral.orgs.queries import root
from netral.tenancy.models import Institution

AT = Moment.real(datetime(2026, 3, 2, 3, tzinfo=UTC))
BY = "system:bench"
SAME = {Verdict.UNCHANGED, Verdict.PASSED_OVER, Verdict.DUPLICATE, Verdict.REFUSED}


@dataclass(frozen=True, slots=True)
class Run:
    """One dry run and apply."""

    rows: int
    dry_run_s: float
    apply_s: float
    cpu_s: float  # of this process, both together
    changes: int


@dataclass(frozen=True, slots=True)
class House:
    """A city to import into."""

    institution: Institution

    @classmethod
    def build(cls) -> "House":
        """Migrate an empty database and open the city with its units."""
        call_command("migrate", verbosity=0)
        facts = InstitutionFacts(
            code="99.71", slug="contoh", name="Kota Contoh", place="Contoh", head_title="Wali Kota"
        )
        city = open_institution(facts=facts, by=BY, at=AT)
        above: Unit = root(city)
        for n in range(UNITS):
            if n % 20 == 0:
                above = cls._unit(city, root(city), f"d{n}", f"DINAS CONTOH {n // 20}", "")
            cls._unit(city, above, f"b{n}", f"BIDANG CONTOH {n}", f"unor-{n}")
        return cls(city)

    @staticmethod
    def _unit(city: Institution, above: Unit, code: str, name: str, siasn_id: str) -> Unit:
        return add_unit(
            institution=city, parent=above, code=code, name=name, kind=UnitKind.OPD, by=BY, at=AT,
            marks=UnitMarks(siasn_id=siasn_id), begins_on=date(2020, 1, 1),
        )  # fmt: skip

    def run(self, path: Path) -> Run:
        """Receive, check and apply the file, as the worker does."""
        with path.open("rb") as file:
            roster = receive_roster(
                institution=self.institution, name=path.name, by=BY, at=AT,
                chunks=iter(lambda: file.read(1 << 20), b""),
            )  # fmt: skip
        started, cpu = time.perf_counter(), time.process_time()
        roster = check_roster(roster=roster, at=AT)
        checked = time.perf_counter()
        if roster.state != RosterImport.State.CHECKED:
            raise SystemExit(str(roster.problem))
        apply_roster(roster=roster, by=BY, at=AT)
        applied = time.perf_counter()
        counts = {Verdict(v): n for v, n in roster.found["counts"].items()}
        print({v.value: n for v, n in counts.items() if n})
        return Run(
            rows=sum(counts.values()),
            dry_run_s=checked - started,
            apply_s=applied - checked,
            cpu_s=time.process_time() - cpu,
            changes=sum(n for v, n in counts.items() if v not in SAME),
        )

    def people(self) -> int:
        """Count who is on the roster now."""
        return Person.objects.of(self.institution).count()
