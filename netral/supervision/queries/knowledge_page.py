"""What the pages of the head's clock show."""

from dataclasses import dataclass
from datetime import date, datetime

from netral.access.models import User
from netral.access.queries import Seat
from netral.calendar.queries import concerning
from netral.kernel.moment import local_day
from netral.orgs.models import Holding, Person
from netral.orgs.queries import within
from netral.supervision.core.knowledge import (
    CHANNEL_WORDS,
    NEXT_WORDS,
    STEP_WORDS,
    Due,
    Next,
    Step,
    may_follow,
)
from netral.supervision.errors import NobodyNamed
from netral.supervision.models import Knowledge
from netral.supervision.papers.summons import Sheet
from netral.supervision.queries.knowledge_clock import answering, due_of, late_days, suspect_of
from netral.supervision.queries.knowledge_law import ReportLimit, report_limits
from netral.supervision.queries.referral_vault import Taken, Told, steps, told
from netral.supervision.reader.knowledge import Days, book
from netral.tenancy.models import Institution

PEOPLE_SHOWN = 500  # suggestions; whoever is not among them is found by name or number
RULES = {
    Next.OPEN: "first_call",
    Next.SUMMON: "first_call",
    Next.EXAMINE: "call",
    Next.SUMMON_AGAIN: "second_call",
    Next.DECIDE: "decide",
}
DOUBT = (
    "{source}: {count} hari kerja antara surat dan pemeriksaan. Sumber berbeda pendapat apakah itu "
    "batas paling cepat atau paling lambat; belum diverifikasi. Periksa peraturannya sebelum surat "
    "ditandatangani."
)  # papers speak Indonesian
PATHS = {
    Step.SUMMONED: "panggilan",
    Step.MISSED: "tidak-hadir",
    Step.EXAMINED: "pemeriksaan",
    Step.REPORTED: "pengawas",
    Step.NAMED: "orang",
    Step.ENDED: "akhiri",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step as its reader reads it."""

    words: str  # untranslated
    on: date
    at: datetime
    by: str
    note: str
    meets_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One suspicion with its clock."""

    knowledge: Knowledge
    told: Told
    suspect: Person | None
    sender: str  # empty: none, or not to be named
    election: str
    due: Due
    late_days: int
    rule: Days | None  # from which the next day comes
    lines: list[Line]
    reports: list[ReportLimit]
    reported_on: date | None
    seen: int
    may: frozenset[str]  # steps that may follow

    @property
    def next_words(self) -> str:
        """Say what is next, untranslated."""
        return NEXT_WORDS[self.due.next]

    @property
    def channel_words(self) -> str:
        """Say how the head was told, untranslated."""
        return CHANNEL_WORDS[self.told.channel]

    @property
    def closed(self) -> bool:
        """Tell whether nothing runs any more."""
        return self.due.next is Next.NOTHING

    @property
    def summons(self) -> Line | None:
        """Return the latest summons."""
        return next((e for e in reversed(self.lines) if e.meets_on), None)


def page(knowledge: Knowledge, seat: Seat) -> Page:
    """Return one suspicion as its page shows it to who has opened it."""
    what, done, now = told(knowledge), steps(knowledge), due_of(knowledge)
    about = suspect_of(what, done)
    people = Person.objects.of(seat.institution).select_related("unit")
    told_on = local_day(knowledge.told_at, seat.institution.zone)
    may = {step.value for step in PATHS if may_follow([e.done for e in done], step)}
    if not about:
        may -= {Step.SUMMONED.value}
    return Page(
        knowledge=knowledge,
        told=what,
        suspect=people.filter(pk=about).first(),
        sender=_names([what.sender]).get(what.sender, "") if what.shows_name else "",
        election=elections(seat.institution).get(what.election, ""),
        due=now,
        late_days=late_days(now, seat),
        rule=book().days.get(RULES.get(now.next, "")),
        lines=_lines(done),
        reports=report_limits(seat.institution, told_on, what.election, seat.at.local().date()),
        reported_on=next((e.on for e in done if e.step is Step.REPORTED), None),
        seen=len(done),
        may=frozenset(may),
    )


def _lines(done: list[Taken]) -> list[Line]:
    names = _names([each.by for each in done])
    return [
        Line(STEP_WORDS[e.step], e.on, e.at, names.get(e.by, ""), e.note, e.meets_on) for e in done
    ]


def _names(users: list[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=users).values_list("pk", "name"))


def elections(institution: Institution) -> dict[str, str]:
    """Return the elections that concern the institution, by code."""
    return {each.code: each.name for each in concerning(institution)}


def term(seat: Seat) -> Holding | None:
    """Return the term under which the seated person answers: the highest unit first."""
    held = answering(seat.user, seat.institution, seat.at.local().date())
    return min(held, key=lambda each: len(each.office.unit.path), default=None)


def labels(seat: Seat) -> list[str]:
    """Return how people below the seated head are named in a field that suggests them."""
    held = answering(seat.user, seat.institution, seat.at.local().date())
    below = within([each.office.unit.path for each in held], "unit__path")
    people = Person.objects.of(seat.institution).serving().filter(below)
    found = people.exclude(account=seat.user).order_by("name")[:PEOPLE_SHOWN]
    return [f"{each.full_name} · {each.identity}" for each in found]


def sheet(shown: Page, seat: Seat) -> Sheet:
    """Return what the draft of the latest summons says.

    Raises:
        NobodyNamed: there is no summons yet, or nobody to summon.
    """
    held, person, letter = term(seat), shown.suspect, shown.summons
    if held is None or person is None or letter is None or letter.meets_on is None:
        raise NobodyNamed
    rule = book().days["call"]
    return Sheet(
        institution=seat.institution,
        unit=held.office.unit.name if held.office.unit.parent_id else "",
        name=person.full_name,
        identity=person.identity,
        position=person.position,
        works_at=person.unit.name,
        letter_on=letter.on,
        meets_on=letter.meets_on,
        where=letter.note,
        again=sum(each.meets_on is not None for each in shown.lines) > 1,
        head=held.person.full_name,
        title=held.title,
        doubt=DOUBT.format(source=rule.source, count=rule.count),
    )
