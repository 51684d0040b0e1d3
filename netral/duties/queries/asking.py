"""What is asked of the heads of units now: demands from circulars in force and open campaigns."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain

from netral.calendar import queries as calendar
from netral.circulars.core import ClauseKind, Stage
from netral.circulars.core.meaning import Duty
from netral.circulars.models import CascadeItem, Clause
from netral.duties import reader
from netral.duties.core import Kind
from netral.duties.core.demands import Asking, Demand, Desk, Frame, asked, passing_on, signing
from netral.duties.core.policy import Policy, Rhythm, Terms
from netral.duties.core.season import Phase, Season, season_of
from netral.duties.models import PolicyChoice
from netral.kernel.moment import local_day
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.orgs.queries import audience_paths, open_office
from netral.pacts.core import Figures
from netral.pacts.models import Campaign
from netral.tallies.queries import owns
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class HeadUnit:
    """A unit with the office of its head, who owes what is asked of the unit."""

    pk: int
    path: str
    kind: UnitKind
    office: int


def head_units(
    institution: Institution, on: date, units: Collection[int] | None = None
) -> list[HeadUnit]:
    """Return the units with an open office of a head on a day, held or vacant; one query."""
    rows = Unit.objects.of(institution).on(on).filter(open_office(on), offices__is_head=True)
    rows = rows.filter(pk__in=units) if units is not None else rows
    found = rows.order_by("path", "-offices__pk").values_list("pk", "path", "kind", "offices__pk")
    # Where a unit has two such offices, the older one answers.
    return list({pk: HeadUnit(pk, path, UnitKind(kind), o) for pk, path, kind, o in found}.values())


def policy_of(institution: Institution) -> Policy:
    """Return the house policy with the institution's own terms put over it."""
    own = {
        Kind(row.kind): Terms(
            rhythm=Rhythm(row.rhythm),
            days=row.days,
            again=tuple(Phase(each) for each in row.again),
            weekly_in=tuple(Phase(each) for each in row.weekly_in),
        )
        for row in PolicyChoice.objects.of(institution)
    }
    return reader.policy().with_own(own)


class Demands:
    """The demands on some units of one institution at an instant, or on all of them.

    A bounded number of queries, however many units: circulars and campaigns are read once, and
    units that a circular reached on the same day share what it asks of them.
    """

    def __init__(
        self, institution: Institution, at: datetime, units: Collection[int] | None = None
    ) -> None:
        self.institution, self.at = institution, at
        self.policy = policy_of(institution)
        self.today = local_day(at, institution.zone)
        self.units = head_units(institution, self.today, units)
        self._some = None if units is None else [unit.pk for unit in self.units]
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._asked: dict[tuple[int, datetime | date], tuple[Demand, ...]] = {}

    def by_unit(self) -> dict[int, tuple[Demand, ...]]:
        """Return the demands on each unit, in the order in which they fall due."""
        found: dict[int, list[Demand]] = defaultdict(list)
        for unit, demand in chain(self._of_circulars(), self._of_derived(), self._of_campaigns()):
            found[unit].extend(demand)
        return {pk: tuple(sorted(ds, key=lambda d: d.due_at)) for pk, ds in found.items()}

    @cached_property
    def clauses(self) -> list[Clause]:
        """Return the duty clauses in force that are no parent's words, with what they mean."""
        rows = Clause.objects.of(self.institution).filter(
            kind=ClauseKind.DUTY,
            restates=None,
            circular__stage=Stage.PUBLISHED,
            circular__published_at__lte=self.at,
        )
        rows = rows.select_related("meaning", "circular").defer(
            "circular__opening", "circular__closing", "circular__bases", "circular__sources"
        )
        return list(rows.order_by("circular__published_at", "circular", "order"))

    @cached_property
    def asking(self) -> Mapping[int, Sequence[Asking]]:
        """Return what the clauses ask, by circular; clauses without a meaning ask nothing yet."""
        found: dict[int, list[Asking]] = defaultdict(list)
        for clause in self.clauses:
            meaning = getattr(clause, "meaning", None)
            if meaning is not None and meaning.duties:
                duties = tuple(Duty(duty) for duty in meaning.duties)
                elections = tuple(clause.circular.elections)
                found[clause.circular_id].append(
                    Asking(clause.circular_id, clause.pk, duties, clause.due_at, elections)
                )
        return found

    def _of_circulars(self) -> Iterator[tuple[int, tuple[Demand, ...]]]:
        units = {unit.pk: unit for unit in self.units}
        for item in self._items():
            pk, circular, unit, reached, pass_on_by, elections = item
            if unit not in units:
                continue  # closed, or without an office that could owe anything
            derives = units[unit].kind in self.policy.derives
            desk = Desk(pk, circular, pass_on_by, derives)
            yield unit, tuple(passing_on(desk, reached, self._frame(tuple(elections))))
            yield unit, self._of_clauses(circular, reached)

    def _items(self) -> list[tuple[int, int, int, datetime, datetime | None, list[str]]]:
        rows = CascadeItem.objects.of(self.institution).filter(
            circular__stage=Stage.PUBLISHED, circular__published_at__lte=self.at
        )
        rows = rows.filter(unit__in=self._some) if self._some is not None else rows
        return list(
            rows.order_by("pk").values_list(
                "pk", "circular_id", "unit_id", "reached_at", "circular__pass_on_by",
                "circular__elections",
            )
        )  # fmt: skip

    def _of_clauses(self, circular: int, reached: datetime) -> tuple[Demand, ...]:
        clauses = self.asking.get(circular, ())
        if not clauses:
            return ()
        frame = self._frame(clauses[0].elections)
        dated = any(clause.due_at for clause in clauses)
        key = (circular, reached if dated else frame.day(reached))
        if key not in self._asked:
            self._asked[key] = asked(clauses, reached, frame)
        return self._asked[key]

    def _of_derived(self) -> Iterator[tuple[int, tuple[Demand, ...]]]:
        """Yield what circulars of units ask of units below them, in clauses of their own."""
        own = {c.circular_id: c.circular for c in self.clauses if c.circular.parent_id is not None}
        for pk, circular in own.items():
            if pk not in self.asking or circular.published_at is None:
                continue
            paths = tuple(audience_paths(self.institution, circular.audience))
            for unit in self.units:
                if unit.path.startswith(paths) and unit.pk != circular.unit_id:
                    yield unit.pk, self._of_clauses(pk, circular.published_at)

    def _of_campaigns(self) -> Iterator[tuple[int, tuple[Demand, ...]]]:
        rows = Campaign.objects.of(self.institution).filter(
            stage=Campaign.Stage.OPEN, opened_at__isnull=False
        )
        for campaign in rows:
            counted = owns(self.institution, campaign.board, self._some)
            asked_now = (
                signing(campaign.pk, campaign.opens_at, campaign.deadline, self._frame(())),
            )
            for unit in self.units:
                if Figures(counted.get(unit.pk, {})).total:
                    yield unit.pk, asked_now

    def _frame(self, elections: tuple[str, ...]) -> Frame:
        if elections not in self._frames:
            self._frames[elections] = Frame(
                season=self._season(elections),
                policy=self.policy,
                week=calendar.week(self.institution),
                zone=self.institution.zone,
                until=_end_of_next_month(self.today),
            )
        return self._frames[elections]

    def _season(self, codes: tuple[str, ...]) -> Season:
        known = {each.code: each for each in calendar.elections()}
        return season_of([known[c] for c in codes if c in known], self.institution.code)


def _end_of_next_month(day: date) -> date:
    in_two = (day.replace(day=1) + timedelta(days=63)).replace(day=1)
    return in_two - timedelta(days=1)
