"""The whole season: each city in one transaction, so that it is there entirely or not at all."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from netral.circulars.actions.following import follow_roster
from netral.demo import houses, visitors
from netral.demo.advice import Advice
from netral.demo.cascade import OWN_READERS, Cascade
from netral.demo.chains import leave_proof
from netral.demo.deliveries import choose_for_guests, deliver
from netral.demo.duties_told import tell_duties
from netral.demo.errors import NotADemonstration
from netral.demo.facts import City
from netral.demo.houses import House
from netral.demo.permits import Permits
from netral.demo.pledges import Asking
from netral.demo.referring import Suspicions
from netral.demo.regime import issue_circular
from netral.demo.sessions import Sessions
from netral.demo.supervising import Supervising
from netral.demo.trend import Trend
from netral.tallies.actions import fold
from netral.tenancy.models import Institution

Report = Callable[[float, str], None]  # share of the whole that is done, and what is being done
QUIET: Final[Report] = lambda _share, _what: None  # noqa: E731  # a default, not a function of ours


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one city."""

    slug: str
    people: int
    new: bool


def load(
    cities: Sequence[City], *, now: datetime, people: int | None = None, report: Report = QUIET
) -> list[Loaded]:
    """Load the cities that are missing; `people` a city makes it small, for tests.

    Raises:
        NotADemonstration: the installation is for real people.
    """
    if not settings.DEMO:
        raise NotADemonstration
    known = set(Institution.objects.values_list("code", flat=True))
    done: list[Loaded] = []
    for number, city in enumerate(cities):
        if city.code in known:
            done.append(Loaded(city.slug, people=0, new=False))
            continue
        house = _Build(city, now, people, _part(report, number, len(cities))).run()
        done.append(Loaded(city.slug, len(house.people), new=True))
    if any(city.new for city in done):
        _tidy()
        deliver(now)
    report(1.0, "")
    return done


def _part(report: Report, number: int, of: int) -> Report:
    """Return how a city reports its own share as a part of the whole."""
    return lambda share, what: report((number + share) / of, what)


class _Build:
    """One city, step by step; each step's weight is its usual share of the time."""

    def __init__(self, city: City, now: datetime, people: int | None, report: Report) -> None:
        self._house = houses.planned(city, people=people, logged=now)
        self._report = report
        self._done = 0.0

    def run(self) -> House:
        """Build the city in one transaction."""
        house = self._house
        with _few_collections(), transaction.atomic():
            self._step(0.05, "opening", lambda: houses.open_house(house))
            self._step(0.07, "units", lambda: houses.add_units(house))
            houses.add_mayor(house)
            self._step(0.16, "roster", lambda: houses.import_rosters(house))
            houses.gather(house)
            self._step(0.12, "offices", lambda: houses.fill_offices(house))
            self._step(0.15, "accounts", lambda: houses.open_accounts(house))
            choose_for_guests(house)
            self._step(0.14, "circular", self._circular)
            Permits(house).play()
            Supervising(house).play()
            Advice(house).play()
            self._step(0.31, "pacts", self._pacts)
            Sessions(house).play()
            tell_duties(house)
            Suspicions(house).play()
            leave_proof(house, self._published)
            self._step(0.03, "duties", lambda: Trend(house).play())
            visitors.open_doors(house)
        return house

    def _step(self, weight: float, what: str, work: Callable[[], object]) -> None:
        self._report(self._done, f"{self._house.city.place}: {what}")
        work()
        self._done += weight

    def _circular(self) -> None:
        self._published = issue_circular(self._house)
        cascade = Cascade(self._house, self._published)
        acknowledged = cascade.acknowledge()
        derived = cascade.pass_on(acknowledged)
        share = self._house.city.state.read
        cascade.read(self._published, share)
        for circular in derived:
            cascade.read(circular, share * OWN_READERS)

    def _pacts(self) -> None:
        asking = Asking(self._house, self._published)
        asking.sign()
        asking.happen()
        asking.on_paper()
        asking.transfer_some()
        institution = self._house.institution
        institution.refresh_from_db(fields=["roster_version"])
        follow_roster(institution=institution, at=self._house.at(self._house.city.starts_at))


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage seldom: among millions of living rows it costs a quarter of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _tidy() -> None:
    """Fold the counters, and let the database learn how its tables are filled."""
    fold()
    visitors.appoint_operator()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
