"""Forms of the desk: files, reasons, approval, packages and keys."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netral.rules.core.package import LARGEST
from netral.tenancy.fields import LongText

TEXT: Final = 400_000  # characters of one file
NOT_UTF8: Final = _("The file is not text in UTF-8. Save it as a plain TOML file.")
TOO_LARGE: Final = _("The file is larger than a file of rules can be.")


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class SeenForm(forms.Form):
    """Which text of a version the reader has before them."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ApproveForm(SeenForm):
    """Approval, with the confirmation that doubtful places were read."""

    doubts_seen = forms.BooleanField(
        label=_("I have read the lists of what is unverified and what is no longer regulated."),
        required=False,
    )


class FileForm(SeenForm):
    """One file of a draft, typed or uploaded; an upload takes the place of the text."""

    upload = forms.FileField(
        label=_("TOML file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        help_text=_("It takes the place of the text below."),
    )
    text = LongText(
        label=_("Text of the file"),
        rows=24,
        longest=TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code-text"}),
    )

    def clean(self) -> dict[str, Any]:
        """Take the text of an uploaded file."""
        found = super().clean() or {}
        upload = found.get("upload")
        if upload is None:
            return found
        if upload.size > TEXT:
            raise ValidationError(TOO_LARGE)
        try:
            found["text"] = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise ValidationError(NOT_UTF8) from wrong
        self.errors.pop("text", None)
        return found


class PackageForm(forms.Form):
    """A package of another institution."""

    package = forms.FileField(
        label=_("Package of rules"),
        widget=forms.FileInput(attrs={"accept": ".paket,application/json"}),
        error_messages={"required": _("Choose the package."), "empty": _("The file is empty.")},
    )

    def clean_package(self) -> bytes:
        """Take the octets, but no more of them than a package has."""
        octets: bytes = self.cleaned_data["package"].read(LARGEST + 1)
        return octets


class KeyForm(forms.Form):
    """First step of trusting a key: the key as the other institution's page shows it."""

    owner = forms.CharField(label=_("Name of the institution"), max_length=120)
    text = forms.CharField(
        label=_("Public key"),
        max_length=200,
        help_text=_("The line on its page that begins with netral-aturan:"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


class HeardForm(KeyForm):
    """Second step: the fingerprint, as somebody there reads it aloud."""

    heard = forms.CharField(
        label=_("Fingerprint as you hear it"),
        max_length=60,
        help_text=_("Five groups of four characters. Type what you hear, not what you read."),
        widget=forms.TextInput(attrs={"class": "code-input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("owner", "text"):
            self.fields[name].widget = forms.HiddenInput()
