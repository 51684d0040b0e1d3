"""The cascade: acknowledge, derive, state that one has read, and watch the tree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.circulars.actions import cascade as acts
from netral.circulars.models import CascadeItem, Circular
from netral.circulars.queries.cascade import cascade as tree_of
from netral.orgs import queries as orgs


def _published(request: SeatedRequest, slug: str) -> Circular:
    rows = Circular.objects.of(request.seat.institution).select_related("institution", "unit")
    found: Circular | None = rows.filter(slug=slug, published_at__isnull=False).first()
    if found is None:
        raise NotYours
    return found


@require_safe
@needs(Duty.SEE_CASCADE)
def tree(request: SeatedRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Show one level of the cascade: everything, or the reader's own part of the tree."""
    circular = _published(request, slug)
    seat, duty = request.seat, Duty.SEE_CASCADE
    unit = orgs.unit_for(seat, duty, pk) if pk else orgs.widest(seat, duty)
    page = {"circular": circular, "cascade": tree_of(circular, unit, seat.at.acted)}
    name = "circulars/cascade/_tree.html" if _fragment(request) else "circulars/cascade/tree.html"
    return render(request, name, page)


def _fragment(request: SeatedRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _item(request: SeatedRequest, pk: int) -> CascadeItem:
    rows = CascadeItem.objects.of(request.seat.institution).select_related(
        "circular", "unit__institution"
    )
    found: CascadeItem | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotYours
    request.seat.require(Duty.PASS_ON_CIRCULAR, found.unit.path)
    return found


@require_POST
@needs(Duty.PASS_ON_CIRCULAR)
def acknowledge(request: SeatedRequest, pk: int) -> HttpResponse:
    """State that the circular reached the unit."""
    acts.acknowledge(item=_item(request, pk), user=request.user, at=request.seat.at)
    messages.success(request, gettext("Receipt is acknowledged. Now issue your derived circular."))
    return redirect("circulars:desk")


@require_POST
@needs(Duty.PASS_ON_CIRCULAR)
def derive(request: SeatedRequest, pk: int) -> HttpResponse:
    """Begin the unit's own circular, prefilled."""
    draft = acts.derive(item=_item(request, pk), user=request.user, at=request.seat.at)
    return redirect("circulars:edit", slug=draft.slug)


@require_POST
@needs(Duty.BE_BOUND)
def read(request: SeatedRequest, slug: str) -> HttpResponse:
    """State "sudah membaca"."""
    circular = _published(request, slug)
    person = orgs.person_of(request.seat)
    if person is None:
        raise NotYours
    acts.state_read(circular=circular, person=person, at=request.seat.at)
    messages.success(request, gettext("Recorded: you have read this circular."))
    return redirect("circulars:show", slug=slug)
