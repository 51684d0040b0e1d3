"""Input of our own pages: activation, forgotten password, address, roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.access.core import BY_HAND, ROLE_WORDS, Role, tidy_login, tidy_username
from netral.access.forms.sign_in import (
    LOGIN_ATTRS,
    LONGEST_LOGIN,
    new_password_field,
    password_field,
)
from netral.tenancy.fields import DayField


class ActivationForm(forms.Form):
    """What stands on the slip, and the new password."""

    number = forms.CharField(
        label=_("NIP, NI PPPK or user name"),
        help_text=_("As printed on your slip. Spaces and dots do not matter."),
        max_length=80,
        widget=forms.TextInput(attrs=LOGIN_ATTRS | {"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=_("Activation code"),
        help_text=_("Twelve characters, for example ABCD-EFGH-JKMN. It works once."),
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password = new_password_field()


class ForgottenForm(forms.Form):
    """Who forgot."""

    login = forms.CharField(
        label=_("NIP, NI PPPK, user name or e-mail address"),
        max_length=LONGEST_LOGIN,
        widget=forms.TextInput(attrs=LOGIN_ATTRS | {"autocomplete": "username"}),
    )

    def clean_login(self) -> str:
        """Read every spelling as one, so that each account is written to no oftener."""
        return tidy_login(self.cleaned_data["login"])


class ResetForm(forms.Form):
    """The new password."""

    password = new_password_field()


class AddressForm(forms.Form):
    """A new e-mail address."""

    address = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("We send a link to it; the address counts once you have opened the link."),
        max_length=LONGEST_LOGIN,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_address(self) -> str:
        """Compare addresses in one spelling."""
        return str(self.cleaned_data["address"]).lower()


class RoleForm(forms.Form):
    """A role to give by hand: to whom, which, from when, until when."""

    number = forms.CharField(
        label=_("NIP, NI PPPK or user name"),
        help_text=_("The person must have an account already."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, _(ROLE_WORDS[role])) for role in BY_HAND],
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"),
        help_text=_("Leave it empty if the end is not known yet; you can end a role at any time."),
        required=False,
    )

    def clean_number(self) -> str:
        """Read the number without its separators."""
        return tidy_username(self.cleaned_data["number"])

    def clean_role(self) -> Role:
        """Return the role as such."""
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first."))
        return given


class ConfirmForm(forms.Form):
    """A re-entry, where the five minutes of the last one are over."""

    password = password_field(_("Your password"), "current-password")
