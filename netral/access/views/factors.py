"""allauth's pages on passwords and second factors, with an entry in the ledger for each act."""

from typing import Any, ClassVar

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from netral.access import means
from netral.access.means import Change
from netral.access.passkeys import only_accepted


class _Recorded:
    """Writes the entry of a change in the transaction that makes it."""

    change: ClassVar[Change]
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            means.record_change(self.change, user=self.request.user, seat=self.request.seat)
        return response


class ChangePassword(_Recorded, PasswordChangeView):  # type: ignore[misc]  # allauth is untyped
    """Change of the password; sessions on other devices end."""

    change = means.PASSWORD_CHANGED

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send strangers to the sign-in, and accounts without a password to activation."""
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={request.path}")
        if not request.user.has_usable_password():
            return redirect("access:activation")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class AddApp(_Recorded, ActivateTOTPView):  # type: ignore[misc]  # allauth is untyped
    """Setting up an authenticator app."""

    change = means.APP_ADDED


class RemoveApp(_Recorded, DeactivateTOTPView):  # type: ignore[misc]  # allauth is untyped
    """Removing the authenticator app."""

    change = means.APP_REMOVED


class RenewCodes(_Recorded, GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth is untyped
    """Making new recovery codes; the old ones end."""

    change = means.CODES_RENEWED


class AddPasskey(_Recorded, AddWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    """Adding a passkey, always one that can sign in by itself."""

    change = means.PASSKEY_ADDED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the device for a key that it finds again, behind finger, face or PIN."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)  # noqa: FBT003  # allauth's own
        return found | {"js_data": {"creation_options": only_accepted(options)}}


class RemovePasskey(_Recorded, RemoveWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    """Removing a passkey."""

    change = means.PASSKEY_REMOVED


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    """Sign-in by passkey alone; returns to where the reader wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and keep `next` if it is one of our own addresses."""
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return answer


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth is untyped
    """Re-entry by passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002  # allauth calls it so
        """Stay on the page, so that another way can be chosen."""
        messages.error(self.request, _("The passkey was not accepted. Try again or use another."))
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))
