"""The desk of the neutrality team: what waits, asking back, answering."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.advice.actions import answering
from netral.advice.actions.answering import Answering
from netral.advice.core import LONGEST, State, Verdict
from netral.advice.errors import NoLongerOpen
from netral.advice.forms import AnswerForm, TextForm
from netral.advice.models import Question
from netral.advice.queries import asker as askers
from netral.advice.queries import team as teams
from netral.advice.queries.law import elections, law, near
from netral.advice.queries.seen import is_apart, question_for
from netral.advice.queries.texts import asked
from netral.advice.views.shared import keeps_text


@require_safe
@never_cache
@needs(Duty.ANSWER_ADVICE)
def desk(request: SeatedRequest) -> HttpResponse:
    """List what is there for the reader, the late ones first."""
    seat = request.seat
    facts = {"desk": teams.desk(seat), "apart": is_apart(seat)}
    return render(request, "advice/desk.html", facts)


@require_safe
@never_cache
@needs(Duty.ANSWER_ADVICE)
def work(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one question with its thread, its answer and its public version."""
    found = question_for(request.seat, slug)
    return render(request, "advice/work.html", _facts(request, found))


def _facts(request: SeatedRequest, found: Question) -> dict[str, object]:
    seat = request.seat
    late, days = teams.lateness(found, seat)
    return {
        "page": askers.page(found, seat, elections(seat.institution)),
        "question": found,
        "mine": found.taken_by_id in {None, seat.user.pk},
        "late": late,
        "late_days": days,
        "draft": teams.draft(found, seat),
        "most": LONGEST,
    }


@require_POST
@needs(Duty.ANSWER_ADVICE)
def take(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let colleagues know that the reader writes the answer."""
    answering.take(question=question_for(request.seat, slug), seat=request.seat)
    return redirect("advice:work", slug=slug)


@require_POST
@needs(Duty.ANSWER_ADVICE)
def release(request: SeatedRequest, slug: str) -> HttpResponse:
    """Give it back to the team."""
    answering.release(question=question_for(request.seat, slug), seat=request.seat)
    messages.success(request, gettext("The question is open to the whole team again."))
    return redirect("advice:desk")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.ANSWER_ADVICE)
def ask_back(request: SeatedRequest, slug: str) -> HttpResponse:
    """Ask the asker something."""
    found = question_for(request.seat, slug)
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answering.ask_back(question=found, text=form.cleaned_data["text"], seat=request.seat)
        messages.success(request, gettext("Your message has been sent to the asker."))
        return redirect("advice:desk")
    if found.state != State.OPEN:
        raise NoLongerOpen
    facts = {**_facts(request, found), "form": form}
    return render(request, "advice/ask_back.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.ANSWER_ADVICE)
def answer(request: SeatedRequest, slug: str) -> HttpResponse:
    """Write the answer, once."""
    seat = request.seat
    found, rules = question_for(seat, slug), law(seat.institution, seat.at)
    form = AnswerForm(request.POST if request.method == "POST" else None, law=rules)
    if form.is_valid():
        given = form.cleaned_data
        ready = Answering(
            verdict=Verdict(given["verdict"]),
            text=given["text"],
            facts=given["facts"],
            rules=tuple(given["rules"]),
        )
        answering.answer(question=found, answering=ready, seat=seat)
        messages.success(request, gettext("The answer has been given to the asker."))
        return redirect("advice:work", slug=slug)
    if found.state not in {State.OPEN, State.ASKED_BACK}:
        raise NoLongerOpen
    told = asked(found)
    offered = near(seat.institution, seat.at, act=told.act, kind=told.kind)
    facts = {**_facts(request, found), "form": form, "near": offered}
    return render(request, "advice/answer.html", facts, status=422 if form.errors else 200)
