"""One's own account: means of signing in, address, language, sessions, roles, institution."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from netral.access import means, queries
from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.forms.account import AddressForm
from netral.access.gate import SignedInRequest, signed_in
from netral.access.identity import recently_confirmed
from netral.access.views.entrance import slow_down


@require_GET
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Show everything that belongs to the account on one page."""
    now = timezone.now()
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(
        request,
        "access/account.html",
        {
            "roles": queries.roles_of(request.user, now=now),
            "houses": queries.houses(request.user, now=now),
            "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
            "app": Authenticator.Type.TOTP in kinds,
            "languages": settings.LANGUAGES,
            "gives_roles": bool(request.seat and request.seat.paths(Duty.GIVE_ROLES)),
        },
    )


@require_POST
@signed_in
def institution(request: SignedInRequest) -> HttpResponse:
    """Sit in another institution in which the account holds a role."""
    chosen = request.POST.get("institution", "")
    houses = queries.houses(request.user, now=timezone.now())
    found = next((house for house in houses if str(house.pk) == chosen), None)
    if found is None:
        raise NotYours
    request.session["institution"] = found.pk
    messages.success(request, _("You now act at {name}.").format(name=found.name))
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
@signed_in
def language(request: SignedInRequest) -> HttpResponse:
    """Keep the language of the account: pages on every device, and mails."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise NotYours
    means.choose_language(user=request.user, language=chosen)
    return redirect("access:account")


@require_POST
@signed_in
def end_sessions(request: SignedInRequest) -> HttpResponse:
    """Sign out on every other device and stay signed in here."""
    means.end_sessions(user=request.user, seat=request.seat)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("access:account")


@require_http_methods(["GET", "POST"])
@signed_in
def new_address(request: SignedInRequest) -> HttpResponse:
    """Ask for a new e-mail address, after a re-entry; a link is mailed to it.

    Whoever reads the mails of an account can set its password.
    """
    if request.seat is None:
        raise NotYours
    if not recently_confirmed(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={request.path}")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slow_down(request, "manage_email", str(request.user.pk))
        means.ask_email(seat=request.seat, address=form.cleaned_data["address"])
        messages.info(
            request, _("Open the link in the e-mail within a day to confirm the address.")
        )
        return redirect("access:account")
    mail = bool(settings.EMAIL_HOST)
    return render(request, "access/new_address.html", {"form": form, "mail": mail})


@require_http_methods(["GET", "POST"])
@signed_in
def address(request: SignedInRequest, token: str) -> HttpResponse:
    """Confirm the address whose link was opened; a mail scanner that only looks changes nothing."""
    if request.seat is None:
        raise NotYours
    if request.method == "POST":
        found = means.set_email(token=token, seat=request.seat)
        messages.success(request, _("Your address is now {address}.").format(address=found))
        return redirect("access:account")
    return render(request, "access/address.html", {})
