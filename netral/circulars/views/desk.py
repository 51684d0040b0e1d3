"""Desks: what waits for whose hand, and the steps of a circular's life."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.access.queries import Seat
from netral.circulars import queries
from netral.circulars.actions import life, publishing
from netral.circulars.core import Stage
from netral.circulars.errors import InitialNotAsked
from netral.circulars.forms.signing import ReasonForm, SeenForm
from netral.circulars.models import Circular
from netral.circulars.queries import desk as desks
from netral.circulars.queries import public
from netral.circulars.queries.gaps import check
from netral.circulars.queries.history import last_number
from netral.circulars.queries.proposed import waiting
from netral.circulars.queries.readings import readings
from netral.circulars.queries.texts import falls_short, lacking

MAKING = (
    Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SIGN_CIRCULAR, Duty.PASS_ON_CIRCULAR,
)  # fmt: skip


@require_safe
@needs(*MAKING)
def desk(request: SeatedRequest) -> HttpResponse:
    """Show everything that waits for the reader."""
    found = desks.desk(request.seat)
    page = {
        "desk": found,
        "may_draft": bool(request.seat.paths(Duty.DRAFT_CIRCULAR)),
        "may_number": bool(request.seat.paths(Duty.DRAFT_CIRCULAR)),
        "empty": not any(
            (found.units, found.to_initial, found.to_sign, found.to_publish, found.drafts)
        ),
    }
    return render(request, "circulars/desk/desk.html", page)


@require_safe
@needs(*MAKING, Duty.AUDIT)
def work(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one circular on the desk: its text, where it stands, and the reader's next step."""
    circular = queries.staff_circular(request.seat, slug)
    return render(request, "circulars/desk/work.html", _page(request, circular))


def _page(request: SeatedRequest, circular: Circular) -> dict[str, object]:
    seat = request.seat
    drafted = circular.stage == Stage.DRAFT
    office = desks.initial_office(seat, circular) if drafted else None
    return {
        "circular": circular,
        **wording(circular, seat),
        "initials": list(circular.initials.select_related("office", "given_by__person")),
        "office": office,
        "seen": last_number(circular),
        "may_edit": drafted and _may_write(request, circular),
        "may_submit": drafted and _may_write(request, circular) and not circular.initials.exists(),
        "may_sign": circular.stage == Stage.INITIALLED and _may_sign(request, circular),
        "may_send_back": office is not None
        or (
            circular.stage == Stage.INITIALLED
            and (_may_sign(request, circular) or _may_write(request, circular))
        ),
        "may_publish": circular.stage == Stage.SIGNED and _may_sign(request, circular),
        "may_revoke": circular.stage in {Stage.SIGNED, Stage.PUBLISHED}
        and _may_sign(request, circular),
        "lacking": lacking(circular) if drafted else [],
        "short": falls_short(circular) if drafted else [],
        "check": None if circular.parent_id else check(circular, seat.institution, seat.at.acted),
        "proposals": waiting(circular, seat),
        "may_read": seat.may(Duty.DRAFT_CIRCULAR, circular.unit.path),
    }


def wording(circular: Circular, seat: Seat) -> dict[str, object]:
    """Return everything that a signature or initials stand under, as the public page shows it."""
    kinds, units = public.bound(circular)
    return {
        "groups": public.groups(circular),
        "kinds": kinds,
        "units": units,
        "bases": public.bases(circular),
        "elections": public.elections(circular, seat.at.acted),
        "meanings": readings(circular, seat.at.acted),
    }


def _may_write(request: SeatedRequest, circular: Circular) -> bool:
    duty = Duty.PASS_ON_CIRCULAR if circular.parent_id else Duty.DRAFT_CIRCULAR
    return request.seat.may(duty, circular.unit.path)


def _may_sign(request: SeatedRequest, circular: Circular) -> bool:
    duty = Duty.PASS_ON_CIRCULAR if circular.parent_id else Duty.SIGN_CIRCULAR
    return request.seat.may(duty, circular.unit.path)


def signer_of(request: SeatedRequest, slug: str) -> Circular:
    """Return a circular that the reader may sign, publish or revoke, as far as duties go."""
    circular = queries.staff_circular(request.seat, slug)
    duty = Duty.PASS_ON_CIRCULAR if circular.parent_id else Duty.SIGN_CIRCULAR
    request.seat.require(duty, circular.unit.path)
    return circular


@require_POST
@needs(*MAKING)
def submit(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand a draft on for signature."""
    circular = queries.staff_circular(request.seat, slug)
    duty = Duty.PASS_ON_CIRCULAR if circular.parent_id else Duty.DRAFT_CIRCULAR
    request.seat.require(duty, circular.unit.path)
    life.submit(circular=circular, by=request.seat.actor, at=request.seat.at)
    messages.success(request, gettext("The draft is now waiting for its signature."))
    return redirect("circulars:work", slug=slug)


@require_POST
@needs(*MAKING)
def initial(request: SeatedRequest, slug: str) -> HttpResponse:
    """Put the reader's initials."""
    circular = queries.staff_circular(request.seat, slug)
    office = desks.initial_office(request.seat, circular)
    if office is None:
        raise InitialNotAsked
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] or 0 if form.is_valid() else 0  # who saw nothing reads first
    life.initial(circular=circular, office=office, user=request.user, at=request.seat.at, seen=seen)
    messages.success(request, gettext("You have initialled the circular."))
    return redirect("circulars:desk")


@require_http_methods(["GET", "POST"])
@needs(*MAKING)
def send_back(request: SeatedRequest, slug: str) -> HttpResponse:
    """Return it to the drafter with a reason: the signatory, or an officer asked for initials."""
    circular = queries.staff_circular(request.seat, slug)
    asked = desks.initial_office(request.seat, circular)
    if circular.stage == Stage.DRAFT and asked is None:
        raise InitialNotAsked
    if asked is None and not _may_sign(request, circular):
        request.seat.require(Duty.DRAFT_CIRCULAR, circular.unit.path)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        life.send_back(circular=circular, reason=reason, by=request.seat.actor, at=request.seat.at)
        messages.success(request, gettext("The circular is a draft again."))
        return redirect("circulars:desk")
    return render(
        request, "circulars/desk/reason.html", {"circular": circular, "form": form, "act": "back"}
    )


@require_POST
@needs(Duty.SIGN_CIRCULAR, Duty.PASS_ON_CIRCULAR)
def publish(request: SeatedRequest, slug: str) -> HttpResponse:
    """Put it in force."""
    circular = signer_of(request, slug)
    publishing.publish(circular=circular, by=request.seat.actor, at=request.seat.at)
    messages.success(
        request, gettext("The circular is in force. The heads of unit have been told.")
    )
    return redirect("circulars:work", slug=slug)


@require_http_methods(["GET", "POST"])
@needs(Duty.SIGN_CIRCULAR, Duty.PASS_ON_CIRCULAR)
def revoke(request: SeatedRequest, slug: str) -> HttpResponse:
    """Take it out of force with a reason."""
    circular = signer_of(request, slug)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        publishing.revoke(
            circular=circular, reason=reason, by=request.seat.actor, at=request.seat.at
        )
        messages.success(request, gettext("The circular has been revoked."))
        return redirect("circulars:work", slug=slug)
    return render(
        request, "circulars/desk/reason.html", {"circular": circular, "form": form, "act": "revoke"}
    )
