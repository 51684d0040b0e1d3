"""What the neutrality team sees: its list, what waits, what may be published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from netral.access.models import User
from netral.access.queries import Seat
from netral.advice.core import WAITING, Stage, State
from netral.advice.core.anonymous import Find, Piece, compared, finds
from netral.advice.models import Publication, Question
from netral.advice.queries import seen
from netral.advice.queries.law import law
from netral.advice.queries.texts import Words, asked, body, facts_told, words
from netral.calendar.queries import working_days_late
from netral.kernel.moment import midnight
from netral.orgs.core import UnitKind
from netral.orgs.models import Person, Unit
from netral.tenancy.models import Institution

DONE_SHOWN: Final = 200  # answered questions on the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A question on the desk."""

    slug: str
    title: str
    kind: str  # of employment, untranslated
    act: str
    asked_at: datetime
    due_on: date | None
    late_days: int
    is_late: bool
    asked_back: bool
    taken_by: User | None
    mine: bool
    verdict: str = ""
    shape: str = ""
    stage: str = ""  # of its public version
    my_turn: bool = False  # to compare it
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is there for one member of the team."""

    waiting: list[Line]
    asked_back: list[Line]
    to_compare: list[Line]
    answered: list[Line]

    @property
    def late(self) -> int:
        """Count what is past its day."""
        return sum(line.is_late for line in self.waiting)


def desk(seat: Seat) -> Desk:
    """Return the desk of the seated member: late ones first, then by the day they are due."""
    rows = Question.objects.of(seat.institution).select_related("taken_by", "answer__publication")
    open_ = rows.filter(state__in=[s.value for s in WAITING])
    done = rows.filter(state=State.ANSWERED).order_by("-answer__answered_at")[:DONE_SHOWN]
    member, acts = seen.adviser(seat), law(seat.institution, seat.at).acts
    proposed = rows.filter(answer__publication__stage=Stage.PROPOSED)
    there, drafts, answered = (
        [_line(q, seat, acts) for q in seen.shown(member, found)]
        for found in (open_, proposed, done)
    )
    there.sort(key=lambda line: (line.due_on or date.max, line.asked_at))
    return Desk(
        waiting=[line for line in there if not line.asked_back],
        asked_back=[line for line in there if line.asked_back],
        to_compare=[line for line in drafts if line.my_turn],
        answered=[line for line in answered if not line.my_turn],
    )


def _line(question: Question, seat: Seat, acts: dict[str, str]) -> Line:
    told, answer = asked(question), getattr(question, "answer", None)
    public: Publication | None = getattr(answer, "publication", None)
    says = body(answer) if answer else None
    late, days = lateness(question, seat)
    return Line(
        slug=question.slug,
        title=told.first_words,
        kind=told.kind_words,
        act=acts.get(told.act, told.act),
        asked_at=question.asked_at,
        due_on=question.due_on,
        late_days=days,
        is_late=late,
        asked_back=question.state == State.ASKED_BACK,
        taken_by=question.taken_by,
        mine=question.taken_by_id == seat.user.pk,
        verdict=says.words if says else "",
        shape=says.shape if says else "",
        stage=public.stage if public else "",
        my_turn=bool(
            public and public.stage == Stage.PROPOSED and public.writer_id != seat.user.pk
        ),
        may_publish=question.may_publish,
    )


def lateness(question: Question, seat: Seat) -> tuple[bool, int]:
    """Tell whether a waiting question is past its day, and by how many full working days."""
    today = seat.at.local().date()
    if question.state != State.OPEN or question.due_on is None or today <= question.due_on:
        return False, 0
    limit = midnight(question.due_on, seat.institution.zone)
    return True, working_days_late(seat.institution, limit, seat.at.acted)


@dataclass(frozen=True, slots=True)
class Check:
    """What a second person looks at, and the writer before: traces, and what was copied."""

    finds: list[Find]
    question: list[Piece]
    answer: list[Piece]

    @property
    def copied(self) -> bool:
        """Tell whether a run of words stands as in the original."""
        return any(piece.same for piece in self.question)


def check(question: Question, said: Words) -> Check:
    """Compare a public version with what was really written."""
    names, units = _roster(question.institution)
    answer = question.answer
    return Check(
        finds(f"{said.title}\n{said.question}\n{said.answer}", names, units),
        compared(" ".join(facts_told(question)), said.question),
        compared(body(answer).text, said.answer),
    )


def _roster(institution: Institution) -> tuple[list[str], list[str]]:
    """Return the names of everybody on the roster and of the units below the top."""
    names = Person.objects.of(institution).values_list("name", flat=True).distinct()
    units: list[str] = []
    below = Unit.objects.of(institution).exclude(parent=None)
    for name, short, kind in below.values_list("name", "short_name", "kind"):
        units += [name, short]
        if kind in {UnitKind.DISTRICT, UnitKind.VILLAGE}:  # "Kelurahan Beji" is known as "Beji"
            units.append(name.partition(" ")[2])
    return list(names), units


@dataclass(frozen=True, slots=True)
class Draft:
    """A public version on the desk."""

    publication: Publication
    words: Words
    mine: bool


def draft(question: Question, seat: Seat) -> Draft | None:
    """Return the public version of an answer, if somebody has written one."""
    found: Publication | None = getattr(getattr(question, "answer", None), "publication", None)
    if found is None:
        return None
    return Draft(found, words(found), mine=found.writer_id == seat.user.pk)
