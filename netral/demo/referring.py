"""What heads were told, and what went to the desks: two clocks and three referrals a city."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.access.actions import grant
from netral.access.core import Role
from netral.access.queries import Seat, seat
from netral.calendar.queries import week
from netral.demo.houses import BY, House, account
from netral.demo.staff import TAKERS
from netral.orgs.core import PersonKind
from netral.orgs.models import Holding, Person
from netral.orgs.queries import head_of
from netral.supervision.actions import referral_desk as desk
from netral.supervision.actions.knowledge import Heard, open_knowledge, record_knowledge, tell_head
from netral.supervision.actions.knowledge_steps import Taking, take_step
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core.knowledge import Channel, Step
from netral.supervision.core.referrals import Outcome
from netral.supervision.models import Knowledge, Referral
from netral.supervision.queries.knowledge_law import examination_window

DAY: Final = timedelta(days=1)
HOURS: Final = timedelta(hours=7)  # of a working day, from the season's morning hour
CITIES: Final = frozenset({"bogor", "depok"})
ROLES: Final = {"perkara": Role.CASE_OFFICER, "inspektur": Role.INSPECTOR}
ENVELOPES: Final = (
    "Sepulang apel ia membagikan kalender bergambar bakal calon di parkiran kantor. Dua rekan "
    "melihatnya."
)
GROUP: Final = (
    "Ia meneruskan ajakan mendukung bakal calon ke grup percakapan unit kerja, dua kali dalam "
    "seminggu, pada jam kerja."
)
CAR: Final = (
    "Mobil dinas unit dipakai mengantar spanduk ke rumah bakal calon pada Sabtu sore. Kepala unit "
    "yang menyuruh."
)
STICKER: Final = "Stiker bakal calon tertempel di helm yang dipakai saat bertugas di loket."
PHOTO: Final = "Ia berfoto dengan bakal calon dan mengangkat satu jari; fotonya beredar."
SEEN: Final = "Stiker sudah dilepas. Itu stiker klub motor, bukan bahan kampanye."
STARTED: Final = "Buku pemakaian mobil dinas hari itu sudah diminta."


class Suspicions:
    """Appoints who takes referrals, then plays what a city's heads and desks went through."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:suspicions")  # noqa: S311
        self._takers = {word: self._appointed(word) for word in TAKERS}

    def play(self) -> None:
        """Let some be told in time and some too late; elsewhere the desks are empty."""
        small = None in self._takers.values()
        if self._house.city.slug not in CITIES or small:
            return
        self._clocks()
        self._referrals()

    def _clocks(self) -> None:
        """Give the lurah a clock that is kept, and the head of the agency one that is not."""
        lurah, kepala = (self._term(word) for word in ("lurah", "kepala"))
        person = self._worker(lurah)
        when = self._time(4)
        heard = Heard(
            who=person.full_name,
            what=ENVELOPES,
            once="lurah",
            suspect=person,
            election=self._election,
            channel=Channel.SPOKEN,
        )
        told = record_knowledge(
            term=lurah, heard=heard, told_at=when - DAY / 24, at=self._house.at(when)
        )
        self._summon(told, lurah)
        other, teller = self._worker(kepala), self._worker(kepala, skip=1)
        message = Heard(
            who=other.full_name, what=GROUP, once="kepala", suspect=other, election=self._election
        )
        late = tell_head(sender=teller, heard=message, at=self._house.at(self._time(10)))
        open_knowledge(knowledge=late, seat=self._seat(kepala.person, self._time(8)))

    def _summon(self, told: Knowledge, term: Holding) -> None:
        sitting = self._seat(term.person, self._time(2))
        today = sitting.at.local().date()
        window = examination_window(self._house.institution, today)
        taking = Taking(
            step=Step.SUMMONED,
            seen=1,
            meets_on=window.first or today + 14 * DAY,
            note=f"09.00, ruang rapat {term.office.unit.name}",
        )
        take_step(knowledge=told, taking=taking, seat=sitting)

    def _referrals(self) -> None:
        """Let one wait, one be examined by the Inspektorat, and one be closed."""
        kepala, lurah = self._term("kepala"), self._term("lurah")
        closed = self._refer(kepala, 14, "closed", STICKER, self._worker(kepala, skip=2))
        self._take(closed, "perkara", 13)
        sitting = self._officer("perkara", 11)
        desk.close(referral=closed, outcome=Outcome.NOTHING, reason=SEEN, seat=sitting)
        # An employee goes past the own head, who is concerned.
        teller = self._worker(lurah, skip=1)
        taken = self._send(teller, 6, "taken", CAR, lurah.person, superior=True)
        self._take(taken, "inspektur", 5)
        desk.note(referral=taken, text=STARTED, seat=self._officer("inspektur", 4))
        self._refer(lurah, 1, "sent", PHOTO, self._worker(lurah, skip=2))

    def _refer(self, term: Holding, days: int, once: str, what: str, about: Person) -> Referral:
        """Let a head refer directly."""
        referring = Referring(
            who=about.full_name,
            what=what,
            once=once,
            suspect=about,
            election=self._election,
            as_head=True,
            unit=term.office.unit_id,
        )
        at = self._house.at(self._time(days))
        return refer(sender=term.person, referring=referring, at=at)

    def _send(
        self, sender: Person, days: int, once: str, what: str, about: Person, *, superior: bool
    ) -> Referral:
        referring = Referring(
            who=about.full_name,
            what=what,
            once=once,
            suspect=about,
            election=self._election,
            superior_involved=superior,
            shows_name=False,
        )
        return refer(sender=sender, referring=referring, at=self._house.at(self._time(days)))

    def _take(self, referral: Referral, word: str, days: int) -> None:
        desk.take(referral=referral, seat=self._officer(word, days))

    @property
    def _election(self) -> str:
        return next(iter(self._house.city.circular.elections), "")

    def _term(self, word: str) -> Holding:
        """Return the term of a guest who heads a unit."""
        person = self._person(word)
        held = head_of(person.unit, self._house.city.starts_at.date()) if person else None
        if held is None:
            msg = f"{word} heads nothing"
            raise LookupError(msg)
        return held

    def _worker(self, term: Holding, *, skip: int = 0) -> Person:
        """Return an employee of a unit who holds no office; the last one where there are few."""
        rows = Person.objects.of(self._house.institution).serving()
        rows = rows.filter(unit__path__startswith=term.office.unit.path, account__isnull=False)
        rows = rows.exclude(pk__in=self._house.officers | self._house.guests)
        people = list(
            rows.exclude(kind=PersonKind.OFFICIAL)
            .select_related("unit", "institution", "account")
            .order_by("pk")[: skip + 1]
        )
        return people[-1]

    def _person(self, word: str) -> Person | None:
        mail = f"{word}@{self._house.city.slug}.example"
        rows = Person.objects.of(self._house.institution).filter(email=mail)
        found: Person | None = rows.select_related("unit", "institution", "account").first()
        return found

    def _appointed(self, word: str) -> Person | None:
        person, at, role = self._person(word), self._house.set_up, ROLES[word]
        if person is None:
            return None
        grant(
            user=account(person),
            role=role,
            institution=self._house.institution,
            unit_path="",
            source=f"hand:{person.account_id}:{role}",
            starts_at=at.acted,
            by=BY,
            at=at,
        )
        return person

    def _officer(self, word: str, days: int) -> Seat:
        person = self._takers[word]
        if person is None:
            msg = f"nobody is {word}"
            raise LookupError(msg)
        return self._seat(person, self._time(days))

    def _seat(self, person: Person, acted: datetime) -> Seat:
        """Seat somebody at a moment of the season."""
        house, user = self._house, account(person)
        found = seat(user, now=house.logged, chosen=house.institution.pk)
        if found is None:
            msg = f"{user} sits nowhere"
            raise LookupError(msg)
        return replace(found, at=house.at(acted))

    def _time(self, days: int) -> datetime:
        """Return an hour of work so many working days before the morning."""
        house, day = self._house, self._house.city.starts_at
        own_week = week(house.institution)
        while days:
            day -= DAY
            days -= own_week.works(day.date())
        return house.hours(day, day + HOURS, count=1, rng=self._rng)[0]
