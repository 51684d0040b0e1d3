"""Packages: taking one in, the institution's own key, and the keys of others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.kernel.codes import grouped
from netral.orgs.queries import require_whole
from netral.rules.actions import keys
from netral.rules.actions.packages import install
from netral.rules.core.package import public_text, read_public
from netral.rules.errors import NoPublicKey
from netral.rules.forms.steps import HeardForm, KeyForm, PackageForm, ReasonForm
from netral.rules.models import PinnedKey
from netral.rules.queries.desk import names, pinned
from netral.rules.queries.packages import key_in_use
from netral.rules.views.desk import examined_soon

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@needs(Duty.KEEP_RULES)
def packages(request: SeatedRequest) -> HttpResponse:
    """Take a package in, and show the keys."""
    seat = request.seat
    require_whole(seat, Duty.KEEP_RULES)
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        octets = form.cleaned_data["package"]
        made = install(institution=seat.institution, octets=octets, by=seat.actor, at=seat.at)
        examined_soon(made, seat.at)
        return redirect("rules:work", pk=made.pk)
    key, pins = key_in_use(seat.institution), pinned(seat.institution)
    facts = {
        "form": form,
        "key": key,
        "fingerprint": grouped(key.fingerprint) if key else "",
        "public": public_text(bytes(key.public), seat.institution.code) if key else "",
        "pins": [(pin, grouped(pin.fingerprint)) for pin in pins],
        "names": names([pin.pinned_by for pin in pins]),
        "may_trust": bool(seat.paths(Duty.GIVE_ROLES)),
        "reason": ReasonForm(),
    }
    status = 422 if form.errors else 200
    return render(request, "rules/desk/packages.html", facts, status=status)


@require_POST
@needs(Duty.GIVE_ROLES)
def make_key(request: SeatedRequest) -> HttpResponse:
    """Make the institution's key, or a new one in its place."""
    seat = request.seat
    require_whole(seat, Duty.GIVE_ROLES)
    keys.make_key(institution=seat.institution, by=seat.actor, at=seat.at)
    messages.success(request, gettext("The key has been made. New packages are signed with it."))
    return redirect("rules:packages")


@require_http_methods(FORMS)
@needs(Duty.GIVE_ROLES)
def pin(request: SeatedRequest) -> HttpResponse:
    """Trust the key of another institution: paste it, then type what is read aloud there."""
    seat = request.seat
    require_whole(seat, Duty.GIVE_ROLES)
    posted = request.POST if request.method == "POST" else None
    first = KeyForm(posted)
    if posted is None or not first.is_valid():
        return _step(request, first, second=False)
    if read_public(first.cleaned_data["text"]) is None:
        first.add_error("text", gettext(NoPublicKey.text) + " " + gettext(NoPublicKey.remedy))
        return _step(request, first, second=False)
    if "heard" not in posted:
        return _step(request, HeardForm(initial=first.cleaned_data), second=True)
    form = HeardForm(posted)
    if not form.is_valid():
        return _step(request, form, second=True)
    made = keys.pin(institution=seat.institution, by=seat.actor, at=seat.at, **form.cleaned_data)
    messages.success(request, gettext("The key of %s is now trusted.") % made.owner)
    return redirect("rules:packages")


def _step(request: SeatedRequest, form: KeyForm, *, second: bool) -> HttpResponse:
    facts = {"form": form, "second": second, "owner": form["owner"].value()}
    status = 422 if form.errors else 200
    return render(request, "rules/desk/pin.html", facts, status=status)


@require_POST
@needs(Duty.GIVE_ROLES)
def unpin(request: SeatedRequest, pk: int) -> HttpResponse:
    """Trust a key no longer."""
    seat = request.seat
    require_whole(seat, Duty.GIVE_ROLES)
    rows = PinnedKey.objects.of(seat.institution).select_related("institution")
    key = rows.filter(pk=pk).first()
    if key is None:
        raise NotYours
    reason = request.POST.get("reason", "").replace("\x00", "")
    keys.unpin(key=key, reason=reason, by=seat.actor, at=seat.at)
    messages.success(request, gettext("The key is no longer trusted."))
    return redirect("rules:packages")
