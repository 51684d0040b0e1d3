"""What a host does: plan, change, call off, and show the code on a screen."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.kernel.errors import Refusal
from netral.kernel.moment import instant
from netral.kernel.qr import draw
from netral.orgs.queries import widest
from netral.outreach.actions.planning import cancel, change, plan
from netral.outreach.core import SessionState
from netral.outreach.core.codes import Form, code, seconds_left
from netral.outreach.errors import (
    AlreadyOver,
    BegunLongAgo,
    SubjectFrozen,
    TimesFrozen,
    TimesTurned,
    TooLong,
)
from netral.outreach.forms.sessions import CancelForm, PlanForm, initial_of, initial_of_new
from netral.outreach.models import Session
from netral.outreach.queries import sessions
from netral.outreach.queries.sessions import Phase

METHODS = ["GET", "HEAD", "POST"]
TIMES = (TimesTurned, TooLong, AlreadyOver, BegunLongAgo, TimesFrozen)  # told at the times
MORNING = time(8)
REFRESH = 5  # seconds between two looks at the screen's code


@require_http_methods(METHODS)
@needs(Duty.HOLD_SESSION)
def new(request: SeatedRequest) -> HttpResponse:
    """Plan a session; most of the form is filled in already."""
    return _plan(request, None)


@require_http_methods(METHODS)
@needs(Duty.HOLD_SESSION)
def edit(request: SeatedRequest, slug: str) -> HttpResponse:
    """Change what is planned."""
    found = sessions.session_to_host(request.seat, slug)
    if found.state != SessionState.PLANNED:
        return redirect("outreach:show", slug=slug)
    return _plan(request, found)


def _plan(request: SeatedRequest, found: Session | None) -> HttpResponse:
    seat = request.seat
    units = sessions.host_units(seat)
    with timezone.override(seat.institution.zone):
        form = PlanForm(
            request.POST or None,
            initial=initial_of(found) if found else _suggested(request),
            units=units.filter(pk=found.unit_id) if found else units,
            circulars=sessions.circulars_for(seat),
        )
        if request.method == "POST" and form.is_valid() and (made := _saved(request, form, found)):
            return redirect("outreach:show", slug=made.slug)
        facts = {"form": form, "session": found}
        return render(request, "outreach/plan.html", facts, status=422 if form.errors else 200)


def _saved(request: SeatedRequest, form: PlanForm, found: Session | None) -> Session | None:
    """Plan or change; times that do not fit are told at their field."""
    seat, wish = request.seat, form.wish()
    try:
        if found is None:
            unit = form.cleaned_data["unit"]
            found = plan(unit=unit, wish=wish, by=seat.actor, at=seat.at)
            messages.success(request, _planned(found, seat.at.acted))
        else:
            change(session=found, wish=wish, by=seat.actor, at=seat.at)
            messages.success(request, gettext("Your changes are saved."))
    except SubjectFrozen as refusal:
        form.add_error("purposes", " ".join(refusal.words(gettext)))
        return None
    except TIMES as refusal:
        form.add_error("starts_at", " ".join(refusal.words(gettext)))
        return None
    return found


def _planned(session: Session, at: datetime) -> str:
    """Say whether the invited were told: of what has begun they are not."""
    if session.starts_at <= at:
        return gettext("The session is planned. The people invited see it.")
    return gettext("The session is planned. The people invited get a message.")


def _suggested(request: SeatedRequest) -> dict[str, Any]:
    """Suggest the next weekday morning, in the widest unit, about the newest circular."""
    seat = request.seat
    day = seat.at.local().date() + timedelta(days=1)
    while day.weekday() >= 5:  # noqa: PLR2004  # Saturday
        day += timedelta(days=1)
    starts_at = instant(day, MORNING, seat.institution.zone)
    unit = widest(seat, Duty.HOLD_SESSION)
    known = sessions.circulars_for(seat)
    newest = known.filter(parent=None).first() or known.first()
    initial = initial_of_new(unit, starts_at, starts_at + timedelta(hours=1))
    return initial | {"circular": newest.pk if newest else None}


@require_http_methods(METHODS)
@needs(Duty.HOLD_SESSION)
def call_off(request: SeatedRequest, slug: str) -> HttpResponse:
    """Call a session off, with a reason."""
    seat, found = request.seat, sessions.session_to_host(request.seat, slug)
    if found.state != SessionState.PLANNED:
        return redirect("outreach:show", slug=slug)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel(session=found, reason=form.cleaned_data["reason"], by=seat.actor, at=seat.at)
        except Refusal as refusal:
            form.add_error("reason", " ".join(refusal.words(gettext)))
        else:
            messages.success(request, gettext("The session is cancelled."))
            return redirect("outreach:show", slug=slug)
    facts = {"session": found, "form": form}
    return render(request, "outreach/cancel.html", facts, status=422 if form.errors else 200)


@require_safe
@needs(Duty.HOLD_SESSION)
def screen(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the code that changes every half minute, large enough for a room."""
    seat, found = request.seat, sessions.session_to_host(request.seat, slug)
    at = seat.at.acted
    if sessions.phase(found, at) is not Phase.RUNNING:
        messages.info(request, gettext("Attendance is not open now."))
        return redirect("outreach:show", slug=slug)
    key = bytes(found.code_key)
    link = code(key, found.slug, Form.LINK, at)
    digits = code(key, found.slug, Form.SHOWN, at)
    url = request.build_absolute_uri(f"/sosialisasi/hadir/{found.slug}/{link}/")
    facts = {
        "session": found,
        "qr": draw(url),  # never kept: it is worth something for a minute
        "digits": f"{digits[:3]} {digits[3:]}",
        "seconds": seconds_left(Form.SHOWN, at),
        "refresh": REFRESH,
        "present": sessions.count_present(found),
        "all": sessions.count_invited(found),
    }
    part = "outreach/screen/code.html" if request.GET.get("bagian") else "outreach/screen.html"
    answer = render(request, part, facts)
    answer.headers["Cache-Control"] = "no-store"
    return answer
