"""What hosts and the invited type about sessions."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netral.circulars.models import Circular
from netral.orgs.core.names import line
from netral.orgs.models import Unit
from netral.outreach.actions.files import MEGABYTES
from netral.outreach.actions.planning import Plan
from netral.outreach.core import PURPOSE_WORDS, SESSION_WORDS, FileRole, Purpose, SessionKind
from netral.outreach.models import Session
from netral.tenancy.fields import LongText, MomentField, beside

KINDS: Final = [(kind.value, _(word)) for kind, word in SESSION_WORDS.items()]
PURPOSES: Final = [(purpose.value, _(word)) for purpose, word in PURPOSE_WORDS.items()]
ROLES: Final = [
    (FileRole.PHOTO.value, _("A photograph of the session (JPEG or PNG)")),
    (FileRole.MATERIAL.value, _("Material that was shown (PDF)")),
]


class LineField(forms.CharField):
    """One line of text, without signs that nobody sees."""

    def to_python(self, value: Any) -> str:
        """Read the line before anything else looks at it."""
        return line(super().to_python(value))


class PlanForm(forms.Form):
    """A session before it is held. Times are read on the wall clock of the institution."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("How you meet"), choices=KINDS, widget=forms.RadioSelect)
    title = LineField(label=_("Title"), max_length=200)
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    place = LineField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link of the online meeting"),
        label_suffix=beside(_("if you meet online")),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown only to the people invited."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("What it serves"),
        choices=PURPOSES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each counts as evidence for the duty of that name."),
        error_messages={"required": _("Tick at least one.")},
    )
    circular = forms.ModelChoiceField(
        label=_("Circular it speaks of"),
        queryset=Circular.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    speaker = LineField(label=_("Speaker"), max_length=160, required=False)
    agenda = LongText(
        label=_("Agenda"),
        required=False,
        longest=4000,
        rows=4,
        help_text=_("One point per line."),
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], circulars: QuerySet[Circular], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        rows: dict[str, Any] = {"unit": units, "circular": circulars}
        for name, each in rows.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = each

    def clean_link(self) -> str:
        """Take addresses of the web alone."""
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("Write an address that begins with https://."))
        return link

    def clean(self) -> dict[str, Any]:
        """Hold times against each other, and the kind against place and link."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_at"), given.get("ends_at")
        if first and last and last <= first:
            self.add_error("ends_at", _("The session would end before it begins."))
        online = given.get("kind") == SessionKind.ONLINE
        if online and "link" not in self.errors and not given.get("link"):
            self.add_error("link", _("Write the link, so that people can join."))
        return given

    def wish(self) -> Plan:
        """Return what the action takes."""
        given = self.cleaned_data
        return Plan(
            kind=SessionKind(given["kind"]),
            purposes=[Purpose(purpose) for purpose in given["purposes"]],
            title=given["title"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            agenda=given["agenda"],
            speaker=given["speaker"],
            place=given["place"],
            link=given["link"],
            circular=given["circular"],
        )


class CodeForm(forms.Form):
    """The digits that the host shows or reads out."""

    code = forms.CharField(
        label=_("Code from the room"),
        max_length=40,
        help_text=_("Six digits on the screen, or read out by the host."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "narrow code"}
        ),
        error_messages={"required": _("Type the six digits.")},
    )

    def clean_code(self) -> str:
        """Drop what people put between digits."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isalnum())


class CloseForm(forms.Form):
    """Minutes, and why nobody came if that is so."""

    minutes = LongText(
        label=_("Minutes"),
        longest=10_000,
        rows=8,
        help_text=_("What was said, asked and agreed. Name no person who is not an official."),
        error_messages={"required": _("Write the minutes in a few sentences.")},
    )
    reason = LongText(
        label=_("Why nobody was present"),
        label_suffix=beside(_("only if nobody is recorded")),
        longest=300,
        rows=2,
        required=False,
    )


class CancelForm(forms.Form):
    """Why a session is called off."""

    reason = LongText(
        label=_("Reason"),
        longest=300,
        error_messages={"required": _("Write the reason in a sentence.")},
    )


class FileForm(forms.Form):
    """One file of a session."""

    role = forms.ChoiceField(label=_("What it is"), choices=ROLES, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most %(megabytes)s MB. Place and device are removed from photographs.")
        % {"megabytes": MEGABYTES},
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )


def initial_of(session: Session) -> dict[str, Any]:
    """Return a session as its form shows it."""
    names = ("unit_id", "kind", "title", "starts_at", "ends_at", "place", "link", "purposes",
             "circular_id", "speaker", "agenda")  # fmt: skip
    return {name.removesuffix("_id"): getattr(session, name) for name in names}


def initial_of_new(unit: Unit, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """Return what a head most likely wants: an assembly next morning about neutrality."""
    return {
        "unit": unit.pk,
        "kind": SessionKind.PARADE,
        "title": _("Neutrality of civil servants"),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": unit.name,
        "purposes": [Purpose.SOCIALISE],
    }
