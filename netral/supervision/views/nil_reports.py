"""The page of nil reports: one statement in two taps, and those that were made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.kernel.errors import Refusal
from netral.orgs.models import Holding
from netral.supervision.actions.nil_reports import state_nil
from netral.supervision.core.periods import last_month, last_week, this_month
from netral.supervision.forms.nil_reports import NilForm
from netral.supervision.queries import nil_reports as queries
from netral.supervision.queries.knowledge_clock import has_running
from netral.supervision.queries.offices import headed
from netral.supervision.queries.units import answered_for


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ANSWER_FOR_UNIT)
def nil(request: SeatedRequest) -> HttpResponse:
    """State that nothing came to knowledge, and show what was stated."""
    seat, terms = request.seat, {term.office.unit_id: term for term in headed(request.seat)}
    units = [term.office.unit for term in terms.values()]
    named = [(unit.pk, unit.name) for unit in units]
    offered = NilForm.offered(request.GET.dict(), named)
    form = NilForm(request.POST or None, units=named, initial=offered)
    if request.method == "POST" and form.is_valid() and _stated(request, terms, form):
        messages.success(request, gettext("Your nil report is recorded."))
        return redirect("supervision:nil")
    today = seat.at.local().date()
    facts = {
        "form": form,
        "units": units,
        "stated": queries.stated(seat, units),
        "periods": [last_week(today), last_month(today), this_month(today)],
    }
    status = 422 if form.errors else 200
    return render(request, "supervision/nil.html", facts, status=status)


def _stated(request: SeatedRequest, terms: dict[int, Holding], form: NilForm) -> bool:
    """Make the statement, or tell in the form why it cannot be made."""
    seat, term = request.seat, terms[form.cleaned_data["unit"]]
    unit, period = term.office.unit, form.chosen(seat.at.local().date())
    try:
        state_nil(
            term=term,
            period=period,
            units=answered_for(unit, seat),
            something_known=has_running(unit, period.starts_on, period.ends_on, reader=seat.user),
            by=seat.actor,
            at=seat.at,
        )
    except Refusal as refusal:
        form.add_error("period", " ".join(refusal.words(gettext)))
        return False
    return True
