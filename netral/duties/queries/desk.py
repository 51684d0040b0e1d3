"""The desk of one unit: everything that its head owes, live, grouped and in order."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from netral.access.core import Duty
from netral.calendar.queries import holidays_known, working_days_late
from netral.circulars.core.meaning import Duty as Asks
from netral.circulars.models import Clause
from netral.duties.core import GROUP_WORDS, KIND_WORDS, OPEN, STATE_WORDS, Group, Kind, State
from netral.duties.core.demands import STATED, Demand
from netral.duties.models import Obligation
from netral.duties.queries.reckoning import Reckoned, Reckoner
from netral.duties.queries.tools import Tool, Tools
from netral.kernel.evidence import Evidence
from netral.kernel.moment import local_day
from netral.orgs import queries as orgs
from netral.orgs.models import Holding, Unit

AHEAD = 2  # of a kind, how many that have not begun a desk shows
MEANINGS = {
    State.UPCOMING: "next",
    State.DUE: "due",
    State.LATE: "late",
    State.FULFILLED: "done",
    State.EXCUSED: "info",
    State.ENDED: "stopped",
}


@dataclass(frozen=True, slots=True)
class Proved:
    """A deed that fulfils something, as far as the reader may see it."""

    title: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation on the desk."""

    pk: int | None  # of the stored row; None until it was reckoned
    kind: Kind
    group: Group
    state: State
    first_on: date
    last_on: date
    opens_on: date
    due_at: datetime
    late_days: int  # working days; of what is done: how late it was
    done_at: datetime | None
    proofs: tuple[Proved, ...]
    clause: int | None
    circular: int | None
    by_policy: bool  # the date is the house's, not the circular's
    moved: bool  # the circular's own date is a day of rest
    holidays_known: bool
    tool: Tool | None

    @property
    def word(self) -> str:
        """Return the msgid of what is owed."""
        return KIND_WORDS[self.kind]

    @property
    def group_word(self) -> str:
        """Return the msgid of where it comes from."""
        return GROUP_WORDS[self.group]

    @property
    def state_word(self) -> str:
        """Return the msgid of the state."""
        return STATE_WORDS[self.state]

    @property
    def meaning(self) -> str:
        """Return the meaning that colours it."""
        return MEANINGS[self.state]


@dataclass(frozen=True, slots=True)
class Part:
    """How far a kind or a whole group is; `word` is its msgid."""

    word: str
    done: int
    all: int
    late: int


@dataclass(frozen=True, slots=True)
class Words:
    """The very words of a duty clause, what it asks with dates, and what it only states."""

    clause: int
    text: str
    number: str
    subject: str
    url: str
    items: tuple[Item, ...]
    stated: tuple[str, ...]  # msgids of kinds that begin with a breach
    unread: bool  # nobody has said yet what the clause means

    @property
    def shown(self) -> tuple[Item, ...]:
        """Return the items without those that lie far ahead."""
        return near(self.items)

    @property
    def more(self) -> int:
        """Return how many lie further ahead."""
        return len(self.items) - len(self.shown)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return how far each kind is."""
        return parts_of(self.items)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the head of a unit owes, has done, and is told."""

    unit: Unit
    head: Holding | None
    now: tuple[Item, ...]  # due and late, the nearest deadline first
    coming: tuple[Item, ...]
    done: tuple[Item, ...]  # the newest first
    excused: tuple[Item, ...]
    clauses: tuple[Words, ...]
    cascade: tuple[Item, ...]
    pacts: tuple[Item, ...]

    @property
    def circular(self) -> Part:
        """Return how far the duties of all clauses are together."""
        return _part(GROUP_WORDS[Group.CIRCULAR], [i for c in self.clauses for i in c.items])

    @property
    def tasks(self) -> tuple[tuple[Part, tuple[Item, ...], tuple[Part, ...]], ...]:
        """Return the groups that no clause stands behind: the whole, items, and each kind."""
        groups = ((Group.CASCADE, self.cascade), (Group.PACT, self.pacts))
        found = [(GROUP_WORDS[group], items) for group, items in groups if items]
        return tuple((_part(word, items), items, parts_of(items)) for word, items in found)

    @property
    def late(self) -> int:
        """Return how many things are late."""
        return sum(item.state is State.LATE for item in self.now)

    @property
    def first(self) -> Item | None:
        """Return the one thing to do first."""
        return self.now[0] if self.now else None


def near(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return what has begun, and the next of each kind that has not."""
    ahead: Counter[Kind] = Counter()
    found = []
    for item in items:
        if item.state is State.UPCOMING:
            ahead[item.kind] += 1
        if ahead[item.kind] <= AHEAD or item.state is not State.UPCOMING:
            found.append(item)
    return tuple(found)


def parts_of(items: Sequence[Item]) -> tuple[Part, ...]:
    """Return how far each kind among `items` is, in their order."""
    kinds = dict.fromkeys(item.kind for item in items)
    return tuple(_part(KIND_WORDS[kind], [i for i in items if i.kind is kind]) for kind in kinds)


def _part(word: str, items: Sequence[Item]) -> Part:
    states = [item.state for item in items]
    return Part(
        word=word,
        done=states.count(State.FULFILLED),
        all=len(states),
        late=states.count(State.LATE),
    )


def desk(unit: Unit, at: datetime, duties: Collection[Duty] = ()) -> Desk:
    """Return the desk of a unit as it stands at an instant, what was done a minute ago included.

    It has the tools that open to who holds `duties` over the unit; without any, none.
    As many queries for a unit that owes one thing as for one that owes a hundred. Standing
    duties are not here: the head alone sees them, from the head's own clocks.
    """
    reckoner = Reckoner(unit.institution, at, [unit.pk])
    tools = Tools(unit, reckoner.by_unit.get(unit.pk, ()), duties)
    rows = _with_rows(reckoner, unit)
    items = [_item(row, reckoner, stored, tools) for row, stored in rows]
    clauses = _asked_of(reckoner, items)
    return Desk(
        unit=unit,
        head=orgs.head_of(unit, reckoner.demands.today),
        now=tuple(i for i in items if i.state in {State.DUE, State.LATE}),
        coming=tuple(i for i in items if i.state is State.UPCOMING),
        done=tuple(sorted(_in(items, State.FULFILLED), key=_done_at, reverse=True)),
        excused=tuple(_in(items, State.EXCUSED)),
        clauses=tuple(_words(clause, items) for clause in clauses),
        cascade=tuple(i for i in items if i.group is Group.CASCADE),
        pacts=tuple(i for i in items if i.group is Group.PACT),
    )


def _in(items: Iterable[Item], state: State) -> list[Item]:
    return [item for item in items if item.state is state]


def _done_at(item: Item) -> datetime:
    return item.done_at or item.due_at


def _with_rows(reckoner: Reckoner, unit: Unit) -> list[tuple[Reckoned, Obligation | None]]:
    rows = Obligation.objects.of(unit.institution_id).filter(unit=unit)
    stored = {(r.office_id, r.source, r.kind, r.first_on): r for r in rows}
    return [(row, stored.get(row.key)) for row in reckoner.rows()]


def _item(row: Reckoned, reckoner: Reckoner, stored: Obligation | None, tools: Tools) -> Item:
    demand, institution = row.demand, reckoner.demands.institution
    excused = stored is not None and stored.state == State.EXCUSED
    state = reckoner.state(row, excused=excused)
    done_at = row.done.at if row.done else None
    until = done_at or (reckoner.at if state is State.LATE else demand.due_at)
    deeds = {deed.key: deed for deed in reckoner.evidence.get(row.unit, ())}
    own = _own_date(demand, reckoner)
    return Item(
        pk=stored.pk if stored else None,
        kind=demand.kind,
        group=demand.group,
        state=state,
        first_on=demand.first_on,
        last_on=demand.last_on,
        opens_on=demand.opens_on,
        due_at=demand.due_at,
        late_days=working_days_late(institution, demand.due_at, until),
        done_at=done_at,
        proofs=_proofs(row, deeds),
        clause=demand.clause,
        circular=demand.circular,
        by_policy=demand.group is Group.CIRCULAR and own is None,
        moved=own is not None and local_day(own, reckoner.zone) < _day(demand, reckoner),
        holidays_known=holidays_known(institution, reckoner.at, demand.due_at),
        tool=tools.of(demand) if state in OPEN else None,
    )


def _day(demand: Demand, reckoner: Reckoner) -> date:
    return local_day(demand.due_at, reckoner.zone)


def _own_date(demand: Demand, reckoner: Reckoner) -> datetime | None:
    dates = (c.due_at for c in reckoner.demands.clauses if c.pk == demand.clause)
    return next(dates, None) if demand.clause else None


def _proofs(row: Reckoned, deeds: Mapping[str, Evidence]) -> tuple[Proved, ...]:
    """Return what fulfilled a demand; not whether a report was a nil report or a referral.

    That a head has referred somebody is nobody's business but the desk's that took it.
    """
    if row.done is None or row.demand.kind is Kind.NIL_REPORT:
        return ()
    found = [deeds[key] for key in row.done.keys if key in deeds]
    return tuple(Proved(deed.title, deed.at, deed.url) for deed in found)


def _asked_of(reckoner: Reckoner, items: Sequence[Item]) -> list[Clause]:
    """Return the duty clauses of the circulars that reached the unit, those unread included."""
    reached = {item.circular for item in items if item.circular}
    return [clause for clause in reckoner.demands.clauses if clause.circular_id in reached]


def _words(clause: Clause, items: Sequence[Item]) -> Words:
    meaning = getattr(clause, "meaning", None)
    by_clause: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        by_clause[item.clause].append(item)
    asks = [Asks(duty) for duty in meaning.duties] if meaning else []
    return Words(
        clause=clause.pk,
        text=clause.text,
        number=clause.circular.number,
        subject=clause.circular.subject,
        url=reverse("circulars:show", args=[clause.circular.slug]),
        items=tuple(by_clause[clause.pk]),
        stated=tuple(KIND_WORDS[STATED[duty]] for duty in asks if duty in STATED),
        unread=not asks,
    )
