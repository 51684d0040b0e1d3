"""allauth's forms in our words, each with one field more careful than its own."""

import struct
from typing import Any, Final

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from netral.access.core import tidy_login
from netral.access.identity import spend_code

LONGEST_PASSWORD: Final = 128
LONGEST_LOGIN: Final = 254
WRONG_CODE: Final = "incorrect_code"  # a key of the adapter's error messages
CODE_ATTRS: Final = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "autocapitalize": "off",
}
LOGIN_ATTRS: Final = {
    "autocomplete": "username webauthn",
    "autocapitalize": "none",
    "spellcheck": "false",
}


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Make a field for a password, exactly as typed: no trimming, no rules of composition."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def new_password_field() -> forms.CharField:
    """Make a field for a new password."""
    return password_field(
        _("New password"),
        "new-password",
        _("At least 12 characters. Four words that do not belong together are easy to keep."),
    )


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Make a field for a code from an app or a list."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=20, widget=forms.TextInput(attrs=CODE_ATTRS)
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """One field for NIP, NI PPPK, user name or e-mail address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("NIP, NI PPPK, user name or e-mail address"),
            help_text=_("Spaces and dots in the number do not matter."),
            max_length=LONGEST_LOGIN,
            widget=forms.TextInput(attrs=LOGIN_ATTRS),
        )
        self.fields["password"] = password_field(_("Password"), "current-password")
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """Read a number without its separators, an address as it is."""
        return tidy_login(self.cleaned_data["login"])

    def user_credentials(self) -> dict[str, str]:
        """Say whether it is an address or a number: exactly one, hence exactly one hashing.

        allauth would try an address twice, and so take twice as long for those that exist.
        """
        login = self.cleaned_data["login"]
        return {
            "email" if "@" in login else "username": login,
            "password": self.cleaned_data["password"],
        }


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """Re-entry of the password."""

    password = password_field(_("Password"), "current-password")


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """Change of the password: the present one, and the new one once, shown on demand."""

    oldpassword = password_field(_("Current password"), "current-password")
    password1 = new_password_field()
    password2 = None

    def clean_password1(self) -> str:
        """Hold the new password against the rules, and against the present one."""
        new: str = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("This is your current password. Choose another one."))
        return str(account_adapter().clean_password(new, self.user))


class _Spending:
    """Uses up a one-time code for as long as the tolerance would accept it again."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator = self.authenticator  # type: ignore[attr-defined]
        is_totp = authenticator.type == authenticator.Type.TOTP
        if is_totp and not spend_code(self.user, code):  # type: ignore[attr-defined]
            raise get_adapter().validation_error(WRONG_CODE)
        return code


class SecondStepForm(_Spending, AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    """The second step of signing in."""

    code = code_field(
        _("Code"), _("Six digits from your authenticator app, or one of your recovery codes.")
    )


class CodeAgainSpendingForm(_Spending, CodeAgainForm):  # type: ignore[misc]  # allauth is untyped
    """Re-entry by a one-time code."""

    code = code_field(
        _("Code"), _("Six digits from your authenticator app, or one of your recovery codes.")
    )


class AddAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    """Setting up an authenticator app: the first code proves that it works, and is used up."""

    code = code_field(_("Code from the app"), _("The six digits that the app shows now."))

    def clean_code(self) -> str:
        """Accept the code once."""
        code: str = super().clean_code()
        if not spend_code(self.user, code):
            raise get_adapter().validation_error(WRONG_CODE)
        return code


BROKEN: Final = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error, RecursionError,
)  # fmt: skip


class _Unforged:
    """Refuses what is no answer of a passkey; allauth lets some shapes of it break the page."""

    def clean_credential(self) -> Any:
        inner = getattr(super(), "clean_credential", None)
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if not isinstance(credential, dict):
            raise get_adapter().validation_error(WRONG_CODE)
        try:
            return inner() if inner else credential
        except BROKEN:
            raise get_adapter().validation_error(WRONG_CODE) from None


class PasskeySignInForm(_Unforged, LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Sign-in by passkey alone."""


class PasskeyStepForm(_Unforged, AuthenticateWebAuthnForm):  # type: ignore[misc]  # untyped
    """A passkey as the second step."""


class PasskeyAgainForm(_Unforged, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # untyped
    """Re-entry by passkey."""


class AddPasskeyForm(_Unforged, AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Adding a passkey: always one that can sign in by itself."""

    passwordless = None
    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("So that you recognise it later, for example “My phone”."),
        max_length=60,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Demand that the device asked for finger, face or PIN."""
        cleaned: dict[str, Any] = self.cleaned_data
        cleaned["passwordless"] = True
        try:
            return super().clean() or cleaned
        except BROKEN:
            raise get_adapter().validation_error(WRONG_CODE) from None
