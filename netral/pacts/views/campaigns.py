"""The owner's pages: writing a campaign, opening it, prolonging and closing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.kernel import spoken
from netral.pacts import queries
from netral.pacts.actions import campaigns as actions
from netral.pacts.actions.roster import reconcile as follow
from netral.pacts.core import Text
from netral.pacts.errors import NotADraft
from netral.pacts.forms import CampaignForm, DeadlineForm, initial_of, initial_of_new
from netral.pacts.models import Campaign


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def new(request: SeatedRequest) -> HttpResponse:
    """Write a campaign, beginning with the words of the template."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def edit(request: SeatedRequest, slug: str) -> HttpResponse:
    """Change a draft."""
    return _edit(request, _owned(request, slug))


def _owned(request: SeatedRequest, slug: str) -> Campaign:
    """Return a campaign of the whole institution to whoever owns its campaigns."""
    _require(request)
    return queries.campaign_for(request.seat.institution, slug)


def _require(request: SeatedRequest) -> None:
    if not queries.owns(request.seat):
        raise NotYours


def _edit(request: SeatedRequest, draft: Campaign | None) -> HttpResponse:
    seat = request.seat
    _require(request)
    if draft is not None and draft.stage != Campaign.Stage.DRAFT:
        raise NotADraft(campaign=draft.name)
    template = queries.template()
    initial = initial_of(draft) if draft else initial_of_new(template.text, seat.at)
    with timezone.override(seat.institution.zone):
        form = CampaignForm(
            request.POST or None,
            initial=initial,
            institution=seat.institution,
            on=seat.at.local().date(),
        )
        if request.method == "POST" and form.is_valid():
            return _save(request, draft, form)
        facts = {"form": form, "campaign": draft, "template": template}
        return render(request, "pacts/editor.html", facts, status=422 if form.errors else 200)


def _save(request: SeatedRequest, draft: Campaign | None, form: CampaignForm) -> HttpResponse:
    seat = request.seat
    if draft is None:
        draft = actions.draft_campaign(
            institution=seat.institution, facts=form.facts(), by=seat.actor, at=seat.at
        )
    else:
        actions.change_campaign(campaign=draft, facts=form.facts(), by=seat.actor, at=seat.at)
    return redirect("pacts:opening", slug=draft.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def opening(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show what would be asked of how many people, and open on confirmation."""
    seat = request.seat
    draft = _owned(request, slug)
    if draft.stage != Campaign.Stage.DRAFT:
        return redirect("pacts:board", slug=slug)
    if request.method == "POST":
        asked = actions.open_campaign(campaign=draft, by=seat.actor, at=seat.at)
        text = ngettext(
            "The campaign is open; %(n)s person is asked.",
            "The campaign is open; %(n)s people are asked.",
            asked,
        )
        messages.success(request, text % {"n": spoken.number(asked, request.LANGUAGE_CODE or "id")})
        return redirect("pacts:board", slug=slug)
    facts = {
        "campaign": draft,
        "text": Text.of(draft.text),
        "asked": queries.audience_size(seat.institution, draft.audience),
        "waves": list(draft.waves.all()),
    }
    return render(request, "pacts/opening.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.OWN_CAMPAIGN)
def extend(request: SeatedRequest, slug: str) -> HttpResponse:
    """Move the deadline to a later instant."""
    seat = request.seat
    campaign = _owned(request, slug)
    with timezone.override(seat.institution.zone):
        form = DeadlineForm(request.POST or None, initial={"deadline": campaign.deadline})
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            actions.extend(
                campaign=campaign,
                deadline=given["deadline"],
                basis=given["basis"],
                by=seat.actor,
                at=seat.at,
            )
            messages.success(request, gettext("The new deadline applies from now on."))
            return redirect("pacts:board", slug=slug)
        facts = {"campaign": campaign, "form": form}
        return render(request, "pacts/extend.html", facts, status=422 if form.errors else 200)


@require_POST
@needs(Duty.OWN_CAMPAIGN)
def close(request: SeatedRequest, slug: str) -> HttpResponse:
    """Close the campaign after its deadline."""
    campaign = _owned(request, slug)
    actions.close(campaign=campaign, by=request.seat.actor, at=request.seat.at)
    messages.success(request, gettext("The campaign is closed. Its figures are final."))
    return redirect("pacts:board", slug=slug)


@require_POST
@needs(Duty.OWN_CAMPAIGN)
def reconcile(request: SeatedRequest, slug: str) -> HttpResponse:
    """Follow the roster now instead of waiting for the worker."""
    campaign = _owned(request, slug)
    done = follow(campaign=campaign, at=request.seat.at, by=request.seat.actor)
    text = gettext(
        "The board follows the roster: %(joined)s joined, %(left)s left, "
        "%(transferred)s transferred, %(away)s on leave, %(back)s back."
    )
    counts = {
        "joined": done.joined,
        "left": done.left,
        "transferred": done.transferred,
        "away": done.on_leave,
        "back": done.returned,
    }
    messages.success(request, text % counts)
    return redirect("pacts:board", slug=slug)
