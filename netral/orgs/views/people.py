"""People: the list, one person, and what is recorded about them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.access.queries import Seat
from netral.orgs.actions.people import add_person, change_person, transfer
from netral.orgs.actions.service import Leaving, bring_back, leave
from netral.orgs.core import (
    PERSON_WORDS,
    PLAIN,
    SERVICE_WORDS,
    SERVING,
    PersonFacts,
    PersonKind,
    Service,
)
from netral.orgs.forms.people import (
    CorrectForm,
    GoneForm,
    LeaveForm,
    NewPersonForm,
    ReturnForm,
    SearchForm,
    TransferForm,
)
from netral.orgs.models import Person, Unit
from netral.orgs.queries import people as queries
from netral.orgs.queries import person_for, unit_for, widest
from netral.orgs.queries.units import labels
from netral.orgs.views.acting import Act, answer

FORMS = ["GET", "HEAD", "POST"]
A_PAGE = 50


@require_safe
@needs(Duty.SEE_PEOPLE)
def people(request: SeatedRequest) -> HttpResponse:
    """List the people whom the seat may see, as far as they fit the search."""
    seat = request.seat
    paths = seat.paths(Duty.SEE_PEOPLE)
    form = SearchForm(request.GET or None, seat=seat, units=labels(seat.institution, paths))
    given = form.cleaned_data if form.is_valid() else {}
    wanted = queries.Wanted(
        words=given.get("words", ""),
        unit=given.get("unit"),
        kind=given.get("kind", ""),
        service=given.get("service", ""),
    )
    found = queries.people(seat.institution, paths, wanted)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "kinds": PERSON_WORDS,
        "services": SERVICE_WORDS,
        "searched": any(given.values()),
        "may_add": bool(seat.paths(Duty.IMPORT_ROSTER)),
        "slips_of": _slips_of(seat, wanted.unit),
    }
    return render(request, "orgs/people.html", facts)


def _slips_of(seat: Seat, chosen: Unit | None) -> Unit | None:
    """Return the unit whose slips the list offers: an operator has no page of units for that."""
    if not seat.paths(Duty.ISSUE_ACCOUNTS):
        return None
    unit = chosen or widest(seat, Duty.ISSUE_ACCOUNTS)
    return unit if seat.may(Duty.ISSUE_ACCOUNTS, unit.path) else None


@require_safe
@needs(Duty.SEE_PEOPLE)
def person(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one person: data, offices, history, and what looked odd."""
    seat = request.seat
    found = person_for(seat, Duty.SEE_PEOPLE, pk)
    account = found.account
    facts = {
        "person": found,
        "kind": PERSON_WORDS[PersonKind(found.kind)],
        "service": SERVICE_WORDS[Service(found.service)],
        "serves": Service(found.service) in SERVING,
        "history": queries.history(found),
        "terms": queries.terms_of(found, seat.at.local().date()),
        "remarks": queries.remarks(found),
        "activated": bool(account and account.has_usable_password()),
        "may_change": seat.may(Duty.IMPORT_ROSTER, found.unit.path),
        "may_print": seat.may(Duty.ISSUE_ACCOUNTS, found.unit.path),
        "may_keep": seat.may(Duty.KEEP_UNITS, found.unit.path),
    }
    return render(request, "orgs/person.html", facts)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def add(request: SeatedRequest, pk: int) -> HttpResponse:
    """Put somebody on the roster by hand."""
    unit = unit_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        facts = PersonFacts(
            kind=PersonKind(given["kind"]),
            identity=given["identity"],
            **{name: given[name] for name in PLAIN if name != "kind"},
        )
        by, at = request.seat.actor, request.seat.at
        made = add_person(institution=unit.institution, unit=unit, facts=facts, by=by, at=at)
        return _page(made)

    act = Act(
        form=NewPersonForm,
        about=unit.name,
        title=_("Add someone to the roster"),
        lead=_("For people who are in no roster file. The next import does not remove them."),
        button=_("Add this person"),
        back=reverse("orgs:people"),
        done=_("The person is on the roster."),
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def correct(request: SeatedRequest, pk: int) -> HttpResponse:
    """Correct what the roster says of a person."""
    found = person_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        by, at = request.seat.actor, request.seat.at
        return _page(change_person(person=found, changes=given, by=by, at=at))

    act = Act(
        form=CorrectForm,
        about=found.full_name,
        title=_("Correct the data"),
        lead=_("The next roster file overwrites what it states; correct it in SIASN too."),
        button=_("Save the data"),
        back=_page(found),
        done=_("The data has been corrected."),
        initial={name: getattr(found, name) for name in PLAIN},
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def move(request: SeatedRequest, pk: int) -> HttpResponse:
    """Transfer a person to another unit."""
    found = person_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        unit, basis = given["unit"], given["basis"]
        by, at = request.seat.actor, request.seat.at
        return _page(transfer(person=found, unit=unit, basis=basis, by=by, at=at))

    act = Act(
        form=TransferForm,
        about=found.full_name,
        title=_("Transfer to another unit"),
        lead=_("Signatures stay with the person; boards count them in the new unit."),
        button=_("Transfer"),
        back=_page(found),
        done=_("The person has been transferred."),
        units=_labels(request),
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def on_leave(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record a leave."""
    found = person_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        leaving = Leaving(service=Service.LEAVE, note=given["note"], until=given["until"])
        leave(person=found, leaving=leaving, by=request.seat.actor, at=request.seat.at)
        return _page(found)

    act = Act(
        form=LeaveForm,
        about=found.full_name,
        title=_("Record a leave"),
        lead=_("People on leave stay on the roster and are counted separately."),
        button=_("Record the leave"),
        back=_page(found),
        done=_("The leave has been recorded."),
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def gone(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record that somebody no longer serves."""
    found = person_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        leaving = Leaving(service=Service(given["service"]), note=given["note"])
        leave(person=found, leaving=leaving, by=request.seat.actor, at=request.seat.at)
        return _page(found)

    act = Act(
        form=GoneForm,
        about=found.full_name,
        title=_("Record that this person no longer serves"),
        lead=_("Offices and roles end at once. What was signed stays."),
        button=_("Record it"),
        back=_page(found),
        done=_("It has been recorded."),
        danger=True,
    )
    return answer(request, act, run)


@require_http_methods(FORMS)
@needs(Duty.IMPORT_ROSTER)
def back(request: SeatedRequest, pk: int) -> HttpResponse:
    """Record that somebody serves again."""
    found = person_for(request.seat, Duty.IMPORT_ROSTER, pk)

    def run(given: dict[str, Any]) -> str:
        by, at = request.seat.actor, request.seat.at
        return _page(bring_back(person=found, unit=given["unit"], by=by, at=at))

    act = Act(
        form=ReturnForm,
        about=found.full_name,
        title=_("Serving again"),
        button=_("Record the return"),
        back=_page(found),
        done=_("The return has been recorded."),
        units=_labels(request),
        initial={"unit": f"{found.unit.name} · {found.unit.code}"},
    )
    return answer(request, act, run)


def _page(person: Person) -> str:
    return reverse("orgs:person", args=[person.pk])


def _labels(request: SeatedRequest) -> list[str]:
    return labels(request.seat.institution, request.seat.paths(Duty.IMPORT_ROSTER))
