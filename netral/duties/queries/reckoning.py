"""How everything that is asked stands now: demands, and the deeds that fulfil them.

A head's desk looks at one unit, the nightly reckoning at all; both go this one way.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from netral.duties.core import Kind, State
from netral.duties.core.demands import Demand
from netral.duties.core.matching import Done, settle
from netral.duties.core.states import Life, state_at
from netral.duties.queries import deeds
from netral.duties.queries.asking import Demands
from netral.kernel.evidence import Evidence
from netral.kernel.moment import instant, local, midnight
from netral.tenancy.models import Institution

NOW_INCLUDED = timedelta(microseconds=1)  # deeds are asked for up to an instant, it excluded


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One demand on one unit, whose office owes it, and what fulfilled it, if anything has."""

    unit: int
    office: int
    demand: Demand
    done: Done | None

    @property
    def key(self) -> tuple[int, str, str, date]:
        """Return what a stored obligation is found by."""
        return self.office, self.demand.source, self.demand.kind, self.demand.first_on


class Reckoner:
    """The demands on some units of an institution with what fulfils them."""

    def __init__(
        self, institution: Institution, at: datetime, units: Collection[int] | None = None
    ) -> None:
        self.zone = institution.zone
        self.at = at
        self.demands = Demands(institution, at, units)
        self.by_unit = self.demands.by_unit()
        begins = deeds.since(self.by_unit, self.zone)
        only = None if units is None else list(self.by_unit)
        self.evidence: dict[int, list[Evidence]] = (
            deeds.shown(institution, begins, at + NOW_INCLUDED, only) if begins else {}
        )

    def rows(self) -> Iterator[Reckoned]:
        """Yield every demand with what fulfils it, unit by unit."""
        for unit in self.demands.units:
            asked = self.by_unit.get(unit.pk, ())
            done = settle(asked, deeds.as_deeds(self.evidence.get(unit.pk, ()), self.zone))
            for demand in asked:
                yield Reckoned(unit.pk, unit.office, demand, self._as_told(demand, done))

    def _as_told(self, demand: Demand, settled: Mapping[Demand, Done]) -> Done | None:
        """Return what fulfilled a demand, as far as it may be told.

        A nil report cannot be made before the last day of its time. A referral that counted at
        once would stand out as what it is, with its day; so it counts from that last day on. By
        which deeds is not kept: a copy of the database does not tell who has referred somebody.
        """
        done = settled.get(demand)
        if done is None or demand.kind is not Kind.NIL_REPORT:
            return done
        clock = local(done.at, self.zone).time()
        at = max(done.at, instant(demand.last_on, clock, self.zone))
        return Done(at, ()) if at <= self.at else None

    def life(self, demand: Demand, done_at: datetime | None, *, excused: bool) -> Life:
        """Return what decides how a demand stands."""
        return life_of(demand, done_at, self.zone, excused=excused)

    def state(self, row: Reckoned, *, excused: bool = False) -> State:
        """Return how a row stands now."""
        done_at = row.done.at if row.done else None
        return state_at(self.life(row.demand, done_at, excused=excused), self.at)


def life_of(demand: Demand, done_at: datetime | None, zone: str, *, excused: bool = False) -> Life:
    """Return the life of a demand on the calendar of a zone."""
    begins = midnight(demand.opens_on, zone)
    return Life(min(begins, demand.due_at), demand.due_at, done_at, excused)
