"""Units, offices and the institution."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from netral.access.core import ROLE_WORDS, Role
from netral.orgs.core import CAPACITY_WORDS, UNIT_WORDS, Capacity, UnitKind
from netral.orgs.core.offices import needs_basis, needs_last_day
from netral.orgs.core.pictures import NotAPicture, small_png
from netral.orgs.forms.fields import LineField, PersonField, SeatedForm, UnitField
from netral.tenancy.core import Zone
from netral.tenancy.fields import FOUNDING_YEAR, DayField, beside

LARGEST: Final = 2_000_000  # octets of an emblem as uploaded
REGION: Final = r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?"
BESIDE_ROOT: Final = [(k.value, w) for k, w in UNIT_WORDS.items() if k is not UnitKind.ROOT]
OF_OFFICES: Final = (Role.HEAD, Role.SIGNATORY, Role.OPERATOR, Role.DRAFTER)
TELEPHONE: Final = r"^\+?[0-9(][0-9 ()\-]{4,28}[0-9]$"
CAPACITIES: Final = {
    Capacity.DEFINITIVE: CAPACITY_WORDS[Capacity.DEFINITIVE],
    Capacity.PLT: _("Plt. (the office is vacant)"),
    Capacity.PLH: _("Plh. (the holder is absent)"),
    Capacity.PJ: _("Pj. (fills the office for a time)"),
    Capacity.PJS: _("Pjs. (while the holder campaigns)"),
}


def _translated(choices: Any) -> list[tuple[str, Any]]:
    return [(value, _(words)) for value, words in choices]


class UnitForm(SeatedForm):
    """A new unit."""

    name = LineField(label=_("Name"), max_length=160)
    short_name = LineField(label=_("Short name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"))
    code = LineField(
        label=_("Code"),
        max_length=60,
        help_text=_("Your own code; it stays when the name changes."),
    )
    siasn_id = LineField(label=_("Unor ID in SIASN"), max_length=60, required=False)
    region_code = forms.RegexField(
        label=_("Region code"),
        regex=f"^{REGION}$",
        max_length=13,
        required=False,
        help_text=_("For kecamatan and kelurahan, as the ministry of home affairs writes it."),
        error_messages={"invalid": _("Write the code with dots, such as 32.76.06.1001.")},
    )
    begins_on = DayField(label=_("Exists since"), first=FOUNDING_YEAR)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = _translated(BESIDE_ROOT)  # type: ignore[attr-defined]


class RenameForm(SeatedForm):
    """A new name from a day on."""

    name = LineField(label=_("New name"), max_length=160)
    short_name = LineField(label=_("Short name"), max_length=60, required=False)
    on = DayField(label=_("Valid from"), first=FOUNDING_YEAR)


class MoveForm(SeatedForm):
    """Another parent."""

    parent = UnitField(label=_("New unit above"))


class MergeForm(SeatedForm):
    """The unit that takes over."""

    into = UnitField(label=_("Merged into"))
    on = DayField(label=_("On"))


class CloseForm(SeatedForm):
    """The day on which a unit ends."""

    on = DayField(label=_("Closed on"))


class OfficeForm(SeatedForm):
    """A new office in a unit."""

    title = LineField(
        label=_("Title of the office"),
        max_length=160,
        help_text=_("For example: Head of the Health Agency."),
    )
    role = forms.ChoiceField(label=_("Role that comes with it"))
    is_head = forms.BooleanField(
        label=_("Answers for the unit: receives circulars and passes them on"), required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(role.value, ROLE_WORDS[role]) for role in OF_OFFICES]
        self.fields["role"].choices = _translated(choices)  # type: ignore[attr-defined]


class HandOverForm(SeatedForm):
    """Who takes an office, for how long, in what capacity."""

    person = PersonField(label=_("Who takes over"))
    capacity = forms.ChoiceField(label=_("Capacity"))
    starts_on = DayField(label=_("First day"), first=FOUNDING_YEAR)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        first=FOUNDING_YEAR,
        label_suffix=beside(_("needed for Plh. and Pjs.")),
        help_text=_("If left empty: until the next handover."),
    )
    basis = LineField(
        label=_("Decree or order"),
        max_length=200,
        required=False,
        label_suffix=beside(_("needed unless definitive")),
        help_text=_("Number and date."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(capacity.value, words) for capacity, words in CAPACITIES.items()]
        self.fields["capacity"].choices = _translated(choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask beside the field for what the capacity needs; the act would refuse it anyway."""
        given: dict[str, Any] = super().clean() or {}
        if "capacity" in given:
            capacity = Capacity(given["capacity"])
            if needs_last_day(capacity) and not given.get("ends_on") and "ends_on" in given:
                self.add_error("ends_on", _("Enter the last day written in the order."))
            if needs_basis(capacity) and not given.get("basis") and "basis" in given:
                self.add_error("basis", _("Enter the decree or order."))
        return given


class EndTermForm(SeatedForm):
    """The last day of a term."""

    ends_on = DayField(label=_("Last day"), first=FOUNDING_YEAR)


class InstitutionForm(forms.Form):
    """What an institution is called and where its clock stands."""

    name = LineField(label=_("Name"), max_length=120)
    place = LineField(
        label=_("Place"), max_length=60, help_text=_("As letters state it, after “Ditetapkan di”.")
    )
    head_title = LineField(
        label=_("Head"),
        max_length=60,
        help_text=_("In full, as in the head of letters: Bupati Contoh."),
    )
    address = LineField(label=_("Address"), max_length=200, required=False)
    contact_phone = LineField(
        label=_("Telephone for reports"),
        max_length=30,
        required=False,
        validators=[
            RegexValidator(
                TELEPHONE,
                _("Write a telephone number in digits, for example (021) 5550100."),
            )
        ],
        help_text=_("Of an office, never of a person: it stands on posters and public pages."),
    )
    contact_email = forms.EmailField(label=_("E-mail for reports"), max_length=254, required=False)
    contact_url = forms.URLField(
        label=_("Page for reports"),
        max_length=200,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Beginning with https://"),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(z.value, z.name) for z in Zone])
    week_days = forms.TypedChoiceField(
        label=_("Working week"), choices=[(5, _("Five days")), (6, _("Six days"))], coerce=int
    )


class EmblemForm(forms.Form):
    """The emblem for the head of letters."""

    emblem = forms.FileField(
        label=_("Picture of the emblem"),
        help_text=_("PNG, JPEG or WebP, up to 2 MB. It is redrawn at a smaller size."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose a picture."), "empty": _("The file is empty.")},
    )

    def clean_emblem(self) -> bytes:
        """Draw the picture anew, or say why it cannot be."""
        given = self.cleaned_data["emblem"]
        if given.size > LARGEST:
            raise ValidationError(_("The picture is larger than 2 MB. Make it smaller first."))
        try:
            return small_png(given.read())
        except NotAPicture:
            raise ValidationError(
                _("This picture cannot be read. Save it as PNG and try again.")
            ) from None
