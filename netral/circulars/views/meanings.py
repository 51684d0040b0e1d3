"""Saying what a clause means; once the circular is signed, two persons say it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.circulars import queries
from netral.circulars.actions import meanings
from netral.circulars.forms.meaning import MeaningForm, initial
from netral.circulars.forms.signing import ReasonForm, SeenForm
from netral.circulars.models import Circular, Clause
from netral.circulars.queries.meanings import (
    may_mean,
    meaning_of,
    numbered,
    stored_meaning,
    stored_proposal,
)
from netral.circulars.queries.proposed import history, waiting, waits
from netral.rules import queries as rules


@require_http_methods(["GET", "POST"])
@needs(Duty.DRAFT_CIRCULAR)
def meaning(request: SeatedRequest, slug: str, order: int) -> HttpResponse:
    """Say what one clause restates and adds; signed or not, its words stay as they are."""
    seat = request.seat
    circular = queries.staff_circular(seat, slug)
    seat.require(Duty.DRAFT_CIRCULAR, circular.unit.path)
    number, clause = next((row for row in numbered(circular) if row[1].order == order), (0, None))
    if clause is None or not may_mean(clause):
        raise NotYours
    if "seen" in request.POST or (request.method == "GET" and waits(clause)):
        return _decide(request, circular, clause, number)
    law = rules.in_force(seat.institution, seat.at.acted)
    row, proposal = stored_meaning(clause), stored_proposal(clause)
    form = MeaningForm(
        request.POST if request.method == "POST" else None,
        initial=initial(meaning_of(row) if row else None),
        clause=clause,
        base=law.base,
        on=seat.at.local().date(),
    )
    if "search" in request.POST:
        form.hush()
    elif form.is_valid():
        return _save(request, circular, clause, number, form)
    form.narrow()
    page = {
        "circular": circular, "clause": clause, "number": number, "form": form, "law": law,
        "row": row, "signed": circular.stage in meanings.AFTER,
        "history": history(row or proposal), "sent_back": proposal.reason if proposal else "",
    }  # fmt: skip
    return render(request, "circulars/desk/meaning.html", page)


def _save(
    request: SeatedRequest, circular: Circular, clause: Clause, number: int, form: MeaningForm
) -> HttpResponse:
    """Set the meaning; of a signed circular, propose it."""
    seat = request.seat
    if circular.stage in meanings.AFTER:
        made = meanings.propose_meaning(
            clause=clause, meaning=form.meaning(), by=seat.actor, at=seat.at
        )
        text = gettext("Clause %(n)s is read so already; nothing has changed.")
        if made is not None:
            text = gettext("The meaning of clause %(n)s waits until a colleague has confirmed it.")
    else:
        meanings.set_meaning(clause=clause, meaning=form.meaning(), by=seat.actor, at=seat.at)
        text = gettext("The meaning of clause %(n)s has been saved.")
    messages.success(request, text % {"n": number})
    return redirect(_next(circular))


def _decide(
    request: SeatedRequest, circular: Circular, clause: Clause, number: int
) -> HttpResponse:
    """Show the proposal that waits, and confirm it, send it back or withdraw it."""
    seat, seen, form = request.seat, SeenForm(request.POST), ReasonForm(request.POST or None)
    turn = seen.cleaned_data["seen"] or 0 if seen.is_valid() else 0  # who saw none decides none
    work = reverse("circulars:work", args=[circular.slug]) + "#makna"
    if "confirm" in request.POST:
        meanings.confirm_meaning(clause=clause, seen=turn, by=seat.actor, at=seat.at)
        text = gettext("The meaning of clause %(n)s has been confirmed and holds from now on.")
        messages.success(request, text % {"n": number})
        return redirect(work)
    if "withdraw" in request.POST or form.is_valid():
        reason = "" if "withdraw" in request.POST else form.cleaned_data["reason"]
        meanings.drop_proposal(clause=clause, seen=turn, reason=reason, by=seat.actor, at=seat.at)
        messages.success(request, gettext("The proposal has been dropped; nothing has changed."))
        return redirect(work)
    found = next((each for each in waiting(circular, seat) if each.number == number), None)
    if found is None:
        return redirect(work)
    page = {
        "circular": circular, "clause": clause, "number": number, "waiting": found, "form": form,
        "history": history(stored_proposal(clause)),
    }  # fmt: skip
    return render(request, "circulars/desk/proposal.html", page)


def _next(circular: Circular) -> str:
    """Lead to the next clause that nobody has read yet, else back to the circular."""
    circular = Circular.objects.get(pk=circular.pk)
    for _number, clause in numbered(circular):
        if may_mean(clause) and stored_meaning(clause) is None and not waits(clause):
            return reverse("circulars:meaning", args=[circular.slug, clause.order])
    return reverse("circulars:work", args=[circular.slug]) + "#aturan"
