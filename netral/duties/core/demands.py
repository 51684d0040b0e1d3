"""From the duty clauses of circulars to dated demands. Nothing here is typed by anybody.

A demand is what one source asks of one unit for one time. Its dates follow from the clause, if
the clause has a date of its own, else from the policy, the season and the day on which the
circular reached the unit. Units that were reached on the same day share the same demands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from netral.calendar.core.days import Week
from netral.circulars.core.meaning import Duty
from netral.duties.core import Group, Kind
from netral.duties.core.policy import Policy, Rhythm, Terms
from netral.duties.core.season import Phase, Season, Span
from netral.kernel.moment import instant, local, local_day

DAY: Final = timedelta(days=1)
SHORT: Final = 3  # working days; a first month or week with fewer is one with the next
LATECOMERS: Final = 5  # working days for a unit that the circular reached after its own date

# Duties with dates. The others announce something (a channel, a pact) or begin with a breach
# (sanctions); pages state them in the clause's words.
DATED: Final = {
    Duty.SOCIALISE: Kind.SOCIALISE,
    Duty.EDUCATE: Kind.EDUCATE,
    Duty.GUIDE: Kind.GUIDE,
    Duty.IMPLEMENT: Kind.IMPLEMENT,
    Duty.CLIMATE: Kind.CLIMATE,
    Duty.SUPERVISE: Kind.SUPERVISE,
    Duty.REPORT: Kind.NIL_REPORT,
}
STATED: Final = {Duty.REPORT: Kind.REPORT, Duty.SANCTION: Kind.SANCTION}


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked for one time: `first_on` to `last_on`, both included, due at an instant."""

    group: Group
    kind: Kind
    source: str  # "clause:34", "item:5", "campaign:3"
    first_on: date
    last_on: date
    due_at: datetime
    circular: int | None = None
    clause: int | None = None

    @property
    def key(self) -> tuple[str, Kind, date]:
        """Return what tells it from every other demand on its unit."""
        return self.source, self.kind, self.first_on

    @property
    def opens_on(self) -> date:
        """Return from when it can be done: a report on a time is made when the time is over."""
        return self.last_on if self.kind is Kind.NIL_REPORT else self.first_on


@dataclass(frozen=True, slots=True)
class Asking:
    """One duty clause of a circular in force, with what it asks of heads."""

    circular: int
    clause: int
    duties: tuple[Duty, ...]
    due_at: datetime | None
    elections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What dates depend on: the season, the policy, the working week, the zone, the horizon."""

    season: Season
    policy: Policy
    week: Week
    zone: str
    until: date  # the last day that is planned while the end of the season is not known

    @property
    def last(self) -> date:
        """Return the last day that demands speak of."""
        return self.season.ends or self.until

    def open_day(self, day: date) -> date:
        """Return `day`, or the next working day: no deadline ends on a day of rest.

        In years whose holidays are not on file only the week's rest days are left out.
        """
        while not self.week.works(day):
            day += DAY
        return day

    def after(self, day: date, working_days: int) -> date:
        """Return the last of so many working days after `day`."""
        for _ in range(working_days):
            day = self.open_day(day + DAY)
        return day

    def due(self, day: date) -> datetime:
        """Return the instant at which a deadline on `day` ends."""
        return self.at(self.open_day(day), self.policy.hour)

    def at(self, day: date, hour: time) -> datetime:
        """Return an instant on the clock of the place."""
        return instant(day, hour, self.zone)

    def day(self, at: datetime) -> date:
        """Return the day of an instant there."""
        return local_day(at, self.zone)


def asked(clauses: Iterable[Asking], reached: datetime, frame: Frame) -> tuple[Demand, ...]:
    """Return what the duty clauses of one circular ask of a unit that it reached at an instant."""
    return tuple(
        demand
        for clause in clauses
        for duty in clause.duties
        if duty in DATED
        for demand in _of_clause(clause, DATED[duty], reached, frame)
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A circular on the desk of a unit: what its item asks, besides what its clauses ask."""

    item: int
    circular: int
    pass_on_by: datetime | None
    derives: bool  # whether a unit of this kind issues a circular of its own


def passing_on(desk: Desk, reached: datetime, frame: Frame) -> Iterator[Demand]:
    """Yield what the cascade asks: to acknowledge, and of some units to derive."""
    for kind in (Kind.ACKNOWLEDGE, *([Kind.DERIVE] if desk.derives else [])):
        for first, last, due in _times(kind, desk.pass_on_by, reached, frame):
            source = f"item:{desk.item}"
            yield Demand(Group.CASCADE, kind, source, first, last, due, desk.circular)


def signing(campaign: int, opens_at: datetime, deadline: datetime, frame: Frame) -> Demand:
    """Return what a campaign asks of a unit: everybody's signature before the deadline."""
    first, last = frame.day(opens_at), frame.day(deadline)
    return Demand(Group.PACT, Kind.COLLECT_PACTS, f"campaign:{campaign}", first, last, deadline)


def _of_clause(clause: Asking, kind: Kind, reached: datetime, frame: Frame) -> Iterator[Demand]:
    for first, last, due in _times(kind, clause.due_at, reached, frame):
        yield Demand(
            group=Group.CIRCULAR,
            kind=kind,
            source=f"clause:{clause.clause}",
            first_on=first,
            last_on=last,
            due_at=due,
            circular=clause.circular,
            clause=clause.clause,
        )


Times = Iterator[tuple[date, date, datetime]]


def _times(kind: Kind, due_at: datetime | None, reached: datetime, frame: Frame) -> Times:
    if due_at is not None:
        return _own_date(due_at, reached, frame)
    return times_of(frame.policy.terms[kind], frame.day(reached), frame)


def _own_date(due_at: datetime, reached: datetime, frame: Frame) -> Times:
    """Let the clause's own date win: once, until then; on a day of rest until the next open one.

    Nobody is late before the circular reached them: who receives it afterwards gets some days.
    """
    first, last = frame.day(reached), frame.day(due_at)
    if due_at <= reached:
        last = frame.after(first, LATECOMERS)
        yield first, last, frame.due(last)
        return
    moved = frame.open_day(last)
    hour = local(due_at, frame.zone).time()
    yield first, last, frame.at(moved, hour)


def times_of(terms: Terms, reached: date, frame: Frame) -> Times:
    """Return the times for which something is asked of a unit reached on a day, in order."""
    if reached > frame.last:
        return
    spans = frame.season.spans(reached, frame.last)
    if terms.rhythm is Rhythm.ONCE:
        yield from _once(terms, reached, spans, frame)
        return
    for first, last in _joined(list(_pieces(terms, spans)), frame.week):
        yield first, last, frame.due(frame.after(last, terms.days))


def _once(terms: Terms, reached: date, spans: Sequence[Span], frame: Frame) -> Times:
    last = frame.after(reached, terms.days)
    yield reached, last, frame.due(last)
    for span in spans:
        if span.phase in terms.again and span.first > reached:
            last = min(frame.after(span.first - DAY, terms.days), span.last)
            yield span.first, last, frame.due(last)


def _pieces(terms: Terms, spans: Sequence[Span]) -> Iterator[tuple[date, date]]:
    """Cut the days where the rhythm changes, and between by month or week.

    Weeks keep the phases apart: what happens in the quiet period is supervised for itself.
    """
    runs: list[tuple[Rhythm, Phase, date, date]] = []
    for span in spans:
        rhythm = terms.rhythm_in(span.phase)
        if runs and runs[-1][0] is rhythm is Rhythm.MONTH:
            runs[-1] = (rhythm, span.phase, runs[-1][2], span.last)
        else:
            runs.append((rhythm, span.phase, span.first, span.last))
    for rhythm, _, first, last in runs:
        day = first
        while day <= last:
            end = min(_end_of_week(day) if rhythm is Rhythm.WEEK else _end_of_month(day), last)
            yield day, end
            day = end + DAY


def _joined(pieces: list[tuple[date, date]], week: Week) -> Iterator[tuple[date, date]]:
    """Join a first piece that is too short to act in, and pieces without a working day."""
    kept: list[tuple[date, date]] = []
    carried: date | None = None
    for begins, last in pieces:
        first = carried or begins
        worked = week.between(first - DAY, last).count
        is_last = last == pieces[-1][1]
        carried = None
        if worked < (1 if kept else SHORT) and not is_last:
            carried = first
        elif worked or not kept:
            kept.append((first, last))
        else:
            kept[-1] = (kept[-1][0], last)
    yield from kept


def _end_of_week(day: date) -> date:
    return day + (6 - day.weekday()) * DAY


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
