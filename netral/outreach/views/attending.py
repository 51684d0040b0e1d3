"""Attendance: scan or type a code, be entered by the host, take the list home."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours, TooManyTries
from netral.access.gate import Limit, SeatedRequest, hand_out, needs
from netral.access.queries import Seat
from netral.kernel.cells import CSV, XLSX, as_csv, as_workbook
from netral.kernel.errors import Refusal
from netral.orgs.models import Person
from netral.orgs.queries import person_of
from netral.outreach.actions.attending import attend, enter, in_time, invited, method_of
from netral.outreach.core import Method, SessionState
from netral.outreach.core.codes import STEP, Form
from netral.outreach.errors import CodeOver, ListOver
from netral.outreach.forms.sessions import CodeForm
from netral.outreach.models import Session
from netral.outreach.queries import rolls, sessions
from netral.outreach.views.reading import show_page
from netral.tenancy.queries import moment

METHODS: Final = ["GET", "HEAD", "POST"]
GUESSES: Final = Limit("attendance", tries=5, seconds=300)  # for each person
ARRIVED: Final = "arrived"  # key of the browser's own session
GRACE: Final = timedelta(minutes=10)  # to sign in and confirm after scanning
SHOWN: Final = 60  # people on a page of the list
LONG: Final = 19  # digits that are no key any more


@require_http_methods(METHODS)
def arrive(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take whoever scanned the screen to a button that says "I am here".

    The code dies within a minute, and signing in may take longer: so the browser that came with a
    good code is remembered for some minutes, before anybody is asked to sign in.
    """
    found, seat = sessions.by_slug(slug), getattr(request, "seat", None)
    if found is None or (seat is not None and seat.institution != found.institution):
        raise CodeOver(seconds=STEP)
    at = seat.at if seat else moment(found.institution, timezone.now())
    try:
        method_of(found, code, at, forms=[Form.LINK])
    except CodeOver:
        if not _arrived(request, slug, at.acted):
            raise
    else:
        request.session[ARRIVED] = {slug: at.acted.timestamp()}
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _confirm(request, found, seat)


def _arrived(request: HttpRequest, slug: str, at: datetime) -> bool:
    """Tell whether this browser came with a good code a few minutes ago."""
    came = request.session.get(ARRIVED, {}).get(slug)
    return came is not None and 0 <= at.timestamp() - came <= GRACE.total_seconds()


def _confirm(request: HttpRequest, found: Session, seat: Seat | None) -> HttpResponse:
    person = person_of(seat) if seat else None
    if seat is None or person is None:
        raise NotYours
    invited(found, person)
    here = sessions.presence(found, person)
    if here is None:
        in_time(found, seat.at)
    if here is None and request.method == "POST":
        attend(session=found, person=person, method=Method.CODE, by=seat.actor, at=seat.at)
        return redirect("outreach:show", slug=found.slug)
    facts = {"session": found, "person": person, "here": here}
    answer = render(request, "outreach/arrive.html", facts)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_http_methods(METHODS)
@needs(Duty.BE_BOUND)
def claim(request: SeatedRequest, slug: str) -> HttpResponse:
    """Take the digits that somebody typed."""
    seat, found = request.seat, sessions.session_for(request.seat, slug)
    person = person_of(seat)
    if person is None:
        raise NotYours
    if request.method != "POST" or sessions.presence(found, person):
        return redirect("outreach:show", slug=slug)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            invited(found, person)
            in_time(found, seat.at)
            with GUESSES.attempt(f"{seat.user.pk}:{found.pk}"):
                method = method_of(found, form.cleaned_data["code"], seat.at, _DIGITS)
            attend(session=found, person=person, method=method, by=seat.actor, at=seat.at)
            return redirect("outreach:show", slug=slug)
        except (Refusal, TooManyTries) as refusal:
            form.add_error("code", " ".join(refusal.words(gettext)))
    return show_page(request, found, form, status=422)


_DIGITS: Final = (Form.SHOWN, Form.SPOKEN)


@require_http_methods(METHODS)
@needs(Duty.HOLD_SESSION)
def enter_people(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let the host tick who is there without a phone."""
    found = sessions.session_to_host(request.seat, slug)
    words = " ".join(request.GET.get("nama", "").split())[:80]
    if request.method == "POST" and found.state == SessionState.PLANNED:
        _enter(request, found)
        return redirect("outreach:enter", slug=slug)
    page = Paginator(sessions.absent(found, words), SHOWN).get_page(request.GET.get("page"))
    facts = {
        "session": found,
        "planned": found.state == SessionState.PLANNED,
        "page": page,
        "words": words,
        "present": rolls.cards(found),
        "all": sessions.count_invited(found),
    }
    return render(request, "outreach/enter.html", facts)


def _enter(request: SeatedRequest, found: Session) -> None:
    """Record who was ticked, and say who could not be."""
    keys = [key for key in request.POST.getlist("orang") if key.isdecimal() and len(key) < LONG]
    ticked = [int(key) for key in keys[:SHOWN]]
    rows = Person.objects.of(found.institution_id).filter(pk__in=ticked)
    people = list(rows.select_related("unit"))
    if not people:
        messages.info(request, gettext("Nobody was ticked."))
        return
    try:
        made = enter(session=found, people=people, by=request.seat.actor, at=request.seat.at)
    except ListOver as refusal:
        messages.warning(request, " ".join(refusal.words(gettext)))
        return
    text = ngettext("%(n)s person was recorded.", "%(n)s people were recorded.", made.recorded)
    messages.success(request, text % {"n": made.recorded})
    for name, other in made.elsewhere:
        said = gettext("%(name)s was not recorded: present at “%(other)s” at the same time.")
        messages.warning(request, said % {"name": name, "other": other})


@require_safe
@needs(Duty.HOLD_SESSION)
def roll_csv(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the list; of a closed session the very octets whose hash is in the minutes."""
    found = sessions.session_to_host(request.seat, slug)
    octets = rolls.frozen(found) or as_csv(rolls.lines(rolls.present_in(found), found))
    return hand_out(octets, CSV, f"daftar-hadir-{slug}.csv")


@require_safe
@needs(Duty.HOLD_SESSION)
def roll_xlsx(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the list as a workbook."""
    found = sessions.session_to_host(request.seat, slug)
    octets = as_workbook(rolls.lines(rolls.present_in(found), found))
    return hand_out(octets, XLSX, f"daftar-hadir-{slug}.xlsx")
