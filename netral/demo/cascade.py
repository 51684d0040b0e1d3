"""The circular on its way down: acknowledged, passed on, read, as far as the city has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.circulars.actions.cascade import Statement, acknowledge, derive, state_read_all
from netral.circulars.actions.life import Signing, sign, submit
from netral.circulars.actions.numbers import set_pattern
from netral.circulars.actions.publishing import publish
from netral.circulars.models import CascadeItem, Circular, NumberPattern
from netral.demo.houses import House, account, actor
from netral.orgs.core import UnitKind
from netral.orgs.models import Person
from netral.orgs.queries import audience
from netral.signing.core import Level

PASSES_ON: Final = frozenset(
    {UnitKind.OPD, UnitKind.DISTRICT, UnitKind.COMPANY, UnitKind.HOSPITAL, UnitKind.SECRETARIAT}
)
SELDOM: Final = 0.06  # of the other units issue a circular of their own
BELOW_SILENT: Final = 0.35  # how much of the usual happens below a head who is silent
WHILE: Final = timedelta(minutes=25)  # from drafting a derived circular to its publication
OWN_READERS: Final = 0.5  # of the usual share read the unit's own circular too


class Cascade:
    """Plays the days between publication and the demonstration's morning."""

    def __init__(self, house: House, circular: Circular) -> None:
        self._house, self._circular = house, circular
        self._rng = Random(f"netral:{house.city.slug}:cascade")  # noqa: S311
        self._state = house.city.state
        self._silent = tuple(house.units[code].path for code in self._state.silent)

    def acknowledge(self) -> list[CascadeItem]:
        """Let most heads acknowledge receipt; return their items with the time of each."""
        items = [item for item in self._items() if self._willing(item)]
        self._rng.shuffle(items)
        for item, when in zip(items, self._times(len(items)), strict=True):
            item.acknowledged_at = when
            user = account(self._house.head(item.unit.code))
            acknowledge(item=item, user=user, at=self._house.at(when))
        return items

    def pass_on(self, items: Sequence[CascadeItem]) -> list[Circular]:
        """Let some of the heads who acknowledged issue a circular of their own."""
        chosen = [item for item in items if self._issues(item)]
        patterns = self._patterns(chosen)
        return [self._derived(item, patterns[item.unit_id]) for item in chosen]

    def _patterns(self, items: Sequence[CascadeItem]) -> dict[int, NumberPattern]:
        """Let each unit number its circulars in its own, invented way."""
        house = self._house
        return {
            item.unit_id: set_pattern(
                unit=item.unit,
                pattern=f"800/{{seq}}-{item.unit.short_name or item.unit.name}"[:60],
                next_seq=self._rng.randint(40, 900),
                year=house.city.starts_at.year,
                by=actor(house.head(item.unit.code)),
                at=house.set_up,
            )
            for item in items
        }

    def read(self, circular: Circular, share: float) -> int:
        """Let a share of those whom a circular addresses state that they have read it."""
        start = circular.published_at or self._house.city.circular.published_at
        people = audience(self._house.institution, circular.audience)
        rows = people.filter(account__isnull=False).select_related("unit").order_by("pk")
        readers = [p for p in rows if self._reads(p, share)]
        times = self._house.hours(start, count=len(readers), rng=self._rng)
        self._rng.shuffle(readers)
        statements = [Statement(p, t) for p, t in zip(readers, times, strict=True)]
        at = self._house.at(times[-1]) if times else self._house.at(start)
        return state_read_all(circular=circular, statements=statements, at=at)

    def _items(self) -> list[CascadeItem]:
        rows = CascadeItem.objects.of(self._house.institution).filter(circular=self._circular)
        return list(rows.select_related("unit__institution").order_by("unit__path"))

    def _willing(self, item: CascadeItem) -> bool:
        unit = item.unit
        if unit.path in self._silent or self._house.head(unit.code).pk in self._house.waiting:
            return False
        usual = self._state.acknowledged
        below = any(unit.path.startswith(path) for path in self._silent)
        return self._rng.random() < usual * (BELOW_SILENT if below else 1)

    def _issues(self, item: CascadeItem) -> bool:
        likely = 1 if UnitKind(item.unit.kind) in PASSES_ON else SELDOM
        share = self._state.derived / self._state.acknowledged
        return self._rng.random() < share * likely

    def _derived(self, item: CascadeItem, pattern: NumberPattern) -> Circular:
        house, user = self._house, account(self._house.head(item.unit.code))
        start = (item.acknowledged_at or house.city.circular.published_at) + WHILE
        done = house.hours(start, count=1, rng=self._rng)[0]
        by = f"user:{user.pk}"
        circular = derive(item=item, user=user, at=house.at(done - WHILE))
        circular = submit(circular=circular, by=by, at=house.at(done - WHILE / 2))
        circular = sign(
            circular=circular,
            user=user,
            signing=Signing(level=Level.REENTRY, method="password", pattern=pattern),
            at=house.at(done),
        )
        return publish(circular=circular, by=by, at=house.at(done))

    def _reads(self, person: Person, share: float) -> bool:
        if person.pk in self._house.waiting:
            return False
        below = any(person.unit.path.startswith(path) for path in self._silent)
        return self._rng.random() < share * (BELOW_SILENT if below else 1)

    def _times(self, count: int) -> list[datetime]:
        start = self._house.city.circular.published_at
        end = self._house.city.starts_at - 2 * WHILE
        return self._house.hours(start, end, count=count, rng=self._rng)
