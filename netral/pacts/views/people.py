"""What officers do about one person: exempt, leave, back again, and the paper counter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel.errors import Refusal
from netral.pacts import queries
from netral.pacts.actions.campaigns import say
from netral.pacts.actions.counter import clean, confirm_paper, return_paper, take_paper
from netral.pacts.actions.pledges import exempt, put_back, put_on_leave
from netral.pacts.core import MOVES, STATE_WORDS, State, instant_on
from netral.pacts.errors import PaperOutsideDates
from netral.pacts.forms import ExemptForm, ReasonForm, ScanForm
from netral.pacts.models import Campaign, PaperForm, Pledge
from netral.pacts.queries.people import papers_waiting
from netral.pacts.scans import MOST


@require_safe
@needs(Duty.SEE_PEOPLE)
def pledge(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Show where one person stands, and what may be done about it."""
    seat = request.seat
    campaign = queries.campaign_for(seat.institution, slug)
    found = queries.pledge_for(seat, Duty.SEE_PEOPLE, campaign, pk)
    owner = seat.may(Duty.OWN_CAMPAIGN, found.unit.path)
    state = State(found.state)
    live = campaign.stage == Campaign.Stage.OPEN
    facts = {
        "campaign": campaign,
        "pledge": found,
        "word": STATE_WORDS[state],
        "moves": queries.moves(found, reasons=owner),
        "form": queries.scan(found),
        "may_exempt": live and owner and State.EXEMPT in MOVES[state],
        "may_leave": live and owner and State.ON_LEAVE in MOVES[state],
        "may_put_back": live and owner and state in {State.EXEMPT, State.ON_LEAVE},
        "may_take": live
        and State.SIGNED in MOVES[state]
        and seat.may(Duty.TAKE_PAPER, found.unit.path),
    }
    return render(request, "pacts/person.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def exemption(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Exempt a person."""
    found = _owned(request, slug, pk)
    form = ExemptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        exempt(
            pledge=found,
            reason=given["reason"],
            basis=given["basis"],
            by=request.seat.actor,
            at=request.seat.at,
        )
        return redirect("pacts:pledge", slug=slug, pk=pk)
    return _reason(request, found, form, "exempt")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def on_leave(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Record that a person is on leave."""
    found = _owned(request, slug, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        put_on_leave(pledge=found, reason=reason, by=request.seat.actor, at=request.seat.at)
        return redirect("pacts:pledge", slug=slug, pk=pk)
    return _reason(request, found, form, "leave")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def back(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Ask a person again who was exempt or on leave."""
    found = _owned(request, slug, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        put_back(pledge=found, reason=reason, by=request.seat.actor, at=request.seat.at)
        return redirect("pacts:pledge", slug=slug, pk=pk)
    return _reason(request, found, form, "back")


def _owned(request: SeatedRequest, slug: str, pk: int) -> Pledge:
    campaign = queries.campaign_for(request.seat.institution, slug)
    return queries.pledge_for(request.seat, Duty.OWN_CAMPAIGN, campaign, pk)


def _reason(request: SeatedRequest, found: Pledge, form: ReasonForm, act: str) -> HttpResponse:
    facts = {"campaign": found.campaign, "pledge": found, "form": form, "act": act}
    return render(request, "pacts/reason.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.TAKE_PAPER)
def take(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Take a signed paper at the counter."""
    seat = request.seat
    campaign = queries.campaign_for(seat.institution, slug)
    found = queries.pledge_for(seat, Duty.TAKE_PAPER, campaign, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken(request, found, form):
        messages.success(
            request, gettext("The paper is waiting for a second officer to confirm it.")
        )
        return redirect("pacts:counter", slug=slug)
    facts = {"campaign": campaign, "pledge": found, "form": form}
    return render(request, "pacts/take.html", facts, status=422 if form.errors else 200)


def _taken(request: SeatedRequest, found: Pledge, form: ScanForm) -> bool:
    """Try to take the paper; what is wrong with the file or the day is told at its field."""
    at, campaign = request.seat.at, found.campaign
    signed_at = instant_on(
        form.cleaned_data["signed_on"],
        zone=at.zone,
        opens_at=found.wave.opens_at,
        deadline=campaign.deadline,
        now=at.acted,
    )
    try:
        if signed_at is None:
            raise PaperOutsideDates(
                opens_at=say(found.wave.opens_at, at), deadline=say(campaign.deadline, at)
            )
        scan = clean(form.cleaned_data["scan"].read(MOST + 1))  # never more than can be refused
        take_paper(pledge=found, scan=scan, signed_at=signed_at, by=request.seat.actor, at=at)
    except Refusal as refusal:
        field = "signed_on" if isinstance(refusal, PaperOutsideDates) else "scan"
        form.add_error(field, " ".join(refusal.words(gettext)))
        return False
    return True


@require_safe
@needs(Duty.TAKE_PAPER)
def counter(request: SeatedRequest, slug: str) -> HttpResponse:
    """List the papers that wait for a second officer."""
    campaign = queries.campaign_for(request.seat.institution, slug)
    forms = papers_waiting(campaign, request.seat.paths(Duty.TAKE_PAPER))
    facts = {"campaign": campaign, "papers": forms, "me": request.seat.actor}
    return render(request, "pacts/counter.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.TAKE_PAPER)
def confirm(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm a paper as the second officer, or send it back."""
    form_row = _form(request, slug, pk)
    # What was seen is confirmed or sent back, not a scan that took its place meanwhile.
    form_row.scan_sha256 = request.POST.get("scan", form_row.scan_sha256)
    form = ReasonForm(request.POST if "send_back" in request.POST else None)
    if request.method == "POST" and "send_back" not in request.POST:
        confirm_paper(form=form_row, by=request.seat.actor, at=request.seat.at)
        messages.success(request, gettext("The paper counts as a signature of level 0."))
        return redirect("pacts:pledge", slug=slug, pk=pk)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        return_paper(form=form_row, reason=reason, by=request.seat.actor, at=request.seat.at)
        messages.success(request, gettext("The paper was sent back."))
        return redirect("pacts:counter", slug=slug)
    facts = {
        "campaign": form_row.pledge.campaign,
        "paper": form_row,
        "pledge": form_row.pledge,
        "mine": form_row.taken_by == request.seat.actor,
        "form": form,
    }
    return render(request, "pacts/confirm.html", facts, status=422 if form.errors else 200)


@require_safe
@needs(Duty.TAKE_PAPER)
def scan(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Hand the scan to an officer, as a download that no page of ours runs."""
    row = _form(request, slug, pk)
    ending = "pdf" if row.scan_type == "application/pdf" else "jpg"
    name = f"pindaian-{pk}.{ending}"
    answer = hand_out(bytes(row.scan), row.scan_type, name, show=ending == "jpg")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _form(request: SeatedRequest, slug: str, pk: int) -> PaperForm:
    campaign = queries.campaign_for(request.seat.institution, slug)
    found = queries.pledge_for(request.seat, Duty.TAKE_PAPER, campaign, pk)
    row = queries.scan(found)
    if row is None:
        raise NotYours
    row.pledge = found
    return row
