"""People and rosters."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.access.core import Duty
from netral.orgs.core import PERSON_WORDS, SERVICE_WORDS, PersonKind, Service, terms
from netral.orgs.core.identity import check_number, tidy
from netral.orgs.core.oddities import REASON_WORDS, Odd
from netral.orgs.forms.fields import LineField, SeatedForm, UnitField
from netral.orgs.queries.people import GONE
from netral.tenancy.fields import DayField

MEGA: Final = 1_000_000
KINDS: Final = [(kind.value, _(words)) for kind, words in PERSON_WORDS.items()]
SERVICES: Final = [
    ("", _("Serving")),
    *((s.value, _(SERVICE_WORDS[s])) for s in (Service.ACTIVE, Service.LEAVE)),
    (GONE, _("No longer serving")),
]
LEAVING: Final = [
    (service.value, _(SERVICE_WORDS[service]))
    for service in (Service.RETIRED, Service.DECEASED, Service.ENDED, Service.MOVED)
]


class SearchForm(SeatedForm):
    """Which people to list."""

    words = forms.CharField(label=_("Name or number"), max_length=80, required=False)
    unit = UnitField(label=_("Unit"), required=False, help_text="")
    kind = forms.ChoiceField(
        label=_("Kind of employee"), choices=[("", _("All")), *KINDS], required=False
    )
    service = forms.ChoiceField(label=_("Service"), choices=SERVICES, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        unit = self.fields["unit"]
        if isinstance(unit, UnitField):
            unit.duty = Duty.SEE_PEOPLE


class CorrectForm(SeatedForm):
    """What the roster says of a person, and may be corrected here."""

    title_front = LineField(label=_("Titles before the name"), max_length=40, required=False)
    name = LineField(label=_("Name"), max_length=120)
    title_back = LineField(label=_("Titles after the name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind of employee"), choices=KINDS)
    position = LineField(label=_("Position"), max_length=160, required=False)
    grade = LineField(label=_("Grade"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = LineField(label=_("Telephone"), max_length=20, required=False)

    def clean_phone(self) -> str:
        """Set the number as it is dialled here."""
        found = terms.phone(self.cleaned_data["phone"])
        if found is None:
            raise ValidationError(_("Write the number as it is dialled, such as 0812…."))
        return found


class NewPersonForm(CorrectForm):
    """Somebody who is on no roster file."""

    identity = LineField(label=_("NIP, NI PPPK or local number"), max_length=40)
    field_order = ("kind", "identity", "title_front", "name", "title_back")

    def clean(self) -> dict[str, Any]:
        """Check the number for the kind of employee it is to name."""
        given: dict[str, Any] = super().clean() or {}
        if "identity" in given and "kind" in given:
            try:
                given["identity"] = tidy(given["identity"])
                check_number(
                    given["identity"],
                    PersonKind(given["kind"]),
                    today=self.seat.at.local().date(),
                    impossible=settings.DEMO or settings.TESTING,
                )
            except Odd as odd:
                said = gettext(REASON_WORDS[odd.reason]).format(**odd.facts)
                self.add_error("identity", f"{said[:1].upper()}{said[1:]}.")
        return given


class TransferForm(SeatedForm):
    """The new unit, and on what the transfer rests."""

    unit = UnitField(label=_("New unit"))
    basis = forms.CharField(label=_("Decree or order"), max_length=160, required=False)


class LeaveForm(SeatedForm):
    """A leave."""

    note = forms.CharField(
        label=_("Kind of leave"), max_length=160, help_text=_("For example: cuti melahirkan.")
    )
    until = DayField(label=_("Last day"), required=False)


class GoneForm(SeatedForm):
    """Why somebody no longer serves."""

    service = forms.ChoiceField(label=_("Why"), choices=LEAVING)
    note = forms.CharField(label=_("Decree or order"), max_length=160, required=False)


class ReturnForm(SeatedForm):
    """Where somebody serves again."""

    unit = UnitField(label=_("Unit"))


class UploadForm(SeatedForm):
    """A roster file, and what to do with units that are not in the tree."""

    file = forms.FileField(
        label=_("Roster file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,text/csv"}),
        max_length=200,
        allow_empty_file=True,  # the check says what to do about it
        error_messages={"required": _("Choose the file first.")},
    )
    create_below = UnitField(
        label=_("Make unknown units below"),
        required=False,
        help_text=_("If left empty, lines with an unknown unit are refused, and you decide then."),
    )

    def clean_file(self) -> Any:
        """Turn a file away that is too large before it is copied anywhere."""
        file, most = self.cleaned_data["file"], settings.ROSTER_MAX_MB
        if file.size > most * MEGA:
            raise ValidationError(
                _(
                    "The file is larger than %(most)s MB. Split it, or delete what is not part of "
                    "the roster."
                ),
                params={"most": most},
            )
        return file


class ApplyForm(forms.Form):
    """What to do about people whom the file does not list."""

    missing = forms.ChoiceField(
        label=_("People who are not in the file"),
        choices=[
            ("keep", _("Leave them as they are")),
            ("end", _("End their service today")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
    )
