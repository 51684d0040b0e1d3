"""One obligation with its story, excusing the office from it, and taking that back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.duties.actions.excusing import Hand, excuse, withdraw_excuse
from netral.duties.core import (
    GROUP_WORDS,
    KIND_WORDS,
    OPEN,
    PROOF_WORDS,
    PROOFS,
    STATE_WORDS,
    Group,
    Kind,
    State,
)
from netral.duties.forms import ReasonForm
from netral.duties.models import Obligation
from netral.duties.queries.desk import MEANINGS, desk
from netral.duties.queries.history import obligation_for, story
from netral.duties.queries.tools import Tool
from netral.duties.views.desks import own_tools, own_units

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Duty.SEE_BOARD)
def show(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one obligation, and what became of it in whose time."""
    found = obligation_for(request.seat, pk)
    may = request.seat.may(Duty.EXCUSE_DUTY, found.unit.path)
    state = State(found.state)
    facts = _facts(found) | {
        "story": story(found),
        "tool": _tool(request, found) if state in OPEN else None,
        "may_excuse": may and state in OPEN,
        "may_withdraw": may and state is State.EXCUSED,
    }
    return render(request, "duties/show.html", facts)


def _tool(request: SeatedRequest, found: Obligation) -> Tool | None:
    """Return the page that does what is owed, for who may open it."""
    duties = own_tools(request, found.unit, own_units(request))
    if not duties or not found.unit.parent_id:
        return None
    now = desk(found.unit, request.seat.at.acted, duties).now
    return next((item.tool for item in now if item.pk == found.pk), None)


@require_http_methods(METHODS)
@needs(Duty.EXCUSE_DUTY)
def excusing(request: SeatedRequest, pk: int) -> HttpResponse:
    """Excuse the office from an obligation, with a reason."""
    words = gettext("The office is excused. The reason stays with the duty.")
    return _reasoned(request, pk, excuse, words, withdraws=False)


@require_http_methods(METHODS)
@needs(Duty.EXCUSE_DUTY)
def withdrawing(request: SeatedRequest, pk: int) -> HttpResponse:
    """Take an excuse back, with a reason."""
    words = gettext("The excuse is withdrawn; the duty stands again.")
    return _reasoned(request, pk, withdraw_excuse, words, withdraws=True)


def _reasoned(
    request: SeatedRequest, pk: int, act: Callable[..., object], words: str, *, withdraws: bool
) -> HttpResponse:
    found = _over(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hand = Hand(request.user, form.cleaned_data["reason"])
        act(obligation=found, hand=hand, at=request.seat.at)
        messages.success(request, words)
        return redirect("duties:show", pk=pk)
    facts = _facts(found) | {"form": form, "withdraws": withdraws}
    return render(request, "duties/excuse.html", facts, status=422 if form.errors else 200)


def _over(request: SeatedRequest, pk: int) -> Obligation:
    found = obligation_for(request.seat, pk)
    request.seat.require(Duty.EXCUSE_DUTY, found.unit.path)
    return found


def _facts(found: Obligation) -> dict[str, object]:
    state = State(found.state)
    return {
        "obligation": found,
        "unit": found.unit,
        "word": KIND_WORDS[Kind(found.kind)],
        "group_word": GROUP_WORDS[Group(found.group)],
        "state_word": STATE_WORDS[state],
        "fulfils": [PROOF_WORDS[proof] for proof in sorted(PROOFS.get(Kind(found.kind), ()))],
        "meaning": MEANINGS[state],
    }
