"""Reckoning the obligations of an institution: what is owed is computed, never typed.

One act: rows, events in the record of whoever held the office on the day, counters and the
figures of the day change together or not at all. Reckoning twice changes nothing the second time.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from netral.duties.actions.counting import count, keep_day
from netral.duties.core import OPEN, Group, State
from netral.duties.core.states import Life, moves, state_at
from netral.duties.models import Obligation, ObligationEvent, Reckoning
from netral.duties.queries.holders import Holders
from netral.duties.queries.reckoning import Reckoned, Reckoner
from netral.duties.queries.sources import last_entry, sources
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.tenancy.models import Institution

BATCH: Final = 2000
LOOK: Final = timedelta(minutes=1)  # how often it is asked whether anything changed
FOLLOW: Final = timedelta(minutes=15)  # how soon boards follow deeds; desks follow at once
# Fulfilled, these stay so though the evidence may go: only an own circular can be taken back.
LASTING: Final = frozenset(Group) - {Group.CASCADE}


@dataclass(slots=True)
class Outcome:
    """What a reckoning did."""

    rows: int = 0
    made: int = 0
    changed: int = 0


@dataclass(slots=True)
class _Changes:
    """What differs from the rows that are stored."""

    made: list[Obligation] = field(default_factory=list)
    changed: list[Obligation] = field(default_factory=list)
    moved: list[tuple[Obligation, Any]] = field(default_factory=list)  # with core.states.Move

    def __bool__(self) -> bool:
        return bool(self.made or self.changed)


@transaction.atomic
def reckon_if_due(*, institution: Institution, at: Moment) -> bool:
    """Reckon where the day or what demands follow from has changed since; tell whether it did.

    The answer holds for a minute, so that asking every other second costs next to nothing. Of
    two workers one waits, and then finds nothing left to do.
    """
    known = Reckoning.objects.of(institution).first()
    if known is not None and not _may_be_due(known, at):
        return False
    row = hold(institution)
    is_due = _may_be_due(row, at) and _is_due(row, institution, at)
    if is_due:
        reckon(institution=institution, at=at)
    Reckoning.objects.of(institution).update(looked_at=at.logged)
    return is_due


def _may_be_due(row: Reckoning, at: Moment) -> bool:
    fresh = row.looked_at is not None and at.logged - row.looked_at < LOOK
    return not fresh or row.day != at.local().date()


def _is_due(row: Reckoning, institution: Institution, at: Moment) -> bool:
    if row.day != at.local().date() or row.sources != sources(institution, at.acted):
        return True
    old = row.done_at is None or at.logged - row.done_at >= FOLLOW
    return old and row.last_entry != last_entry(institution)


@transaction.atomic
def reckon(*, institution: Institution, at: Moment) -> Outcome:
    """Bring the stored obligations in line with what is asked and what was done."""
    row = hold(institution)
    stored = {_key(each): each for each in Obligation.objects.of(institution)}
    reckoner = Reckoner(institution, at.acted)
    changes = _compare(reckoner, stored)
    if changes:
        entry = record(_act(changes), institution=institution, at=at)
        _write(changes, institution, entry)
    everything = [*stored.values(), *changes.made]
    keep_day(institution=institution, day=at.local().date(), obligations=everything)
    row.day, row.done_at = at.local().date(), at.logged
    row.sources, row.last_entry = sources(institution, at.acted), last_entry(institution)
    row.save()
    # Last, for counters are locked until the transaction ends.
    count(institution=institution, obligations=everything)
    return Outcome(len(everything), len(changes.made), len(changes.changed))


def hold(institution: Institution) -> Reckoning:
    """Lock the institution's reckoning until the transaction ends; others wait meanwhile."""
    Reckoning.objects.bulk_create([Reckoning(institution=institution)], ignore_conflicts=True)
    found: Reckoning = (
        Reckoning.objects.of(institution).select_for_update().get(institution=institution)
    )
    return found


def _key(row: Obligation) -> tuple[int, str, str, Any]:
    return row.office_id, row.source, row.kind, row.first_on


def _compare(reckoner: Reckoner, stored: dict[Any, Obligation]) -> _Changes:
    changes = _Changes()
    seen = set()
    for asked in reckoner.rows():
        seen.add(asked.key)
        known = stored.get(asked.key)
        if known is None:
            _make(asked, reckoner, changes)
        else:
            _follow(known, asked, reckoner, changes)
    for key, row in stored.items():
        if key not in seen and State(row.state) in OPEN:
            _move(row, State.ENDED, _life(row, ended=True), reckoner.at, changes)
            row.state = State.ENDED
            changes.changed.append(row)
    return changes


def _make(asked: Reckoned, reckoner: Reckoner, changes: _Changes) -> None:
    demand, done_at = asked.demand, asked.done.at if asked.done else None
    life = reckoner.life(demand, done_at, excused=False)
    row = Obligation(
        institution_id=reckoner.demands.institution.pk,
        office_id=asked.office,
        unit_id=asked.unit,
        group=demand.group,
        kind=demand.kind,
        source=demand.source,
        circular_id=demand.circular,
        clause_id=demand.clause,
        first_on=demand.first_on,
        last_on=demand.last_on,
        due_at=demand.due_at,
        state=state_at(life, reckoner.at),
        fulfilled_at=done_at,
        evidence=list(asked.done.keys) if asked.done else [],
    )
    changes.made.append(row)
    changes.moved += [(row, m) for m in moves(None, State(row.state), life, reckoner.at)]


def _follow(row: Obligation, asked: Reckoned, reckoner: Reckoner, changes: _Changes) -> None:
    demand, done = asked.demand, asked.done
    lasts = State(row.state) is State.FULFILLED and demand.group in LASTING
    if lasts and done is None and row.fulfilled_at and row.fulfilled_at > reckoner.at:
        return  # a clock that went back takes back nothing
    done_at = done.at if done else (row.fulfilled_at if lasts else None)
    keys = list(done.keys) if done else (row.evidence if lasts else [])
    excused = row.state == State.EXCUSED
    life = reckoner.life(demand, done_at, excused=excused)
    state = state_at(life, reckoner.at)
    now = (asked.unit, demand.last_on, demand.due_at, state, done_at, keys)
    was = (row.unit_id, row.last_on, row.due_at, State(row.state), row.fulfilled_at, row.evidence)
    if now == was:
        return
    _move(row, state, life, reckoner.at, changes)
    row.unit_id, row.last_on, row.due_at, row.state, row.fulfilled_at, row.evidence = now
    changes.changed.append(row)


def _move(row: Obligation, after: State, life: Life, at: datetime, changes: _Changes) -> None:
    before = State(row.state)
    if before is not after:
        changes.moved += [(row, move) for move in moves(before, after, life, at)]


def _life(row: Obligation, *, ended: bool) -> Life:
    return Life(row.due_at, row.due_at, row.fulfilled_at, ended=ended)


def _act(changes: _Changes) -> Act:
    states = Counter(str(move.after) for _, move in changes.moved)
    detail = {"made": len(changes.made), "changed": len(changes.changed), "moves": dict(states)}
    return Act(act="obligations.reckoned", actor="system", fields={"detail": detail})


def _write(changes: _Changes, institution: Institution, entry: Entry) -> None:
    for row in changes.made:
        row.entry = entry
    Obligation.objects.bulk_create(changes.made, batch_size=BATCH)
    # An upsert by id: bulk_update would compose a CASE for each row and column.
    Obligation.objects.bulk_create(
        changes.changed,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["unit", "last_on", "due_at", "state", "fulfilled_at", "evidence"],
        batch_size=BATCH,
    )
    holders = Holders(institution, {row.office_id for row, _ in changes.moved})
    ObligationEvent.objects.bulk_create(
        [
            ObligationEvent(
                institution=institution,
                obligation=row,
                holding_id=holders.on(row.office_id, move.at),
                before=move.before or "",
                after=move.after,
                by="system",
                at=move.at,
                entry=entry,
            )
            for row, move in changes.moved
        ],
        batch_size=BATCH,
    )
