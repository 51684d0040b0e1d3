"""Activation slips: printed once, because the codes on them are kept nowhere."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.orgs.actions.accounts import Slips, issue_slips, mail_slips
from netral.orgs.models import Person, Unit
from netral.orgs.papers.slips import slips_pdf
from netral.orgs.queries import person_for, unit_for
from netral.orgs.queries.people import without_sign_in

MOST = 500  # slips in one printing: a ream of paper


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ISSUE_ACCOUNTS)
@never_cache
def of_unit(request: SeatedRequest, pk: int) -> HttpResponse:
    """Say how many people of the unit cannot sign in yet; print slips for them.

    The answer to the form is the printing itself, not a redirect: the codes are shown once.
    """
    unit = unit_for(request.seat, Duty.ISSUE_ACCOUNTS, pk)
    waiting = without_sign_in(request.seat.institution, unit)
    addressed = waiting.exclude(email="")
    if request.method != "POST":
        facts = {"unit": unit, "count": waiting.count()}
        facts["mail"] = addressed.count() if settings.EMAIL_HOST else 0
        return render(request, "orgs/slips.html", facts)
    if request.POST.get("as") == "mail":
        return _mailed(request, unit, list(addressed[:MOST]))
    made = issue_slips(
        institution=request.seat.institution,
        people=list(waiting[:MOST]),
        by=request.seat.actor,
        at=request.seat.at,
    )
    return _printed(request, made, unit, left=waiting.count() - len(made.slips))


def _mailed(request: SeatedRequest, unit: Unit, people: list[Person]) -> HttpResponse:
    house, by, at = request.seat.institution, request.seat.actor, request.seat.at
    made = mail_slips(institution=house, people=people, by=by, at=at)
    done = ngettext(
        "{n} code will be sent by e-mail.", "{n} codes will be sent by e-mail.", len(made.slips)
    )
    messages.success(request, done.format(n=len(made.slips)))
    for name, refusal in made.without:
        messages.warning(request, f"{name}: {' '.join(refusal.words(gettext))}")
    return redirect("orgs:slips", pk=unit.pk)


@require_POST
@needs(Duty.ISSUE_ACCOUNTS)
@never_cache
def of_person(request: SeatedRequest, pk: int) -> HttpResponse:
    """Print a new slip for one person, who may have lost the first."""
    person = person_for(request.seat, Duty.ISSUE_ACCOUNTS, pk)
    made = issue_slips(
        institution=request.seat.institution,
        people=[person],
        by=request.seat.actor,
        at=request.seat.at,
    )
    return _printed(request, made, person.unit, left=0)


def _printed(request: SeatedRequest, made: Slips, unit: Unit, *, left: int) -> HttpResponse:
    address = settings.BASE_URL + reverse("access:activation")
    if request.POST.get("as") == "pdf" and made.slips:
        octets = slips_pdf(made.slips, unit=unit, address=address, at=request.seat.at)
        return hand_out(octets, "application/pdf", f"slip-{unit.pk}.pdf")
    facts = {
        "unit": unit,
        "slips": made.slips,
        "without": [(name, *refusal.words(gettext)) for name, refusal in made.without],
        "address": address,
        "left": max(0, left),
    }
    return render(request, "orgs/slips_printed.html", facts)
