"""Signing: everything the hand stands under on one page, then the number and the re-entry."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from netral.access.actions import confirm_identity, recently_confirmed
from netral.access.core import Duty
from netral.access.errors import ConfirmationMissing, ConfirmationWrong, TooManyTries
from netral.access.gate import SeatedRequest, needs
from netral.circulars.actions import life
from netral.circulars.actions.life import Signing
from netral.circulars.core import Form, Stage
from netral.circulars.errors import NumberTaken, WrongStage
from netral.circulars.forms.signing import SignForm
from netral.circulars.models import Circular
from netral.circulars.queries import desk as desks
from netral.circulars.queries.history import last_number
from netral.circulars.queries.stages import stage_word
from netral.circulars.views.desk import signer_of, wording


@require_http_methods(["GET", "POST"])
@needs(Duty.SIGN_CIRCULAR, Duty.PASS_ON_CIRCULAR)
def sign(request: SeatedRequest, slug: str) -> HttpResponse:
    """Sign and number, after the password or a one-time code was entered again."""
    circular = signer_of(request, slug)
    if circular.stage != Stage.INITIALLED:
        raise WrongStage(stage=stage_word(circular))
    form = _form(request, circular)
    if request.method == "POST" and form.is_valid() and _signed(request, circular, form):
        messages.success(request, gettext("The circular is signed and its text is frozen."))
        return redirect("circulars:work", slug=slug)
    page = {
        "circular": circular,
        "form": form,
        "recent": recently_confirmed(request),
        **wording(circular, request.seat),
    }
    return render(request, "circulars/desk/sign.html", page, status=422 if form.errors else 200)


def _form(request: SeatedRequest, circular: Circular) -> SignForm:
    """Offer the unit's own next number; numbers of units above only if somebody chooses them."""
    day = request.seat.at.local().date()
    patterns = desks.patterns_for(circular, day.year)
    own = [p.pk for p in patterns if p.unit_id == circular.unit_id]
    numbered = circular.form == Form.CIRCULAR
    first = {"pattern": own[0] if own and numbered else None, "seen": last_number(circular)}
    return SignForm(
        request.POST or None, patterns=patterns, day=day, numbered=numbered, initial=first
    )


def _signed(request: SeatedRequest, circular: Circular, form: SignForm) -> bool:
    """Sign; what was entered wrongly is told beside its field, and the rest stays."""
    data = form.cleaned_data
    try:
        proof = confirm_identity(request, password=data["password"], code=data["code"])
        signing = Signing(
            level=proof.level,
            method=proof.method,
            pattern=None if data["number"] else data["pattern"],
            number=data["number"],
            seen=data["seen"] or 0,  # who saw nothing reads first
        )
        life.sign(circular=circular, user=request.user, signing=signing, at=request.seat.at)
    except (ConfirmationMissing, ConfirmationWrong, TooManyTries) as refusal:
        form.add_error("code" if data["code"] else "password", " ".join(refusal.words(gettext)))
    except NumberTaken as refusal:
        form.add_error("number", " ".join(refusal.words(gettext)))
    return form.is_valid()
