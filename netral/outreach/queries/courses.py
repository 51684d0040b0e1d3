"""The course of a person: which one, its lessons of today, its quiz, what came of it before."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings

from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.orgs.core import PersonKind
from netral.orgs.models import Holding, Person
from netral.orgs.queries import holdings_on, person_of
from netral.outreach.core.quiz import Choice, Question, draw
from netral.outreach.errors import NotLearner
from netral.outreach.models import CourseResult
from netral.outreach.queries.questions import Ground, ground, pool
from netral.outreach.reader import Course, courses

FIELD = frozenset({PersonKind.NON_ASN})
LEAST = 3  # questions, or it is no quiz
MOST_A_DAY = 5  # attempts: whoever guesses at random would pass once in some sixty
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quiz:
    """The quiz of one attempt of one person. Its seed never leaves the server."""

    person: Person
    course: Course
    ground: Ground
    attempt: int  # how many were finished before
    last: CourseResult | None
    lately: int = 0  # how many of any course were finished within a day

    @property
    def rests(self) -> bool:
        """Tell whether the person has to wait until a day has passed."""
        return self.lately >= MOST_A_DAY

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions of this attempt; the same ones however often they are asked for."""
        said = f"netral/quiz/1/{self.person.pk}/{self.course.code}/{self.attempt}"
        seed = hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256")
        avoid = [each["case"] for each in self.last.answers] if self.last else []
        found = pool(self.ground)
        return draw(found, seed, self.course.questions, preferred=self.course.acts, avoid=avoid)

    @property
    def mark(self) -> str:
        """Return what names these questions: posted answers to others are not counted."""
        said = "\n".join([str(self.attempt), *(f"{q.key}={q.rules}" for q in self.questions)])
        key = settings.SECRET_KEY.encode()  # a plain hash could be tried against every rule
        return hmac.new(key, said.encode(), "sha256").hexdigest()[:16]

    @property
    def enough(self) -> bool:
        """Tell whether there is a quiz at all today."""
        return len(self.questions) >= LEAST


def learner(seat: Seat) -> Person:
    """Return the seated person of the roster; an elected head of region is nobody's staff."""
    person = person_of(seat)
    if person is None or person.kind == PersonKind.OFFICIAL:
        raise NotLearner
    return person


def course_of(person: Person, at: Moment) -> Course:
    """Return the course of the role that a person has today."""
    terms = Holding.objects.of(person.institution_id).filter(
        holdings_on(at.local().date()), person=person, office__is_head=True
    )
    if terms.exists():
        return courses()["head"]
    kind = PersonKind(person.kind)
    if kind is PersonKind.BUMD:
        return courses()["bumd"]
    return courses()["field" if kind in FIELD else "staff"]


def quiz_of(person: Person, at: Moment) -> Quiz:
    """Return the quiz that a person may take now."""
    course = course_of(person, at)
    rows = results_of(person)
    last = next((row for row in rows if row.course == course.code), None)
    attempt = sum(row.course == course.code for row in rows)
    lately = sum(row.taken_at > at.acted - DAY for row in rows)
    return Quiz(person, course, ground(person, at), attempt, last, lately)


def results_of(person: Person) -> list[CourseResult]:
    """Return what a person has finished, newest first."""
    return list(CourseResult.objects.of(person.institution_id).filter(person=person))


def result_for(seat: Seat, pk: int) -> CourseResult:
    """Return one of the reader's own results; nobody else's is there."""
    rows = CourseResult.objects.of(seat.institution).filter(pk=pk, person__account=seat.user)
    found = rows.select_related("person__institution", "person__unit", "entry").first()
    if found is None:
        raise NotYours
    return found


def question_of(stored: dict[str, object]) -> Question:
    """Return a question as a result has kept it."""
    facts, rules, clauses = stored["facts"], stored["rules"], stored["clauses"]
    return Question(
        key=str(stored["case"]),
        act=str(stored["act"]),
        answer=Choice(str(stored["answer"])),
        facts=tuple(facts.items()) if isinstance(facts, dict) else (),
        rules=tuple(rules) if isinstance(rules, list) else (),
        clauses=tuple(clauses) if isinstance(clauses, list) else (),
        publication=str(stored["publication"]),
    )
