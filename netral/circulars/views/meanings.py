"""Saying what a clause means."""

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
from netral.circulars.actions.meanings import set_meaning
from netral.circulars.forms.meaning import MeaningForm, initial
from netral.circulars.models import Circular
from netral.circulars.queries.meanings import history, meaning_of, numbered, stored_meaning
from netral.rules import queries as rules


@require_http_methods(["GET", "POST"])
@needs(Duty.DRAFT_CIRCULAR)
def meaning(request: SeatedRequest, slug: str, order: int) -> HttpResponse:
    """Say what one clause restates and adds; signed or not, its words stay as they are."""
    seat = request.seat
    circular = queries.staff_circular(seat, slug)
    seat.require(Duty.DRAFT_CIRCULAR, circular.unit.path)
    number, clause = next((row for row in numbered(circular) if row[1].order == order), (0, None))
    if clause is None or circular.parent_id is not None:
        raise NotYours
    law, row = rules.in_force(seat.institution, seat.at.acted), stored_meaning(clause)
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
        set_meaning(clause=clause, meaning=form.meaning(), by=seat.actor, at=seat.at)
        messages.success(
            request, gettext("The meaning of clause %(n)s has been saved.") % {"n": number}
        )
        return redirect(_next(circular))
    form.narrow()
    page = {
        "circular": circular, "clause": clause, "number": number, "form": form, "law": law,
        "row": row, "history": history(row),
    }  # fmt: skip
    return render(request, "circulars/desk/meaning.html", page)


def _next(circular: Circular) -> str:
    """Lead to the next clause that nobody has read yet, else back to the circular."""
    circular = Circular.objects.get(pk=circular.pk)
    for _number, clause in numbered(circular):
        if stored_meaning(clause) is None:
            return reverse("circulars:meaning", args=[circular.slug, clause.order])
    return reverse("circulars:work", args=[circular.slug]) + "#aturan"
