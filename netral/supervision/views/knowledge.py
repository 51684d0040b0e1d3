"""The head's clock: what was told, what is next, each step, the draft of the summons."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.supervision.actions.knowledge import (
    Heard,
    open_knowledge,
    record_knowledge,
)
from netral.supervision.actions.knowledge_reading import read_law
from netral.supervision.actions.knowledge_referring import refer_known
from netral.supervision.actions.knowledge_steps import Taking, take_step
from netral.supervision.core import Desk
from netral.supervision.core.knowledge import STEP_WORDS, Channel, Reading, Step
from netral.supervision.forms.knowledge import FORMS, KnowledgeForm, ReadingForm
from netral.supervision.forms.referrals import ReferForm
from netral.supervision.papers.summons import summons as set_summons
from netral.supervision.queries import knowledge_page as pages
from netral.supervision.queries.knowledge_clock import knowledge_for, knows, open_rows, running
from netral.supervision.queries.knowledge_law import (
    examination_window,
    reading,
    reading_words,
    readings,
    rule,
    statement,
    statements,
    window_words,
)
from netral.supervision.queries.referral_people import meant
from netral.supervision.queries.referral_vault import steps

METHODS = ["GET", "HEAD", "POST"]
STEPS = {path: step for step, path in pages.PATHS.items()}


@require_safe
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def clocks(request: SeatedRequest) -> HttpResponse:
    """List what runs at the reader's offices, and how many are closed."""
    closed = [each for each in open_rows(request.seat) if each.closed_at]
    facts = {
        "clocks": running(request.seat),
        "closed": closed,
        "term": pages.term(request.seat),
        "silence": statement("silence"),
    }
    return render(request, "supervision/knowledge_list.html", facts)


@require_http_methods(METHODS)
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def record(request: SeatedRequest) -> HttpResponse:
    """Take what a head was told outside this house."""
    seat, term = request.seat, pages.term(request.seat)
    form = KnowledgeForm(
        request.POST or None,
        elections=pages.elections(seat.institution),
        initial={"told_at": seat.at.local().replace(second=0, microsecond=0)},
    )
    if term is not None and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        heard = Heard(
            who=given["who"],
            what=given["what"],
            once=form.token,
            suspect=meant(seat.institution, given["who"]),
            election=given["election"],
            channel=Channel(given["channel"]),
        )
        made = record_knowledge(term=term, heard=heard, told_at=given["told_at"], at=seat.at)
        messages.success(request, gettext("It has been recorded. The clock runs."))
        return redirect("supervision:knowledge", slug=made.slug)
    facts = {"form": form, "term": term, "people": pages.labels(seat), "back": "knowledge_list"}
    status = 422 if form.errors else 200
    return render(request, "supervision/knowledge_form.html", facts, status=status)


@require_http_methods(METHODS)
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one suspicion; who has not opened it yet is asked to, for that is recorded."""
    seat, found = request.seat, knowledge_for(request.seat, slug)
    if request.method == "POST":
        open_knowledge(knowledge=found, seat=seat)
        return redirect("supervision:knowledge", slug=slug)
    if not knows(steps(found), seat.user):
        facts = {"knowledge": found, "is_first": found.known_at is None}
        return render(request, "supervision/knowledge_open.html", facts)
    facts = {
        "page": pages.page(found, seat),
        "paths": {step.value: path for step, path in pages.PATHS.items()},
        "statements": statements(),
        "reading": reading_words(seat.institution),
        "call": rule("call"),
    }
    return render(request, "supervision/knowledge.html", facts)


@require_http_methods(METHODS)
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def step(request: SeatedRequest, slug: str, path: str) -> HttpResponse:
    """Take one step of the clock."""
    seat, taken = request.seat, STEPS.get(path)
    if taken is None:
        raise Http404
    found = knowledge_for(seat, slug)
    today = seat.at.local().date()
    initial = {"seen": len(steps(found)), "on": today}
    if taken is Step.SUMMONED:
        initial["meets_on"] = examination_window(seat.institution, today).first
    form = FORMS[taken](request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _taken(request, found, taken, form):
        messages.success(request, gettext("The step has been recorded."))
        return redirect("supervision:knowledge", slug=slug)
    facts = {
        "form": form,
        "knowledge": found,
        "step": taken.value,
        "words": STEP_WORDS[taken],
        "people": pages.labels(seat) if taken is Step.NAMED else [],
        "window": window_words(examination_window(seat.institution, today)),
        "call": rule("call"),
        "reading": reading_words(seat.institution),
    }
    status = 422 if form.errors else 200
    return render(request, "supervision/knowledge_step.html", facts, status=status)


def _taken(request: SeatedRequest, found: Any, taken: Step, form: django_forms.Form) -> bool:
    """Record the step; a name that the roster does not know goes back to the field."""
    given = form.cleaned_data
    suspect = meant(request.seat.institution, given["who"]) if taken is Step.NAMED else None
    if taken is Step.NAMED and suspect is None:
        words = gettext("The roster knows nobody, or more than one, by this name.")
        form.add_error("who", words)
        return False
    taking = Taking(
        step=taken,
        seen=given["seen"],
        on=given.get("on"),
        meets_on=given.get("meets_on"),
        note=given.get("note", ""),
        suspect=suspect,
    )
    take_step(knowledge=found, taking=taking, seat=request.seat)
    return True


@require_http_methods(METHODS)
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def hand_on(request: SeatedRequest, slug: str) -> HttpResponse:
    """Refer what the clock holds to a desk."""
    seat, found = request.seat, knowledge_for(request.seat, slug)
    form = ReferForm(request.POST or None, initial={"seen": len(steps(found))})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        refer_known(
            knowledge=found,
            note=given["note"],
            wished=Desk(given["desk"]),
            superior_involved=given["superior_involved"],
            seen=given["seen"],
            seat=seat,
        )
        messages.success(request, gettext("It has been handed over. You will see how it goes on."))
        return redirect("supervision:knowledge", slug=slug)
    facts = {"form": form, "knowledge": found}
    status = 422 if form.errors else 200
    return render(request, "supervision/knowledge_refer.html", facts, status=status)


@require_safe
@never_cache
@needs(Duty.ANSWER_FOR_UNIT)
def summons(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the draft of the latest summons; nothing seals it, a hand signs it."""
    seat, found = request.seat, knowledge_for(request.seat, slug)
    if not knows(steps(found), seat.user):
        raise Http404
    pdf = set_summons(pages.sheet(pages.page(found, seat), seat), seat.at.acted)
    return hand_out(pdf, "application/pdf", "konsep-surat.pdf")


@require_http_methods(METHODS)
@needs(Duty.KEEP_RULES)
def law_reading(request: SeatedRequest) -> HttpResponse:
    """Decide how the seven working days of art. 26(2) are read here."""
    house = request.seat.institution
    form = ReadingForm(request.POST or None, initial={"reading": reading(house).value})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        read_law(
            institution=house,
            reading=Reading(given["reading"]),
            reason=given["reason"],
            by=request.seat.actor,
            at=request.seat.at,
        )
        messages.success(request, gettext("The reading has been recorded and holds from now on."))
        return redirect("supervision:knowledge_reading")
    facts = {
        "form": form,
        "call": rule("call"),
        "reading": reading_words(house),
        "readings": readings(house),
    }
    status = 422 if form.errors else 200
    return render(request, "supervision/knowledge_reading.html", facts, status=status)
