"""What the verification page takes: a typed code, or a file."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from netral.signing.core import readings
from netral.signing.uploads import MEGABYTES


class CodeForm(forms.Form):
    """A code as it stands on the paper."""

    code = forms.CharField(
        label=_("Code on the paper"),
        max_length=200,
        help_text=_("17 letters and digits. Spaces, dashes and small letters do not matter."),
        error_messages={"required": _("Type the code next to the QR code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                   "class": "code", "inputmode": "text"}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Hold the length against that of a code, before anything is looked up."""
        typed: str = self.cleaned_data["code"]
        if not readings(typed):
            raise forms.ValidationError(
                _("A code has 17 letters and digits. Compare what you typed with the paper.")
            )
        return typed


class FileForm(forms.Form):
    """A PDF, which is examined and forgotten."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=format_lazy(_("Up to {size} MB. It is examined and not kept."), size=MEGABYTES),
        error_messages={
            "required": _("Choose the PDF file that you want to check."),
            "empty": _("The file is empty. Choose the PDF file that you received."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
