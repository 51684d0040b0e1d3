"""Input of the page on numbers: which unit, which pattern, where it stands."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.circulars.core.numbers import LONGEST, Pattern, PatternFault
from netral.orgs.models import Unit


class NumberForm(forms.Form):
    """A way of numbering for one unit and year."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=LONGEST,
        strip=True,
        help_text=_(
            "As your numbers are written, with {seq} in place of the running number: "
            "270/{seq}-Huk. You can also use {seq:04} for leading zeros, {year}, {month_roman}, "
            "and {code:800.1.6.2} to mark the classification code."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    next_seq = forms.IntegerField(label=_("Next running number"), min_value=1, max_value=999_999)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = units

    def clean_pattern(self) -> str:
        """Refuse a pattern that would make no numbers, and say why."""
        text: str = self.cleaned_data["pattern"]
        try:
            Pattern.of(text)
        except PatternFault as fault:
            raise forms.ValidationError(gettext(str(fault)), code="pattern") from fault
        return text
