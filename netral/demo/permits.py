"""Permits of one city in every state: some requests, from a fortnight ago to the morning."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from netral.calendar.core.elections import Election, Office
from netral.demo.houses import House
from netral.kernel.moment import Moment
from netral.orgs.core import ASN, UnitKind
from netral.orgs.models import Holding, Person
from netral.permits.actions.asking import ask, withdraw
from netral.permits.actions.deciding import Ruled, decide, recommend, send_back
from netral.permits.actions.ending import end, revoke
from netral.permits.actions.moves import Hand
from netral.permits.actions.roster import follow
from netral.permits.core import Body, Kind, State, Wish
from netral.permits.models import Permit
from netral.permits.queries import upcoming
from netral.permits.queries.deciders import whom

DAY: Final = timedelta(days=1)
ASKED: Final = (timedelta(days=14), timedelta(days=8))  # before the morning, from and until
DECIDED: Final = (timedelta(days=6), timedelta(days=3))
SERVICE: Final = timedelta(days=170)
DESK: Final = "DISDIK"  # where the guest who heads an agency has something to decide
CONDITIONS: Final = "Serah terima tugas dilakukan tertulis sebelum hari pertama."
REASONS: Final = (
    "Tugas kedinasan dapat dijalankan rekan seunit dan pelayanan tidak terganggu.",
    "Jadwal tugas tidak berbenturan dengan jam pelayanan.",
)
REFUSED: Final = "Pada masa itu hanya ada satu petugas pelayanan di unit kerja."
QUESTION: Final = "Siapa yang menggantikan tugas Anda selama masa itu?"
REVOKED: Final = "Pelayanan loket terganggu selama dua hari berturut-turut."
ADVISED: Final = "Dapat dikabulkan; tugas dialihkan kepada rekan seunit."


@dataclass(frozen=True, slots=True)
class Story:
    """One request: what is asked for, and what becomes of it."""

    body: str  # empty for unpaid leave
    fate: str
    late: bool = False


# Kelurahan and schools lend most people to these bodies; fates repeat until the people run out.
STORIES: Final = (
    Story(Body.STATION, "granted"),
    Story(Body.VILLAGE, "conditions"),
    Story(Body.STATION, "refused"),
    Story(Body.STATION, "waiting", late=True),
    Story(Body.VOTERS, "sent_back"),
    Story("", "leave"),
    Story(Body.DISTRICT, "granted"),
    Story(Body.STATION, "withdrawn"),
    Story(Body.VILLAGE, "revoked"),
    Story(Body.STATION, "ended"),
    Story("", "forwarded"),
    Story(Body.STATION, "granted"),
)


class Permits:
    """Plays the requests of one city."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:permits")  # noqa: S311
        self._today = house.city.starts_at.date()
        self._election = self._chosen()

    def play(self) -> None:
        """Ask, then decide, each in the order of time; leave that has begun reaches the roster."""
        people = self._people()
        asked = [self._ask(story, person, at) for story, person, at in self._asking(people)]
        times = self._times(DECIDED, len(asked))
        for (permit, story), at in zip(asked, times, strict=True):
            self._decide(permit, story.fate, at)
        self._on_the_desk(people)
        morning = self._house.at(self._house.city.starts_at)
        follow(institution=self._house.institution, at=morning)

    def _chosen(self) -> Election:
        """Take the nearest election: the one that the city's circular speaks of."""
        return upcoming(self._house.institution, self._today)[0]

    def _people(self) -> list[Person]:
        """Return employees who hold no office, in random order, of units that have a head."""
        house = self._house
        rows = Person.objects.of(house.institution).serving()
        rows = rows.filter(kind__in=[k.value for k in ASN], account__isnull=False)
        rows = rows.exclude(pk__in=house.officers | house.guests)
        kinds = [UnitKind.VILLAGE, UnitKind.SCHOOL, UnitKind.DISTRICT, UnitKind.OPD]
        found = list(
            rows.filter(unit__kind__in=kinds)
            .select_related("unit", "institution", "account")
            .order_by("pk")
        )
        self._rng.shuffle(found)
        return found

    def _asking(self, people: Sequence[Person]) -> Iterator[tuple[Story, Person, Moment]]:
        times = self._times(ASKED, len(STORIES))
        return zip(STORIES, people, times, strict=False)

    def _times(self, before: tuple[timedelta, timedelta], count: int) -> list[Moment]:
        morning = self._house.city.starts_at
        first, last = (morning - span for span in before)
        times = self._house.hours(first, last, count=count, rng=self._rng)
        return [self._house.at(when) for when in times]

    def _ask(self, story: Story, person: Person, at: Moment) -> tuple[Permit, Story]:
        wish = self._service(story.body, person) if story.body else self._leave()
        return self._asked(person, wish, at), story

    def _asked(self, person: Person, wish: Wish, at: Moment) -> Permit:
        return ask(person=person, wish=wish, by=f"user:{person.account_id}", at=at)

    def _service(self, body: str, person: Person) -> Wish:
        """Compose a service that has just begun, or begins soon."""
        place = person.unit.name
        if body == Body.STATION:
            place = f"TPS {self._rng.randint(1, 40)}, dekat {place}"
        first = self._today + DAY * self._rng.randint(-2, 9)
        return Wish(
            kind=Kind.ADHOC, election=self._election.code, body=body, place=place,
            starts_on=first, ends_on=first + SERVICE,
        )  # fmt: skip

    def _leave(self) -> Wish:
        """Compose a leave beside somebody who stands for the council or as mayor."""
        offices = self._election.offices_in(self._house.institution.code)
        office = Office.MAYOR if Office.MAYOR in offices else Office.DPRD_CITY
        first, last = self._stages()
        return Wish(
            kind=Kind.CLTN, election=self._election.code, office=office,
            region=f"Kota {self._house.city.place}",
            starts_on=max(first, self._today - 2 * DAY), ends_on=last,
        )  # fmt: skip

    def _stages(self) -> tuple[date, date]:
        phases = {each.phase.value: each for each in self._election.phases}
        first, last = phases["registration"].starts, phases["vote"].starts
        return first or self._today, last or self._today + SERVICE

    def _decide(self, permit: Permit, fate: str, at: Moment) -> None:
        """Let the head act, and whoever signs for the city after a recommendation."""
        if fate == "waiting":
            return
        if fate == "withdrawn":
            withdraw(permit=permit, turn=permit.turn, at=at)
            return
        hand = self._hand(permit, at)
        if fate == "sent_back":
            send_back(permit=permit, question=QUESTION, hand=hand, turn=permit.turn, at=at)
            return
        if not permit.body and permit.state == State.WAITING:
            recommend(permit=permit, words=ADVISED, hand=hand, turn=permit.turn, at=at)
            hand = self._hand(permit, at)
        if fate != "forwarded":
            self._rule(permit, fate, hand, at)

    def _rule(self, permit: Permit, fate: str, hand: Hand, at: Moment) -> None:
        granted = fate != "refused"
        reason = self._rng.choice(REASONS) if granted else REFUSED
        ruled = Ruled(granted, reason, CONDITIONS if fate == "conditions" else "")
        decide(permit=permit, ruled=ruled, hand=hand, turn=permit.turn, at=at)
        later = self._house.at(self._house.city.starts_at - DAY)
        ends: dict[str, Callable[[], None]] = {
            "revoked": lambda: revoke(
                permit=permit, reason=REVOKED, hand=hand, turn=permit.turn, at=later
            ),
            "ended": lambda: end(
                permit=permit, last_on=max(self._today, permit.starts_on), turn=permit.turn,
                at=later,
            ),
        }  # fmt: skip
        ends.get(fate, lambda: None)()

    def _hand(self, permit: Permit, at: Moment) -> Hand:
        """Return whoever the request waits for, styled as the office has it."""
        term: Holding = whom(permit, State(permit.state), at.local().date())[0]
        return Hand(f"user:{term.person.account_id}", term.person.full_name, term.title)

    def _on_the_desk(self, people: Sequence[Person]) -> None:
        """Leave a request to the guest who heads an agency: yesterday's, from the own office."""
        desk = self._house.units[DESK].pk
        own = [p for p in people[len(STORIES) :] if p.unit_id == desk][:1]
        yesterday = self._house.at(self._yesterday())
        for person in own:
            self._asked(person, self._service(Body.STATION, person), yesterday)

    def _yesterday(self) -> datetime:
        return self._house.city.starts_at - DAY + timedelta(hours=3)
