"""Finishing a quiz: marked by what the rules of the day say, kept in the person's record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from netral.access.errors import NotYours
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record_all
from netral.ledger.core.leaf import timestamp
from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.outreach.core.quiz import Choice, Mark, has_passed, marked
from netral.outreach.errors import CourseChanged, NoQuestions, RestFirst
from netral.outreach.models import CourseResult
from netral.outreach.queries.courses import MOST_A_DAY, Quiz, quiz_of


@transaction.atomic
def finish(
    *, person: Person, mark: str, given: Mapping[str, Choice], by: str, at: Moment
) -> CourseResult:
    """Mark a person's answers to the questions called `mark`, and keep the result.

    Sent twice, as a double click does, it returns the result that is there.

    Raises:
        NotYours: `by` is not the account of the person.
        CourseChanged: rules, phase or attempt have moved on since the questions were shown.
        NoQuestions: too few rules apply today.
        RestFirst: too many attempts within a day.
    """
    if person.account_id is None or by != f"user:{person.account_id}":
        raise NotYours
    # The person's row is held, so that two windows of one person come one after the other.
    Person.objects.of(person.institution_id).select_for_update(no_key=True).get(pk=person.pk)
    quiz = quiz_of(person, at)
    if quiz.last is not None and quiz.last.mark == mark:
        return quiz.last
    if not quiz.enough:
        raise NoQuestions
    if quiz.rests:
        raise RestFirst(most=MOST_A_DAY)
    if quiz.mark != mark or set(given) != {question.key for question in quiz.questions}:
        raise CourseChanged
    return keep_all([Taken(quiz, given, by, at)], at=at)[0]


@dataclass(frozen=True, slots=True)
class Taken:
    """One finished quiz: whose, what was answered, by which account, and when."""

    quiz: Quiz
    given: Mapping[str, Choice]
    by: str
    at: Moment


@transaction.atomic
def keep_all(taken: Sequence[Taken], *, at: Moment) -> list[CourseResult]:
    """Mark and keep finished quizzes of one institution with a handful of statements."""
    if not taken:
        return []
    marks = [marked(each.quiz.questions, each.given) for each in taken]
    acts = [_act(each, said) for each, said in zip(taken, marks, strict=True)]
    entries = record_all(acts, institution=taken[0].quiz.person.institution, at=at)
    rows = [_row(*three) for three in zip(taken, marks, entries, strict=True)]
    return CourseResult.objects.bulk_create(rows, batch_size=500)


def _act(taken: Taken, marks: Sequence[Mark]) -> Act:
    quiz = taken.quiz
    detail = {
        "course": quiz.course.code,
        "phase": quiz.ground.stage,
        "rules_version": quiz.ground.engine.base.version,
        "score": sum(mark.right for mark in marks),
        "total": len(marks),
        "passed": has_passed(marks, quiz.course.pass_percent),
        "answers": [mark.stored() for mark in marks],
        "acted_at": timestamp(taken.at.acted),
    }
    subject = f"person:{quiz.person.pk}"
    return Act(act="course.finished", actor=taken.by, subject=subject, fields={"detail": detail})


def _row(taken: Taken, marks: Sequence[Mark], entry: Entry) -> CourseResult:
    quiz = taken.quiz
    return CourseResult(
        institution_id=quiz.person.institution_id,
        person=quiz.person,
        course=quiz.course.code,
        phase=quiz.ground.stage,
        rules_version=quiz.ground.engine.base.version,
        mark=quiz.mark,
        score=sum(mark.right for mark in marks),
        total=len(marks),
        passed=has_passed(marks, quiz.course.pass_percent),
        answers=[mark.stored() for mark in marks],
        taken_at=taken.at.acted,
        entry=entry,
    )
