"""The short course: lessons, quiz, result; and for heads how many have passed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.orgs.queries import below, unit_for, widest
from netral.outreach.actions.learning import finish
from netral.outreach.core.quiz import CHOICE_WORDS, Choice
from netral.outreach.errors import CourseChanged, RestFirst
from netral.outreach.forms.courses import QuizForm
from netral.outreach.queries import courses, passes
from netral.outreach.queries.questions import ground, tell

ON_A_PAGE = 60


@require_safe
@needs(Duty.BE_BOUND)
def index(request: SeatedRequest) -> HttpResponse:
    """Show the lessons of my role for today's phase, and what I have finished."""
    seat, person = request.seat, courses.learner(request.seat)
    quiz = courses.quiz_of(person, seat.at)
    language = get_language() or "id"
    facts = {
        "name": quiz.course.name.in_(language),
        "lessons": [
            {
                "code": each.code,
                "title": each.title.in_(language),
                "paragraphs": each.text.in_(language).splitlines(),
                "source": each.source,
                "verified": each.verified,
            }
            for each in quiz.course.for_stage(quiz.ground.stage)
        ],
        "stage": quiz.ground.stage,
        "course": quiz.course,
        "count": len(quiz.questions),
        "enough": quiz.enough,
        "passed": passes.passed(person, seat.at.acted),
        "results": courses.results_of(person),
    }
    return render(request, "outreach/course.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.BE_BOUND)
def quiz(request: SeatedRequest) -> HttpResponse:
    """Ask the questions, all on one page; the key stays on the server."""
    seat, person = request.seat, courses.learner(request.seat)
    found = courses.quiz_of(person, seat.at)
    if not found.enough:
        return redirect("outreach:course")
    posted = request.POST if request.method == "POST" else None
    if posted is not None and found.last and posted.get("mark") == found.last.mark:
        return redirect("outreach:result", pk=found.last.pk)  # a double click
    if found.rests:
        words = RestFirst(most=courses.MOST_A_DAY).words(gettext)
        messages.info(request, " ".join(words))
        return redirect("outreach:course")
    shown = [tell(found.ground, each) for each in found.questions]
    changed = posted is not None and posted.get("mark") != found.mark
    form = QuizForm(None if changed else posted, questions=shown, initial={"mark": found.mark})
    if posted is not None and not changed and form.is_valid():
        try:
            made = finish(
                person=person,
                mark=found.mark,
                given=form.given(),
                by=seat.actor,
                at=seat.at,
            )
        except CourseChanged:
            changed = True
        else:
            return redirect("outreach:result", pk=made.pk)
    said = [gettext(CourseChanged.text), gettext(CourseChanged.remedy)] if changed else []
    facts = {"form": form, "course": found.course, "changed": " ".join(said)}
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "outreach/quiz.html", facts, status=status)


@require_safe
@needs(Duty.BE_BOUND)
def result(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show my own result, each answer with what the rules say and where that stands."""
    found = courses.result_for(request.seat, pk)
    rests = ground(found.person, request.seat.at)
    marks = []
    for stored in found.answers:
        asked = courses.question_of(stored)
        given = gettext(CHOICE_WORDS[Choice(stored["given"])])
        marks.append({"told": tell(rests, asked), "given": given, "right": stored["right"]})
    facts = {"result": found, "marks": marks}
    return render(request, "outreach/result.html", facts)


@require_safe
@needs(Duty.HOLD_SESSION, Duty.SEE_BOARD)
def progress(request: SeatedRequest) -> HttpResponse:
    """Show how many have passed, by the units right below mine. No names."""
    seat = request.seat
    duty = Duty.HOLD_SESSION if seat.paths(Duty.HOLD_SESSION) else Duty.SEE_BOARD
    top = widest(seat, duty)
    counted = passes.counts(seat.institution, seat.at.acted)
    rows = [_row(unit.name, unit.pk, counted.get(unit.pk, (0, 0))) for unit in below(top)]
    facts = {
        "top": _row(top.name, top.pk, counted.get(top.pk, (0, 0))),
        "rows": [row for row in rows if row["all"]],
        "names": bool(seat.paths(Duty.SEE_PEOPLE)),
    }
    return render(request, "outreach/progress.html", facts)


def _row(name: str, pk: int, counted: tuple[int, int]) -> dict[str, object]:
    done, everybody = counted
    share = 100 * done / everybody if everybody else 0
    return {"name": name, "pk": pk, "done": done, "all": everybody, "share": share}


@require_safe
@needs(Duty.SEE_PEOPLE)
def people(request: SeatedRequest, pk: int) -> HttpResponse:
    """Name who has passed and who has not, of one unit and all below it; never any answers."""
    seat = request.seat
    unit = unit_for(seat, Duty.SEE_PEOPLE, pk)
    rows = Paginator(passes.people_below(unit, seat.at.acted), ON_A_PAGE)
    page = rows.get_page(request.GET.get("page"))
    done, everybody = passes.counts(seat.institution, seat.at.acted).get(unit.pk, (0, 0))
    facts = {"unit": unit, "page": page, "done": done, "all": everybody}
    return render(request, "outreach/people.html", facts)
