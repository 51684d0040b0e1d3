"""Units: the tree, one unit, and what is done to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.orgs.actions.moves import merge_unit, move_unit
from netral.orgs.actions.units import UnitMarks, add_unit, close_unit, rename_unit
from netral.orgs.core import UNIT_WORDS, UnitKind
from netral.orgs.forms.units import CloseForm, MergeForm, MoveForm, RenameForm, UnitForm
from netral.orgs.models import Unit
from netral.orgs.queries import unit_for
from netral.orgs.queries import units as queries
from netral.orgs.views.acting import Act, answer

FORMS = ["GET", "HEAD", "POST"]


@require_safe
@needs(Duty.KEEP_UNITS)
def units(request: SeatedRequest) -> HttpResponse:
    """Show the tree, or the units that a search finds."""
    seat = request.seat
    paths = seat.paths(Duty.KEEP_UNITS)
    words = request.GET.get("q", "").strip()[:80]
    facts: dict[str, Any] = {"q": words}
    if words:
        facts["found"] = queries.found(seat.institution, paths, words)
    else:
        top = queries.branches(seat.institution, paths, seat.at.local().date())
        facts |= {"branches": top, "count": sum(map(_size, top))}
    return render(request, "orgs/units.html", facts)


def _size(branch: queries.Branch) -> int:
    return 1 + sum(map(_size, branch.below))


@require_safe
@needs(Duty.KEEP_UNITS)
def unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one unit: its offices and their holders, what lies below, how it came to be."""
    found = unit_for(request.seat, Duty.KEEP_UNITS, pk)
    today = request.seat.at.local().date()
    below = queries.branches(found.institution, [found.path], today)
    facts = {
        "unit": found,
        "words": UNIT_WORDS[UnitKind(found.kind)],
        "above": queries.ancestors_of(found),
        "branch": below[0] if below else None,
        "desks": queries.desks(found, today),
        "past": queries.past_names(found),
        "may_print": request.seat.may(Duty.ISSUE_ACCOUNTS, found.path),
        "may_add": request.seat.may(Duty.IMPORT_ROSTER, found.path),
        "may_see": request.seat.may(Duty.SEE_PEOPLE, found.path),
    }
    return render(request, "orgs/unit.html", facts)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def add(request: SeatedRequest, pk: int) -> HttpResponse:
    """Open a unit below this one."""
    parent = unit_for(request.seat, Duty.KEEP_UNITS, pk)

    def run(given: dict[str, Any]) -> str:
        made = add_unit(
            institution=parent.institution,
            parent=parent,
            code=given["code"],
            name=given["name"],
            kind=UnitKind(given["kind"]),
            marks=UnitMarks(
                short_name=given["short_name"],
                siasn_id=given["siasn_id"],
                region_code=given["region_code"],
            ),
            begins_on=given["begins_on"],
            by=request.seat.actor,
            at=request.seat.at,
        )
        return _page(made)

    act = Act(
        form=UnitForm,
        about=parent.name,
        title=_("A new unit below this one"),
        button=_("Open the unit"),
        back=_page(parent),
        done=_("The unit has been opened."),
        initial={"begins_on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def rename(request: SeatedRequest, pk: int) -> HttpResponse:
    """Give the unit a new name from a day on."""
    found = unit_for(request.seat, Duty.KEEP_UNITS, pk)

    def run(given: dict[str, Any]) -> str:
        return _page(
            rename_unit(
                unit=found,
                name=given["name"],
                short_name=given["short_name"],
                on=given["on"],
                by=request.seat.actor,
                at=request.seat.at,
            )
        )

    act = Act(
        form=RenameForm,
        about=found.name,
        title=_("Rename the unit"),
        lead=_("People, offices and figures stay with it; the old name is kept with its dates."),
        button=_("Rename the unit"),
        back=_page(found),
        done=_("The unit has been renamed."),
        initial={"short_name": found.short_name, "on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def move(request: SeatedRequest, pk: int) -> HttpResponse:
    """Place the unit under another one."""
    found = unit_for(request.seat, Duty.KEEP_UNITS, pk)

    def run(given: dict[str, Any]) -> str:
        by, at = request.seat.actor, request.seat.at
        return _page(move_unit(unit=found, parent=given["parent"], by=by, at=at))

    act = Act(
        form=MoveForm,
        about=found.name,
        title=_("Move the unit"),
        lead=_("All units below it, and everyone in them, move with it."),
        button=_("Move the unit"),
        back=_page(found),
        done=_("The unit has been moved."),
        units=_labels(request),
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def merge(request: SeatedRequest, pk: int) -> HttpResponse:
    """Merge the unit into another one."""
    found = unit_for(request.seat, Duty.KEEP_UNITS, pk)

    def run(given: dict[str, Any]) -> str:
        by, at = request.seat.actor, request.seat.at
        return _page(merge_unit(unit=found, into=given["into"], on=given["on"], by=by, at=at))

    act = Act(
        form=MergeForm,
        about=found.name,
        title=_("Merge the unit into another one"),
        lead=_(
            "Its people, units and offices move to the other unit. The office of its head ends. "
            "This cannot be undone."
        ),
        button=_("Merge the unit"),
        back=_page(found),
        done=_("The unit has been merged."),
        danger=True,
        units=_labels(request),
        initial={"on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def close(request: SeatedRequest, pk: int) -> HttpResponse:
    """Close an empty unit."""
    found = unit_for(request.seat, Duty.KEEP_UNITS, pk)
    above = found.parent

    def run(given: dict[str, Any]) -> str:
        close_unit(unit=found, on=given["on"], by=request.seat.actor, at=request.seat.at)
        return _page(above) if above else reverse("orgs:units")

    act = Act(
        form=CloseForm,
        about=found.name,
        title=_("Close the unit"),
        lead=_("Only a unit in which nobody serves can be closed. Its offices end with it."),
        button=_("Close the unit"),
        back=_page(found),
        done=_("The unit has been closed."),
        danger=True,
        initial={"on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


def _page(unit: Unit) -> str:
    return reverse("orgs:unit", args=[unit.pk])


def _labels(request: SeatedRequest) -> list[str]:
    return queries.labels(request.seat.institution, request.seat.paths(Duty.KEEP_UNITS))
