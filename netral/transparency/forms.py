"""What the search box takes."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netral.tenancy.fields import beside
from netral.transparency.acts import ACTS
from netral.transparency.core.asked import LONGEST

MEGABYTES: Final = 2
DAYS: Final = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
EITHER: Final = beside(gettext_lazy("one of the two is enough"))


class SearchForm(forms.Form):
    """One thing: a text or a file. Neither is kept."""

    text = forms.CharField(
        label=gettext_lazy("Hash, number, code or text of a receipt"),
        label_suffix=EITHER,
        required=False,
        strip=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "From the paper: its code, or the address beside its QR code. Or paste a promise or a"
            " proof as a whole."
        ),
        widget=forms.Textarea(
            attrs={"rows": 2, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        label_suffix=EITHER,
        required=False,
        help_text=format_lazy(
            gettext_lazy("A .tlog-proof, or the sealed PDF. Up to {size} MB; read, never kept."),
            size=MEGABYTES,
        ),
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose the file as you received it.")
        },
        widget=forms.FileInput(attrs={"accept": ".tlog-proof,.txt,.pdf,application/pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("file") and not str(given.get("text", "")).strip():
            self.add_error("text", _("Type something from your paper, or choose a file."))
        return given


class FilterForm(forms.Form):
    """What the list of entries is narrowed to; its names stand in the address."""

    tindakan = forms.ChoiceField(label=gettext_lazy("Act recorded"), required=False)
    dari = forms.DateField(
        label=gettext_lazy("Recorded from"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput({"type": "date"}),
    )
    sampai = forms.DateField(
        label=gettext_lazy("Recorded to"),
        required=False,
        validators=DAYS,
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        words = sorted(((act, _(word)) for act, word in ACTS.items()), key=lambda pair: pair[1])
        field = self.fields["tindakan"]
        field.choices = [("", _("All acts")), *words]  # type: ignore[attr-defined]
