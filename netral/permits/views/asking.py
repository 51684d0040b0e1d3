"""The pages of the asker: ask, answer a question, withdraw, end early."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.calendar.core.elections import Election, Office
from netral.kernel.errors import Refusal
from netral.orgs.core import PersonKind, UnitKind
from netral.orgs.models import Person
from netral.orgs.queries import person_of
from netral.permits import queries
from netral.permits.actions.asking import answer, ask, withdraw
from netral.permits.actions.ending import end
from netral.permits.core import Kind, Shown, State
from netral.permits.errors import Moved, NotStaff, PeriodPast, PeriodTaken, PeriodTurned
from netral.permits.forms import (
    FORMS,
    AnswerForm,
    ConfirmForm,
    EndForm,
    LeaveForm,
    ServiceForm,
    TurnForm,
    WishForm,
    initial_of,
)
from netral.permits.models import Permit
from netral.permits.reader import terms

METHODS = ["GET", "HEAD", "POST"]
PERIOD = (PeriodTaken, PeriodPast, PeriodTurned)  # told at the days


@require_safe
@needs(Duty.BE_BOUND)
def choose(request: SeatedRequest) -> HttpResponse:
    """Ask which kind of permit it is to be."""
    _staff(request)
    return render(request, "permits/choose.html")


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def service(request: SeatedRequest) -> HttpResponse:
    """Ask to serve in an ad hoc election body."""
    return _ask(request, ServiceForm)


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def leave(request: SeatedRequest) -> HttpResponse:
    """Ask for unpaid leave beside a candidate spouse."""
    return _ask(request, LeaveForm)


def _ask(request: SeatedRequest, form_class: type[WishForm]) -> HttpResponse:
    """Show the form, then the check, then send; every step carries what was typed."""
    person = _staff(request)
    elections = queries.upcoming(person.institution, request.seat.at.local().date())
    if request.method != "POST" or "change" in request.POST:
        typed = {name: request.POST.get(name, "") for name in form_class.base_fields}
        initial = typed if request.method == "POST" else _initial(person, elections)
        return _form(request, person, form_class(elections=elections, initial=initial))
    form = form_class(request.POST, elections=elections)
    if not form.is_valid():
        return _form(request, person, form)
    confirm = ConfirmForm(request.POST if "send" in request.POST else None)
    if not confirm.is_valid():
        return _check(request, person, form, confirm)
    return _send(request, person, form)


def _send(request: SeatedRequest, person: Person, form: WishForm) -> HttpResponse:
    """Send the request; days that do not fit are told at their field."""
    try:
        made = ask(person=person, wish=form.wish(), by=request.seat.actor, at=request.seat.at)
    except PERIOD as refusal:
        form.add_error("starts_on", " ".join(refusal.words(gettext)))
        return _form(request, person, form)
    messages.success(request, gettext("Your request has been sent."))
    return redirect("permits:show", slug=made.slug)


def _staff(request: SeatedRequest) -> Person:
    person = person_of(request.seat)
    if person is None or person.kind == PersonKind.OFFICIAL:
        raise NotStaff
    return person


def _initial(person: Person, elections: Sequence[Election]) -> dict[str, str]:
    """Fill in what is likely: people serve where they work, spouses stand where people live."""
    here = person.unit.kind in {UnitKind.VILLAGE, UnitKind.DISTRICT}
    held = elections[0].offices_in(person.institution.code) if elections else frozenset()
    nearest = next((office.value for office in reversed(Office) if office in held), "")
    return {
        "place": person.unit.name if here else "",
        "region": person.institution.place,
        "office": nearest,
    }


def _form(request: SeatedRequest, person: Person, form: WishForm) -> HttpResponse:
    facts = {"form": form, "person": person, "kind": form.kind.value, "terms": terms(form.kind)}
    return render(request, "permits/form.html", facts, status=422 if form.errors else 200)


def _check(
    request: SeatedRequest, person: Person, form: WishForm, confirm: ConfirmForm
) -> HttpResponse:
    """Show the check and the conditions; what was typed travels along, hidden."""
    wish = form.wish()
    points = queries.examine(person, wish, request.seat.at)
    unsaved = Permit(
        election=wish.election, body=wish.body, place=wish.place, note=wish.note,
        spouse_office=wish.office, spouse_region=wish.region,
    )  # fmt: skip
    facts = {
        "form": form,
        "confirm": confirm,
        "wish": wish,
        "rows": queries.details(unsaved),
        "points": queries.tell(points),
        "terms": terms(wish.kind),
    }
    return render(request, "permits/check.html", facts, status=422 if confirm.errors else 200)


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def answer_question(request: SeatedRequest, slug: str) -> HttpResponse:
    """Answer what the decider asks, and mend the request if need be."""
    found = queries.own(request.seat, slug)
    elections = queries.upcoming(found.institution, request.seat.at.local().date())
    posted = request.POST if request.method == "POST" else None
    form = FORMS[Kind(found.kind)](posted, elections=elections, initial=initial_of(found))
    words, turn = AnswerForm(posted), TurnForm(posted, initial={"turn": found.turn})
    if found.state != State.ASKED:
        return redirect("permits:show", slug=slug)
    if posted is not None and words.is_valid() & form.is_valid() & turn.is_valid():
        try:
            answer(
                permit=found,
                wish=form.wish(),
                words=words.cleaned_data["words"],
                turn=turn.cleaned_data["turn"],
                at=request.seat.at,
            )
        except PERIOD as refusal:
            form.add_error("starts_on", " ".join(refusal.words(gettext)))
        else:
            messages.success(request, gettext("Your answer has been sent."))
            return redirect("permits:show", slug=slug)
    facts = {
        "permit": found,
        "form": form,
        "words": words,
        "turn": turn,
        "question": queries.story(found)[-1],
    }
    status = 422 if form.errors or words.errors else 200
    return render(request, "permits/answer.html", facts, status=status)


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def take_back(request: SeatedRequest, slug: str) -> HttpResponse:
    """Take a request back before it is decided."""
    found = queries.own(request.seat, slug)
    if found.state not in {State.WAITING, State.FORWARDED, State.ASKED}:
        return redirect("permits:show", slug=slug)
    form = TurnForm(request.POST or None, initial={"turn": found.turn})
    if request.method == "POST" and form.is_valid():
        withdraw(permit=found, turn=form.cleaned_data["turn"], at=request.seat.at)
        messages.success(request, gettext("Your request was withdrawn."))
        return redirect("permits:show", slug=slug)
    return render(request, "permits/withdraw.html", {"permit": found, "form": form})


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def end_early(request: SeatedRequest, slug: str) -> HttpResponse:
    """Give the rest of a permit back."""
    found, today = queries.own(request.seat, slug), request.seat.at.local().date()
    if found.shown(today) not in {Shown.COMING, Shown.RUNNING}:
        return redirect("permits:show", slug=slug)
    first = max(found.starts_on, today) - timedelta(days=1)
    initial = {"turn": found.turn, "last_on": max(first, min(today, found.ends_on))}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _ended(request, found, form):
        messages.success(request, gettext("The permit ends early, as you stated."))
        return redirect("permits:show", slug=slug)
    facts = {"permit": found, "form": form, "first": first}
    return render(request, "permits/end.html", facts, status=422 if form.errors else 200)


def _ended(request: SeatedRequest, found: Permit, form: EndForm) -> bool:
    given = form.cleaned_data
    try:
        end(permit=found, last_on=given["last_on"], turn=given["turn"], at=request.seat.at)
    except Moved:
        raise
    except Refusal as refusal:
        form.add_error("last_on", " ".join(refusal.words(gettext)))
        return False
    return True
