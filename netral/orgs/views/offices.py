"""Offices: who holds them, handing them over, and the institution itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import ROLE_WORDS, Duty, Role
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.orgs.actions.institutions import CHANGEABLE, change_institution, set_emblem
from netral.orgs.actions.offices import add_office, close_office, end_holding, hand_over
from netral.orgs.core import Capacity
from netral.orgs.forms.units import (
    EmblemForm,
    EndTermForm,
    HandOverForm,
    InstitutionForm,
    OfficeForm,
)
from netral.orgs.models import Holding, Office, Unit
from netral.orgs.queries import require_whole, unit_for
from netral.orgs.queries import units as queries
from netral.orgs.queries.people import candidates
from netral.orgs.views.acting import Act, answer
from netral.tenancy.models import Institution

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def add(request: SeatedRequest, pk: int) -> HttpResponse:
    """Open an office in a unit."""
    unit = unit_for(request.seat, Duty.KEEP_UNITS, pk)

    def run(given: dict[str, Any]) -> str:
        office = add_office(
            unit=unit,
            title=given["title"],
            role=Role(given["role"]),
            is_head=given["is_head"],
            by=request.seat.actor,
            at=request.seat.at,
        )
        return reverse("orgs:hand_over", args=[office.pk])

    act = Act(
        form=OfficeForm,
        about=unit.name,
        title=_("A new office"),
        lead=_("Who holds the office has its role over this unit and all below it."),
        button=_("Open the office"),
        back=reverse("orgs:unit", args=[unit.pk]),
        done=_("The office has been opened. Who holds it?"),
        initial=_likely(unit),
    )
    return answer(request, act, run)


def _likely(unit: Unit) -> dict[str, Any]:
    """Fill in what the first office of a unit mostly is: the one that answers for it."""
    if unit.offices.filter(is_head=True, closed_on=None).exists():
        return {}
    if unit.parent_id is None:
        title = unit.institution.head_title
        return {"title": title, "role": Role.SIGNATORY.value, "is_head": True}
    return {"role": Role.HEAD.value, "is_head": True}


@require_safe
@needs(Duty.KEEP_UNITS)
def office(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show an office and everyone who holds, held or will hold it."""
    found = _office(request, pk)
    facts = {
        "office": found,
        "role": ROLE_WORDS[Role(found.role)],
        "terms": queries.terms(found),
        "today": request.seat.at.local().date(),
    }
    return render(request, "orgs/office.html", facts)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def hand(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand the office over."""
    found = queries.office_open(_office(request, pk))

    def run(given: dict[str, Any]) -> str:
        hand_over(
            office=found,
            person=given["person"],
            capacity=Capacity(given["capacity"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            basis=given["basis"],
            by=request.seat.actor,
            at=request.seat.at,
        )
        return _page(found)

    act = Act(
        form=HandOverForm,
        about=found.unit.name,
        title=_("Hand over: {office}").format(office=found.title),
        lead=_("The role goes with the office, from the first day until the end of the last."),
        button=_("Hand the office over"),
        back=_page(found),
        done=_("The office has been handed over."),
        people=candidates(found.unit),
        initial={"starts_on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def end(request: SeatedRequest, pk: int) -> HttpResponse:
    """End a term earlier than it would have ended."""
    term = (
        Holding.objects.of(request.seat.institution)
        .select_related("office__unit", "person")
        .filter(pk=pk)
        .first()
    )
    if term is None:
        raise NotYours
    request.seat.require(Duty.KEEP_UNITS, term.office.unit.path)

    def run(given: dict[str, Any]) -> str:
        by, at = request.seat.actor, request.seat.at
        end_holding(holding=term, ends_on=given["ends_on"], by=by, at=at)
        return _page(term.office)

    act = Act(
        form=EndTermForm,
        about=term.office.title,
        title=_("End the term of {name}").format(name=term.person.full_name),
        lead=_("Anyone standing in for this holder (Plh. or Pjs.) also stops on that day."),
        button=_("End the term"),
        back=_page(term.office),
        done=_("The last day of the term has been set."),
        initial={"ends_on": request.seat.at.local().date()},
    )
    return answer(request, act, run)


@require_POST
@needs(Duty.KEEP_UNITS)
def close(request: SeatedRequest, pk: int) -> HttpResponse:
    """Close an office."""
    found = _office(request, pk)
    close_office(office=found, by=request.seat.actor, at=request.seat.at)
    messages.success(request, _("The office has been closed."))
    return redirect("orgs:unit", pk=found.unit_id)


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def institution(request: SeatedRequest) -> HttpResponse:
    """Show and change what the institution is called and where its clock stands."""
    require_whole(request.seat, Duty.KEEP_UNITS)
    house = request.seat.institution
    form = InstitutionForm(request.POST or None, initial=_stated(house))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        by, at = request.seat.actor, request.seat.at
        change_institution(institution=house, changes=given, by=by, at=at)
        messages.success(request, _("The institution has been changed."))
        return redirect("orgs:institution")
    return render(request, "orgs/institution.html", {"form": form, "emblem": EmblemForm()})


@require_http_methods(FORMS)
@needs(Duty.KEEP_UNITS)
def emblem(request: SeatedRequest) -> HttpResponse:
    """Take a new emblem, or show the present one."""
    require_whole(request.seat, Duty.KEEP_UNITS)
    house = request.seat.institution
    if request.method != "POST":
        if not house.emblem:
            raise Http404
        return HttpResponse(bytes(house.emblem), content_type="image/png")
    form = EmblemForm(request.POST, request.FILES)
    if not form.is_valid():
        known = InstitutionForm(initial=_stated(house))
        return render(request, "orgs/institution.html", {"form": known, "emblem": form})
    png = form.cleaned_data["emblem"]
    set_emblem(institution=house, png=png, by=request.seat.actor, at=request.seat.at)
    messages.success(request, _("The emblem has been replaced."))
    return redirect("orgs:institution")


def _stated(house: Institution) -> dict[str, Any]:
    return {name: getattr(house, name) for name in CHANGEABLE}


def _office(request: SeatedRequest, pk: int) -> Office:
    found: Office | None = (
        Office.objects.of(request.seat.institution)
        .select_related("unit", "institution")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotYours
    request.seat.require(Duty.KEEP_UNITS, found.unit.path)
    return found


def _page(office: Office) -> str:
    return reverse("orgs:office", args=[office.pk])
