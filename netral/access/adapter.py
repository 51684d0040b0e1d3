"""How allauth behaves here."""

import base64
import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from netral.access import sessions
from netral.access.models import User
from netral.kernel import qr

WRONG: Final = _(
    "The number or e-mail address and the password do not match. Check capital letters, or use "
    "“Forgotten your password?” below."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts come from the roster: nobody signs up. Words are ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "too_many_login_attempts": _(
            "There were too many attempts in a short time. Wait five minutes, then try again."
        ),
        "rate_limited": _(
            "There were too many attempts in a short time. Wait five minutes, then try again."
        ),
        "enter_current_password": _("This is not your current password. Check capital letters."),
        "incorrect_password": _("This is not your password. Check capital letters."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse: an account is made from the roster and activated by code."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Start a session of its own age, under a new key."""
        super().login(request, user)
        sessions.begin(request.session, time.time())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Count tries by the name alone.

        allauth counts by the host as well, which whoever asks writes: one more port, five more.
        """
        return str(credentials.get("email") or credentials.get("username", ""))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return to the account page."""
        return reverse("access:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Name the ways to re-enter in our own words."""
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code from my authenticator app"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        found = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in found]

    def send_notification_mail(self, *_more: Any, **_rest: Any) -> None:
        """Stay silent: the act itself writes the entry and the message, in one transaction."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Second factors: secrets encrypted at rest, codes drawn by our own QR maker."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not correct, or was used before. Wait for a new one and check that "
            "the clock of your phone is set automatically."
        ),
        "cannot_delete_authenticator": _("This second step cannot be switched off."),
        "cannot_generate_recovery_codes": _("Set up a second step first, then recovery codes."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under a key derived from the installation's."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` closed."""
        return _safe().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the code that an authenticator app reads."""
        return qr.draw(url)  # a secret, which no cache keeps

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002, ARG002
        """Suggest a name that says where the key most likely lives."""
        return str(_("My phone"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the host's name; they cannot be bound to a bare IP address."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Netral"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Show the name on the device that keeps the key."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": str(user), "name": user.username}

    def _get_user_identifier(self, user: User) -> str:
        return user.username


def _safe() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str | bytes) -> bytes:
    mac = salted_hmac("netral.second-factor", "", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(mac.digest())
