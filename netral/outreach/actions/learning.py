"""Finishing a quiz: marked by what the rules of the day say, kept in the person's record."""

from collections.abc import Mapping

from django.db import transaction

from netral.access.errors import NotYours
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Person
from netral.outreach.core.quiz import Choice, has_passed, marked
from netral.outreach.errors import CourseChanged, NoQuestions
from netral.outreach.models import CourseResult
from netral.outreach.queries.courses import Quiz, quiz_of


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
    if quiz.mark != mark or set(given) != {question.key for question in quiz.questions}:
        raise CourseChanged
    return _keep(quiz, given, by, at)


def _keep(quiz: Quiz, given: Mapping[str, Choice], by: str, at: Moment) -> CourseResult:
    person, marks = quiz.person, marked(quiz.questions, given)
    answers = [each.stored() for each in marks]
    right = sum(each.right for each in marks)
    passed = has_passed(marks, quiz.course.pass_percent)
    version = quiz.ground.engine.base.version
    act = Act(
        act="course.finished",
        actor=by,
        subject=f"person:{person.pk}",
        fields={
            "detail": {
                "course": quiz.course.code,
                "phase": quiz.ground.stage,
                "rules_version": version,
                "score": right,
                "total": len(marks),
                "passed": passed,
                "answers": answers,
            }
        },
    )
    return CourseResult.objects.create(
        institution_id=person.institution_id,
        person=person,
        course=quiz.course.code,
        phase=quiz.ground.stage,
        rules_version=version,
        mark=quiz.mark,
        score=right,
        total=len(marks),
        passed=passed,
        answers=answers,
        taken_at=at.acted,
        entry=record(act, institution=person.institution, at=at),
    )
