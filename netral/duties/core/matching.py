"""Which deed fulfils which demand of a unit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from netral.duties.core import PROOFS, Group, Kind
from netral.duties.core.demands import Demand
from netral.kernel.evidence import Proof


@dataclass(frozen=True, slots=True)
class Deed:
    """What a unit has done: evidence on the calendar of the place.

    `covers` holds the days that a report speaks of, both ends included.
    """

    proof: Proof
    day: date
    at: datetime
    key: str
    covers: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How a demand was fulfilled: when, and by which deeds."""

    at: datetime
    keys: tuple[str, ...]


def settle(demands: Sequence[Demand], deeds: Sequence[Deed]) -> dict[Demand, Done]:
    """Return the demands of one unit that its deeds fulfil.

    Each source is settled for itself, so that one session serves two circulars; within a source
    a deed serves one time. A deed serves the open time with the nearest deadline that it lies
    in; what is left over makes good what is late, the oldest first. A report serves every time
    whose days it covers.
    """
    if not deeds:
        return {}
    ordered = sorted(deeds, key=lambda deed: (deed.at, deed.key))
    groups: dict[tuple[str, Kind], list[Demand]] = defaultdict(list)
    for demand in demands:
        groups[demand.source, demand.kind].append(demand)
    done: dict[Demand, Done] = {}
    for (source, kind), asked in groups.items():
        own = asked[0].group in {Group.CASCADE, Group.PACT}
        fitting = [d for d in ordered if d.proof in PROOFS[kind] and (not own or d.key == source)]
        if fitting:
            done |= _settle(sorted(asked, key=lambda d: (d.due_at, d.first_on)), fitting)
    return done


def _settle(asked: Sequence[Demand], deeds: Sequence[Deed]) -> dict[Demand, Done]:
    done = {demand: covered for demand in asked if (covered := _covered(demand, deeds))}
    left: list[Deed] = []
    for deed in (deed for deed in deeds if deed.covers is None):
        served = next((d for d in asked if d not in done and _within(d, deed)), None)
        if served:
            done[served] = Done(deed.at, (deed.key,))
        else:
            left.append(deed)
    for deed in left:
        late = next((d for d in asked if d not in done and d.due_at < deed.at), None)
        if late:
            done[late] = Done(deed.at, (deed.key,))
    return done


def _within(demand: Demand, deed: Deed) -> bool:
    """Tell whether a deed lies in the time of a demand, which lasts until its deadline."""
    return demand.first_on <= deed.day and (deed.day <= demand.last_on or deed.at <= demand.due_at)


def _covered(demand: Demand, deeds: Sequence[Deed]) -> Done | None:
    """Return when the reports among the deeds, in their order, first spoke of every day."""
    missing = set(range(demand.first_on.toordinal(), demand.last_on.toordinal() + 1))
    keys: list[str] = []
    for report in deeds:
        if report.covers is None:
            continue
        first, last = report.covers
        told = missing.intersection(range(first.toordinal(), last.toordinal() + 1))
        if told:
            missing -= told
            keys.append(report.key)
        if not missing:
            return Done(report.at, tuple(keys))
    return None
