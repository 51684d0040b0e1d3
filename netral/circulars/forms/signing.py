"""Forms of the desk: signing, and giving a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.circulars.core.numbers import Pattern
from netral.circulars.models import NumberPattern
from netral.tenancy.fields import beside


class SeenForm(forms.Form):
    """How much of a circular's history the reader has seen."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class PatternChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Choose a pattern by the number it makes next; the signature takes the first that is free."""

    day: date

    def label_from_instance(self, obj: Any) -> str:
        """Show the number itself; in a new year it begins at 1."""
        seq = obj.next_seq if obj.year == self.day.year else 1
        return Pattern(obj.pattern).make(seq, self.day)


class SignForm(SeenForm):
    """Number and re-entry under a signature. An instruction may do without a number."""

    pattern = PatternChoice(
        label=_("Next number"),
        label_suffix=beside(_("or the number below")),
        queryset=NumberPattern.objects.none(),
        required=False,
        help_text=_("It is taken when you sign."),
    )
    number = forms.CharField(
        label=_("Or a number given already"),
        label_suffix=beside(_("instead of the next one")),
        max_length=80,
        required=False,
        help_text=_("As in the paper register; it is then used instead of the one above."),
    )
    password = forms.CharField(
        label=_("Your password"),
        label_suffix=beside(_("or the code below")),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a one-time code from your authenticator app"),
        label_suffix=beside(_("instead of the password")),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(
        self,
        *args: Any,
        patterns: Sequence[NumberPattern],
        day: date,
        numbered: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbered = numbered
        field = self.fields["pattern"]
        if isinstance(field, PatternChoice):
            field.day = day
            field.queryset = NumberPattern.objects.filter(pk__in=[p.pk for p in patterns])
            field.empty_label = gettext("Not from a pattern") if numbered else gettext("No number")
        if not numbered:  # then neither is needed
            self.fields["pattern"].label_suffix = self.fields["number"].label_suffix = None

    def clean(self) -> dict[str, Any]:
        """Ask for a number where one is needed."""
        data = super().clean() or {}
        if self.numbered and not data.get("pattern") and not data.get("number"):
            self.add_error("number", gettext("Choose the next number, or enter the one given."))
        return data


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
