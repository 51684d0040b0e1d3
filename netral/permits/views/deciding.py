"""The pages of deciders: the desk, the decision or recommendation, the revocation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.permits import queries
from netral.permits.actions.deciding import Ruled, decide, recommend, send_back
from netral.permits.actions.ending import revoke
from netral.permits.actions.moves import Hand
from netral.permits.core import Kind, Shown, State
from netral.permits.errors import OwnRequest, PeriodPast
from netral.permits.forms import DecisionForm, RecommendForm, RevokeForm
from netral.permits.models import Permit
from netral.permits.reader import terms
from netral.permits.tasks import seal_letters

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Duty.DECIDE_PERMIT)
def desk(request: SeatedRequest) -> HttpResponse:
    """Show what waits for me, and what is late below me."""
    return render(request, "permits/desk.html", {"desk": queries.desk(request.seat)})


@require_http_methods(METHODS)
@needs(Duty.DECIDE_PERMIT)
def decision(request: SeatedRequest, slug: str) -> HttpResponse:
    """Decide on a request, or recommend it to who decides."""
    found = _over(request, slug)
    if found.person.account_id == request.seat.user.pk:
        raise OwnRequest
    if not queries.may_decide(request.seat, found):
        return redirect("permits:show", slug=slug)
    only_recommend = terms(Kind(found.kind)).needs_authority and found.state == State.WAITING
    form_class = RecommendForm if only_recommend else DecisionForm
    form = form_class(request.POST or None, initial={"turn": found.turn})
    if request.method == "POST" and form.is_valid() and _acted(request, found, form):
        return redirect("permits:show", slug=slug)
    today = request.seat.at.local().date()
    facts = {
        "permit": found,
        "card": queries.card(found, today),
        "rows": queries.details(found),
        "points": queries.tell(found.points),
        "summary": queries.summary(found.points),
        "story": queries.story(found),
        "recommended": queries.recommendation(found),
        "terms": terms(Kind(found.kind)),
        "only_recommend": only_recommend,
        "form": form,
    }
    return render(request, "permits/decide.html", facts, status=422 if form.errors else 200)


def _over(request: SeatedRequest, slug: str) -> Permit:
    """Return a permit of somebody below the seat; hidden and missing look alike."""
    found = queries.permit_for(request.seat, slug)
    request.seat.require(Duty.DECIDE_PERMIT, found.person.unit.path)
    return found


def _acted(request: SeatedRequest, found: Permit, form: DecisionForm | RecommendForm) -> bool:
    """Do what was chosen, and say what happens next; what does not fit is told at its field."""
    given, at, hand = form.cleaned_data, request.seat.at, _hand(request, found)
    words, turn = given["reason"], given["turn"]
    if given["choice"] == DecisionForm.ASK:
        send_back(permit=found, question=words, hand=hand, turn=turn, at=at)
        messages.success(request, gettext("Your question has been sent to the asker."))
    elif given["choice"] == RecommendForm.PASS:
        recommend(permit=found, words=words, hand=hand, turn=turn, at=at)
        messages.success(request, gettext("Your recommendation was passed on."))
    else:
        try:
            decide(permit=found, ruled=_ruled(given), hand=hand, turn=turn, at=at)
        except PeriodPast as refusal:
            form.add_error("choice", " ".join(refusal.words(gettext)))
            return False
        seal_letters.enqueue([found.paper_id] if found.paper_id else [])
        messages.success(request, gettext("Your decision is recorded, and the asker is told."))
    return True


def _ruled(given: dict[str, Any]) -> Ruled:
    granted = given["choice"] in {DecisionForm.GRANT, DecisionForm.CONDITIONS}
    set_any = given["choice"] == DecisionForm.CONDITIONS
    return Ruled(granted, given["reason"], given["conditions"] if set_any else "")


def _hand(request: SeatedRequest, found: Permit) -> Hand:
    """Return who acts, styled as the office has it: a stand-in as Plt. or Plh."""
    term = queries.acting_as(request.seat, found)
    if term is None:
        return Hand(request.seat.actor, request.seat.user.name)
    return Hand(request.seat.actor, term.person.full_name, term.title)


@require_http_methods(METHODS)
@needs(Duty.DECIDE_PERMIT)
def revocation(request: SeatedRequest, slug: str) -> HttpResponse:
    """Take a permit back, from today on."""
    found, today = _over(request, slug), request.seat.at.local().date()
    if found.person.account_id == request.seat.user.pk:
        raise OwnRequest
    if found.decided_at is not None and not queries.holds_over(request.seat, found):
        raise NotYours
    if found.shown(today) not in {Shown.COMING, Shown.RUNNING}:
        return redirect("permits:show", slug=slug)
    form = RevokeForm(request.POST or None, initial={"turn": found.turn})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        revoke(
            permit=found,
            reason=given["reason"],
            hand=_hand(request, found),
            turn=given["turn"],
            at=request.seat.at,
        )
        messages.success(request, gettext("The permit is revoked from today on."))
        return redirect("permits:show", slug=slug)
    facts = {"permit": found, "card": queries.card(found, today), "form": form}
    return render(request, "permits/revoke.html", facts, status=422 if form.errors else 200)
