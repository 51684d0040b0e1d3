"""The pages of the person who is asked: the pact, the signature, the refusal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.actions import Proof, can_touch, confirm_identity, recently_confirmed
from netral.access.core import Duty
from netral.access.errors import (
    ConfirmationMissing,
    ConfirmationWrong,
    NotYours,
    PasskeyRefused,
    TooManyTries,
)
from netral.access.gate import SeatedRequest, needs
from netral.ledger.queries import anchor
from netral.orgs.queries import person_of
from netral.outreach.queries import passes
from netral.pacts import queries
from netral.pacts.actions.pledges import open_pledge, refuse
from netral.pacts.actions.signing import sign
from netral.pacts.core import Text
from netral.pacts.errors import PasskeyNotForThis, PasskeyTooLate
from netral.pacts.forms import ReasonForm, SignForm
from netral.pacts.models import Campaign, Pledge, Signature
from netral.pacts.queries.mine import card
from netral.pacts.tasks import seal_papers
from netral.pacts.views.touch import take
from netral.signing.core import Level

# After these the person tries once more on the same page.
REPEATABLE = (
    ConfirmationMissing, ConfirmationWrong, TooManyTries, PasskeyRefused, PasskeyTooLate,
    PasskeyNotForThis,
)  # fmt: skip
READERS = (Duty.BE_BOUND, Duty.OWN_CAMPAIGN, Duty.SEE_BOARD, Duty.TAKE_PAPER)


@require_safe
@needs(*READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Show my pacts, and to officers the campaigns they look after."""
    seat = request.seat
    person = person_of(seat)
    drafts = Campaign.objects.of(seat.institution).filter(stage=Campaign.Stage.DRAFT)
    owner = queries.owns(seat)
    facts = {
        "mine": queries.mine(person, seat.at) if person else [],
        "drafts": list(drafts) if owner else [],
        "running": queries.running(seat.institution) if seat.paths(Duty.SEE_BOARD) else [],
        "owner": owner,
    }
    return render(request, "pacts/index.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READERS)
def campaign(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the pact, and let the person asked sign it."""
    seat = request.seat
    found = queries.campaign_for(seat.institution, slug)
    pledge = queries.my_pledge(person_of(seat), found)
    if pledge is None and request.method != "POST":
        return _text_only(request, found)
    if pledge is None:
        raise NotYours
    if request.method == "POST":
        return _sign(request, pledge)
    if card(pledge, seat.at).can_sign:
        open_pledge(pledge=pledge, by=seat.actor, at=seat.at)
    return _pact(request, pledge, SignForm(initial={"text_sha256": found.text_sha256}))


def _text_only(request: SeatedRequest, found: Campaign) -> HttpResponse:
    """Show officers the text that others are asked to sign."""
    seat = request.seat
    opened = found.stage != Campaign.Stage.DRAFT
    if not queries.owns(seat) and not (opened and seat.paths(Duty.SEE_BOARD)):
        raise NotYours
    return render(request, "pacts/pact.html", {"campaign": found, "text": Text.of(found.text)})


def _pact(request: SeatedRequest, pledge: Pledge, form: SignForm) -> HttpResponse:
    signature = getattr(pledge, "signature", None)
    facts = {
        "campaign": pledge.campaign,
        "pledge": pledge,
        "mine": card(pledge, request.seat.at),
        "text": Text.of(pledge.campaign.text),
        "form": form,
        "recent": recently_confirmed(request),
        "passkey": can_touch(request.user),
        "watched": anchor() is not None,
        "signature": signature,
        "course_first": pledge.campaign.needs_course
        and not passes.passed(pledge.person, request.seat.at.acted),
    }
    return render(request, "pacts/pact.html", facts, status=422 if form.errors else 200)


def _sign(request: SeatedRequest, pledge: Pledge) -> HttpResponse:
    """Sign after the re-entry; a wrong one is told on the page, which keeps its place."""
    form = SignForm(request.POST)
    # A double click finds the signature already there and needs no second proof.
    if hasattr(pledge, "signature"):
        return redirect("pacts:receipt", slug=pledge.campaign.slug)
    if not form.is_valid():
        return _pact(request, pledge, form)
    try:
        signature = _signed(request, pledge, form.cleaned_data)
    except REPEATABLE as refusal:
        form.add_error(_place(form.cleaned_data), " ".join(refusal.words(gettext)))
        return _pact(request, pledge, form)
    seal_papers.enqueue([signature.paper_id])
    return redirect("pacts:receipt", slug=pledge.campaign.slug)


def _signed(request: SeatedRequest, pledge: Pledge, given: dict[str, str]) -> Signature:
    touched = take(request, given["credential"]) if given["credential"] else None
    proof = (
        Proof(Level.PASSKEY, "passkey")
        if touched
        else confirm_identity(request, password=given["password"], code=given["code"])
    )
    return sign(
        pledge=pledge,
        level=proof.level,
        method=proof.method,
        text_sha256=given["text_sha256"],
        by=request.seat.actor,
        at=request.seat.at,
        touched=touched,
    )


def _place(given: dict[str, str]) -> str | None:
    """Return the field beside which a refused proof is told; a passkey has none."""
    if given["credential"]:
        return None
    return "code" if given["code"] else "password"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.BE_BOUND)
def refusal(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let the person say that they will not sign, and why."""
    seat = request.seat
    found = queries.campaign_for(seat.institution, slug)
    pledge = queries.my_pledge(person_of(seat), found)
    if pledge is None:
        raise NotYours
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refuse(pledge=pledge, reason=form.cleaned_data["reason"], by=seat.actor, at=seat.at)
        return redirect("pacts:campaign", slug=slug)
    facts = {"campaign": found, "mine": card(pledge, seat.at), "form": form}
    return render(request, "pacts/refuse.html", facts, status=422 if form.errors else 200)
