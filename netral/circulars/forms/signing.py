"""Forms of the desk: signing, and giving a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.models import NumberPattern


class SeenForm(forms.Form):
    """How much of a circular's history the reader has seen."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class SignForm(SeenForm):
    """Number and re-entry under a signature."""

    pattern = forms.ModelChoiceField(
        label=_("Next number of"), queryset=NumberPattern.objects.none(), required=False
    )
    number = forms.CharField(label=_("Or a number given already"), max_length=80, required=False)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a one-time code"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, patterns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pattern"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = patterns


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
