"""Sessions of one city in every state, one of them running now; and who took the course."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.demo.houses import House
from netral.kernel.moment import Moment
from netral.orgs.core import PersonKind
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import headed_units, heads_of
from netral.outreach.actions.attending import attend, enter
from netral.outreach.actions.closing import close
from netral.outreach.actions.learning import Taken, keep_all
from netral.outreach.actions.minutes import minutes_of
from netral.outreach.actions.moves import Hand
from netral.outreach.actions.planning import Plan, cancel, plan
from netral.outreach.core import Method, Purpose, SessionKind
from netral.outreach.core.quiz import Choice
from netral.outreach.models import Attendance, Session
from netral.outreach.queries.courses import Quiz, course_of
from netral.outreach.queries.questions import Ground, ground
from netral.signing.queries import can_seal

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
DESK: Final = "DISDIK"  # where the guests work: an agency, its operator, a teacher below it
HELD_BY: Final = 24  # units, of those that have a head
BY_CODE: Final = 4  # people a session who claim with a code; the host enters the others
MOST: Final = 60  # people entered in one session
LEARNERS: Final = 160
KINDS: Final = (SessionKind.PARADE, SessionKind.MEETING, SessionKind.ONLINE, SessionKind.OATH)
PURPOSES: Final = (
    (Purpose.SOCIALISE,), (Purpose.SOCIALISE, Purpose.GUIDE), (Purpose.SOCIALISE,),
    (Purpose.SOCIALISE, Purpose.EDUCATE),
)  # fmt: skip
TITLES: Final = {
    SessionKind.PARADE: "Apel pagi: netralitas ASN",
    SessionKind.MEETING: "Rapat staf: larangan dan kewajiban dalam surat edaran",
    SessionKind.ONLINE: "Sosialisasi daring: media sosial pada masa pemilihan",
    SessionKind.OATH: "Pembacaan ikrar netralitas",
}
AGENDA: Final = "Pembukaan\nIsi surat edaran\nTanya jawab\nPenutup"
MINUTES: Final = (
    "Isi surat edaran dibacakan dan dijelaskan pokok demi pokok.\n"
    "Peserta menanyakan foto bersama dan grup percakapan; dijawab dengan merujuk aturan.\n"
    "Disepakati bahwa keraguan ditanyakan dahulu lewat Bolehkah atau tim netralitas."
)
RAIN: Final = "Hujan lebat; apel dijadwalkan ulang."


class Sessions:
    """Plays the sessions and the course of one city."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:sessions")  # noqa: S311
        self._morning = house.city.starts_at
        rows = Circular.objects.of(house.institution).filter(parent=None, stage=Stage.PUBLISHED)
        self._circular = rows.order_by("published_at").first()
        units = headed_units(house.institution, {}, self._morning.date())
        self._heads = heads_of(units, self._morning.date())
        self._units = sorted((u for u in units if u.pk in self._heads), key=lambda u: u.path)

    def play(self) -> None:
        """Hold what was held, in the order of time; then what is open this morning."""
        desk = self._house.units[DESK]
        others = [unit for unit in self._units if unit.parent_id and unit.pk != desk.pk]
        self._rng.shuffle(others)
        since = self._circular.published_at if self._circular else None
        hosts = others[:HELD_BY]
        times = self._house.hours(
            since or self._morning - 14 * DAY, self._morning.replace(hour=0, minute=0),
            count=len(hosts), rng=self._rng,
        )  # fmt: skip
        for number, (unit, when) in enumerate(zip(hosts, times, strict=True)):
            self._held(unit, self._on_the_hour(when, number), number)
        if others[HELD_BY:]:
            self._called_off(others[HELD_BY])
        self._open_ones(desk, others[-1])
        self._learn()

    def _on_the_hour(self, when: datetime, number: int) -> datetime:
        """Let assemblies begin at half past seven, meetings at nine, on weekdays."""
        early = KINDS[number % len(KINDS)] in {SessionKind.PARADE, SessionKind.OATH}
        local = when.astimezone(self._house.zone) - DAY * max(0, when.weekday() - 4)
        hour, minute = (7, 30) if early else (9, 0)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def _plan(self, unit: Unit, when: datetime, number: int, at: Moment) -> Session:
        kind = KINDS[number % len(KINDS)]
        online = kind is SessionKind.ONLINE
        wish = Plan(
            kind=kind, purposes=PURPOSES[number % len(PURPOSES)], title=TITLES[kind],
            starts_at=when, ends_at=when + HOUR, agenda=AGENDA,
            speaker=self._heads[unit.pk].title if unit.pk in self._heads else "",
            place="" if online else unit.name,
            link="https://rapat.example/netralitas" if online else "",
            circular=self._circular,
        )  # fmt: skip
        made = plan(unit=unit, wish=wish, by=self._host(unit), at=at)
        made.unit = unit
        return made

    def _host(self, unit: Unit) -> str:
        return f"user:{self._heads[unit.pk].person.account_id}"

    def _people(self, unit: Unit) -> list[Person]:
        """Return who is invited, in random order, without the guests: theirs is left to do."""
        rows = Person.objects.of(self._house.institution).serving()
        rows = rows.exclude(kind=PersonKind.OFFICIAL).exclude(pk__in=self._house.guests)
        rows = rows.filter(unit__path__startswith=unit.path, account__isnull=False)
        found = list(rows.select_related("unit").order_by("pk")[: 4 * MOST])
        self._rng.shuffle(found)
        return found

    def _fill(self, session: Session, unit: Unit, at: Moment, share: float) -> None:
        """Let a few claim with a code, and the host enter the others."""
        elsewhere = Attendance.objects.of(self._house.institution).filter(
            session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at
        )
        busy = set(elsewhere.values_list("person", flat=True))
        people = [person for person in self._people(unit) if person.pk not in busy]
        there = people[: min(MOST, round(len(people) * share))]
        for number, person in enumerate(there[:BY_CODE]):
            method = Method.COUNTER if number == BY_CODE - 1 else Method.CODE
            by = f"user:{person.account_id}"
            attend(session=session, person=person, method=method, by=by, at=at)
        if there[BY_CODE:]:
            enter(session=session, people=there[BY_CODE:], by=self._host(unit), at=at)

    def _held(self, unit: Unit, when: datetime, number: int) -> None:
        """Plan the day before, attend, and close an hour after the end."""
        made = self._plan(unit, when, number, self._house.at(when - DAY))
        self._fill(made, unit, self._house.at(when + HOUR / 3), self._rng.uniform(0.6, 0.95))
        if number == 1:
            return  # over, and nobody has written the minutes
        at = self._house.at(when + 2 * HOUR)
        done = close(session=made, minutes=MINUTES, reason="", hand=self._hand(unit), at=at)
        if number == 0 and can_seal(self._house.institution.pk, at.logged):
            minutes_of(session=done, at=at)

    def _hand(self, unit: Unit) -> Hand:
        term: Holding = self._heads[unit.pk]
        return Hand(self._host(unit), term.person.full_name, term.title)

    def _called_off(self, unit: Unit) -> None:
        made = self._plan(unit, self._morning - 3 * HOUR, 0, self._house.at(self._morning - DAY))
        by, at = self._host(unit), self._house.at(self._morning - 4 * HOUR)
        cancel(session=made, reason=RAIN, by=by, at=at)

    def _open_ones(self, desk: Unit, other: Unit) -> None:
        """Let the guests' agency meet right now, and plan tomorrow's oath."""
        yesterday, now = self._house.at(self._morning - DAY), self._house.at(self._morning)
        running = self._plan(desk, self._morning - timedelta(minutes=10), 0, yesterday)
        self._fill(running, desk, now, 0.4)
        self._plan(desk, self._morning + DAY, 3, yesterday)
        self._plan(other, self._morning + 3 * DAY, 1, yesterday)

    def _learn(self) -> None:
        """Let some people take the quiz, most of them well."""
        rows = Person.objects.of(self._house.institution).serving()
        rows = rows.exclude(kind=PersonKind.OFFICIAL).exclude(pk__in=self._house.guests)
        rows = rows.filter(account__isnull=False).select_related("institution", "unit")
        people = list(rows.order_by("pk"))
        chosen = self._rng.sample(people, min(LEARNERS, len(people) // 2))
        times = self._house.hours(
            self._morning - 5 * DAY, self._morning - HOUR, count=len(chosen), rng=self._rng
        )
        grounds: dict[str, Ground] = {}
        pairs = zip(chosen, times, strict=True)
        taken = [self._taken(person, self._house.at(when), grounds) for person, when in pairs]
        keep_all([each for each in taken if each], at=self._house.at(self._morning))

    def _taken(self, person: Person, at: Moment, grounds: dict[str, Ground]) -> Taken | None:
        if person.kind not in grounds:
            grounds[person.kind] = ground(person, at)
        quiz = Quiz(person, course_of(person, at), grounds[person.kind], 0, None)
        if not quiz.enough:
            return None
        knows = self._rng.uniform(0.7, 1.0)
        given = {
            q.key: q.answer if self._rng.random() < knows else Choice.MAY for q in quiz.questions
        }
        return Taken(quiz, given, f"user:{person.account_id}", at)
