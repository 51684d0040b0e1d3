"""Supervision in one city: checks, findings, guidance with answers, nil reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from netral.access.core import Role
from netral.demo.houses import House
from netral.kernel.codes import ALPHABET
from netral.kernel.moment import Moment
from netral.orgs import queries as orgs
from netral.orgs.core import UnitKind
from netral.orgs.models import Holding, Person, Unit
from netral.supervision.actions.checks import Sheet, Ticked, keep
from netral.supervision.actions.findings import mend
from netral.supervision.actions.guidance import Words, answer, give, see
from netral.supervision.actions.nil_reports import state_nil
from netral.supervision.core import CheckKind, GuidanceKind, Tick
from netral.supervision.core.checklists import Point
from netral.supervision.core.periods import Period, last_month, last_week
from netral.supervision.models import Finding
from netral.supervision.queries.knowledge_clock import has_running
from netral.supervision.queries.lists import list_for

DAY: Final = timedelta(days=1)
CHECKED, PLACES = 18, 4  # units that checked themselves; places that somebody went to
NIL: Final = {"bogor": 40}  # its circular asks for reports
NIL_ELSEWHERE: Final = 3
NOT_HERE: Final = 0.2  # of units have no cars or goods
WRONG: Final = {
    "cars.marks": ("Ada stiker bakal calon di kaca belakang mobil dinas.", "Stiker dilepas."),
    "offices.walls": ("Baliho bakal calon berdiri di halaman kantor.", "Baliho diturunkan."),
    "offices.rooms": ("Aula dipesan untuk acara relawan pekan depan.", "Pemesanan dibatalkan."),
    "social.groups": ("Ada poster kampanye yang diteruskan di grup kerja.", "Poster dihapus."),
    "goods.aid": ("Kupon bantuan memuat gambar bakal calon.", "Kupon ditarik dan dicetak ulang."),
    "implementation.posted": ("Edaran belum ditempel di loket.", "Edaran sudah ditempel."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One note or warning: its words, the act, and how far the person has come with it."""

    kind: GuidanceKind
    text: str
    act: str
    seen: bool = True
    reply: str = ""


GUIDANCE: Final = (
    Said(
        GuidanceKind.NOTE,
        "Menjelang masa kampanye, mohon menahan diri dari memberi tanda suka pada unggahan akun "
        "pemenangan, juga dengan akun pribadi.",
        "medsos.like",
        reply="Saya mengerti dan sudah memeriksa akun saya.",
    ),
    Said(
        GuidanceKind.WARNING,
        "Di grup kerja diteruskan poster bakal calon. Hapus kiriman itu dan jangan diulangi.",
        "medsos.share",
        reply="Kiriman sudah saya hapus. Saya tidak akan mengulanginya.",
    ),
    Said(
        GuidanceKind.NOTE,
        "Bila diminta berfoto bersama bakal calon pada kegiatan warga, sampaikan dengan sopan "
        "bahwa kita tidak dapat melakukannya.",
        "foto.berpose",
    ),
    Said(
        GuidanceKind.NOTE,
        "Undangan kegiatan warga akhir pekan ini memuat nama bakal calon. Pelajari dahulu "
        "aturannya sebelum hadir.",
        "kegiatan.pertemuan",
        seen=False,
    ),
)


class Supervising:
    """Plays what heads of unit have looked at, said and stated."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rng = Random(f"netral:{house.city.slug}:supervision")  # noqa: S311
        self._morning = house.city.starts_at

    def play(self) -> None:
        """Check and find, guide, then state nil reports where nothing is open."""
        terms = self._heads()
        self._check(terms[:CHECKED])
        self._visit([t for t in terms if t.office.unit.kind == UnitKind.DISTRICT][:PLACES])
        self._guide(terms)
        many = NIL.get(self._house.city.slug, NIL_ELSEWHERE)
        self._state(terms[-many:])

    def _heads(self) -> list[Holding]:
        """Return who heads a unit today and can sign in, in random order; no guest among them."""
        today = self._morning.date()
        rows = Holding.objects.of(self._house.institution).filter(
            orgs.holdings_on(today), office__is_head=True, office__role=Role.HEAD,
            person__account__isnull=False,
        )  # fmt: skip
        joined = ("person__account", "office__unit__institution")
        found = orgs.acting_first(rows.select_related(*joined).order_by("pk"))
        first = {term.office_id: term for term in reversed(found)}  # a stand-in replaces
        known = [t for _, t in sorted(first.items()) if t.person_id not in self._house.guests]
        self._rng.shuffle(known)
        return known

    def _times(self, count: int, first: int, last: int) -> list[datetime]:
        """Return instants of office hours, from and until some days before the morning."""
        since, until = self._morning - first * DAY, self._morning - last * DAY
        return self._house.hours(since, until, count=count, rng=self._rng)

    def _check(self, terms: Sequence[Holding]) -> None:
        """Let units check themselves; a third finds something, and half of that is mended."""
        for n, (term, when) in enumerate(zip(terms, self._times(len(terms), 12, 1), strict=True)):
            wrong = self._wrong() if n % 3 == 0 else ""
            self._keep(term, term.office.unit, CheckKind.SELF, wrong, when)
            if wrong and n % 2 == 0:
                self._mend(term, wrong, min(when + 2 * DAY, self._morning))

    def _visit(self, terms: Sequence[Holding]) -> None:
        """Let heads of district look at a place below them."""
        for term, when in zip(terms, self._times(len(terms), 8, 1), strict=True):
            below = Unit.objects.of(self._house.institution).filter(parent=term.office.unit)
            place = below.select_related("institution").order_by("code").first()
            if place is not None:
                self._keep(term, place, CheckKind.FIELD, self._wrong("offices.walls"), when)

    def _wrong(self, code: str = "") -> str:
        return code or self._rng.choice(sorted(WRONG))

    def _keep(self, term: Holding, unit: Unit, kind: CheckKind, wrong: str, when: datetime) -> None:
        at = self._house.at(when)
        shown = list_for(unit, kind, at)
        ticked = {point.code: self._ticked(point, wrong) for point in shown.points}
        slug = "".join(self._rng.choices(ALPHABET.lower(), k=10))
        place = "Halaman dan ruang pelayanan" if kind is CheckKind.FIELD else ""
        by = f"user:{term.person.account_id}"
        keep(unit=unit, sheet=Sheet(slug, shown, ticked, place=place), by=by, at=at)

    def _ticked(self, point: Point, wrong: str) -> Ticked:
        if point.code == wrong:
            return Ticked(Tick.FINDING, WRONG[wrong][0])
        none_here = point.code.startswith(("cars", "goods")) and self._rng.random() < NOT_HERE
        return Ticked(Tick.NOT_HERE if none_here else Tick.FINE)

    def _mend(self, term: Holding, wrong: str, when: datetime) -> None:
        rows = Finding.objects.filter(unit=term.office.unit, mended_at=None)
        for finding in rows.select_related("unit__institution", "institution"):
            by = f"user:{term.person.account_id}"
            mend(finding=finding, remedy=WRONG[wrong][1], by=by, at=self._house.at(when))

    def _guide(self, terms: Sequence[Holding]) -> None:
        """Let some heads write to one of their own people; the guest employee gets the first."""
        told = self._guest(terms) or []
        for term in terms:
            if len(told) == len(GUIDANCE):
                break
            person = self._colleague(term)
            if person is not None:
                told.append((term, person))
        times = self._times(len(told), 9, 2)
        for said, (term, person), when in zip(GUIDANCE, told, times, strict=False):
            self._say(said, term, person, when)

    def _guest(self, terms: Sequence[Holding]) -> list[tuple[Holding, Person]]:
        """Return the guest who is an employee with the head of the own unit, if there is one."""
        guest = next((p for p in self._house.people.values() if p.email[:8] == "pegawai@"), None)
        if guest is None:
            return []
        person = Person.objects.select_related("unit", "institution").get(pk=guest.pk)
        head = orgs.head_of(person.unit, self._morning.date())
        known = next((term for term in terms if head and term.pk == head.pk), head)
        return [(known, person)] if known and known.person.account_id else []

    def _colleague(self, term: Holding) -> Person | None:
        rows = Person.objects.of(self._house.institution).serving()
        rows = rows.filter(unit=term.office.unit, account__isnull=False)
        rows = rows.exclude(pk__in=self._house.officers | self._house.guests)
        return rows.select_related("unit", "institution").order_by("pk").first()

    def _say(self, said: Said, term: Holding, person: Person, when: datetime) -> None:
        words = Words(said.kind, said.text, acts=[said.act])
        by, own = f"user:{term.person.account_id}", f"user:{person.account_id}"
        given = give(person=person, words=words, term=term, by=by, at=self._house.at(when))
        if said.seen:
            see(guidance=given, by=own, at=self._house.at(when + timedelta(hours=3)))
        if said.reply:
            later = self._house.at(when + timedelta(hours=4))
            answer(guidance=given, text=said.reply, by=own, at=later)

    def _state(self, terms: Sequence[Holding]) -> None:
        """Let heads who know of nothing say so: for last week, every third for last month too."""
        at = self._house.at(self._morning - timedelta(minutes=30))
        today = at.local().date()
        for n, term in enumerate(terms):
            for period in [last_week(today), last_month(today)][: 2 if n % 3 == 0 else 1]:
                self._nil(term, period, at)

    def _nil(self, term: Holding, period: Period, at: Moment) -> None:
        unit, user = term.office.unit, term.person.account
        if user is None or Finding.objects.filter(unit=unit, mended_at=None).exists():
            return
        if has_running(unit, period.starts_on, period.ends_on, reader=user):
            return
        by = f"user:{user.pk}"
        state_nil(
            term=term, period=period, units=[unit.pk], something_known=False, by=by, at=at
        )  # fmt: skip
