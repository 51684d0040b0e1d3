"""Input of the circular's editor and desks: types and shapes only."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.calendar import queries as calendar
from netral.circulars import queries
from netral.circulars.core import CLAUSE_WORDS, ClauseKind, Dating, Form, Relay
from netral.circulars.core.text import CAPACITY_MARKS
from netral.circulars.models import NumberPattern
from netral.kernel.moment import Moment
from netral.orgs.core import PERSON_WORDS, PersonKind
from netral.orgs.models import Holding, Office, Unit
from netral.orgs.queries import holdings_on
from netral.tenancy.models import Institution

PHASES: Final = (
    ("", _("At all times")),
    ("before", _("Before the campaign")),
    ("campaign", _("During the campaign")),
    ("quiet", _("In the quiet period")),
    ("before_during_after", _("Before, during and after the campaign")),
)
SIGNING_ROLES: Final = ("signatory",)
INITIAL_ROLES: Final = ("drafter", "signatory", "admin")
# An elected head is nobody's staff, so no circular binds one.
PEOPLE: Final = [
    (kind.value, _(word)) for kind, word in PERSON_WORDS.items() if kind is not PersonKind.OFFICIAL
]
LOCAL: Final = "%Y-%m-%dT%H:%M"


def local_input() -> forms.DateTimeInput:
    """Return a date and time input in the zone that is active."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)


class Lines(forms.CharField):
    """A text area in which every line is one entry."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list back as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        """Ask for a line where one is required."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Check nothing else: lines are free text."""


class HoldingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Choose who signs: capacity, office and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show "Plh. Sekretaris Daerah: Nama"."""
        mark = CAPACITY_MARKS.get(obj.capacity, "")
        return f"{mark}{obj.office.title}: {obj.person.full_name}"


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Choose units, indented as they stand in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the depth by dashes."""
        return f"{'– ' * (obj.path.count('/') - 1)}{obj.name}"


class CircularForm(forms.Form):
    """Everything of a circular but its clauses."""

    form = forms.ChoiceField(
        label=_("Form"),
        choices=[(Form.CIRCULAR, _("Circular")), (Form.INSTRUCTION, _("Instruction"))],
    )
    unit = forms.ModelChoiceField(label=_("Issued by"), queryset=Unit.objects.none())
    subject = forms.CharField(
        label=_("Subject"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What comes after “about” in the letter."),
    )
    opening = forms.CharField(
        label=_("Background and purpose"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    closing = forms.CharField(
        label=_("Closing"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    bases = Lines(
        label=_("Legal bases"),
        required=False,
        help_text=_("One a line; a date may follow after a bar: Law 20 of 2023 | 2023-10-31"),
    )
    recipients = Lines(label=_("Addressed to"), required=False, help_text=_("One a line."))
    copies = Lines(label=_("Copies to"), required=False, help_text=_("One a line."))
    kinds = forms.MultipleChoiceField(
        label=_("Whom it binds"),
        choices=PEOPLE,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means everyone on the roster."),
        required=False,
    )
    units = UnitChoices(
        label=_("In which units"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("None chosen means all units."),
    )
    elections = forms.MultipleChoiceField(
        label=_("Which elections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    dating = forms.ChoiceField(
        label=_("Date of the letter"),
        choices=[
            (Dating.EXACT, _("Exact; left empty, the day of signing")),
            (Dating.AT_LATEST, _("Known only as “at the latest”")),
            (Dating.UNKNOWN, _("Not known")),
        ],
    )
    dated_on = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    signatory = HoldingChoice(label=_("Signed by"), queryset=Holding.objects.none(), required=False)
    relay = forms.ChoiceField(
        label=_("Signed"),
        choices=[
            (Relay.DIRECT, _("In the own name")),
            (Relay.ON_BEHALF, _("On behalf of (a.n.)")),
            (Relay.FOR_HIM, _("For the office between (u.b.)")),
        ],
    )
    on_behalf_of = forms.CharField(label=_("On behalf of"), max_length=160, required=False)
    under = forms.CharField(label=_("Office between"), max_length=160, required=False)
    pass_on_by = forms.DateTimeField(
        label=_("Heads pass it on by"), required=False, widget=local_input()
    )
    read_by = forms.DateTimeField(
        label=_("Employees read it by"), required=False, widget=local_input()
    )
    initials = forms.ModelMultipleChoiceField(
        label=_("Initials of"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    supersedes = forms.ChoiceField(label=_("Supersedes"), required=False)

    def __init__(
        self, *args: Any, institution: Institution, at: Moment, derived: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        today = at.local().date()
        units = Unit.objects.of(institution).filter(valid_to=None).order_by("path")
        self._choose("unit", units)
        self._choose("units", units)
        roles = (*SIGNING_ROLES, "head") if derived else SIGNING_ROLES
        signers = Holding.objects.of(institution).filter(holdings_on(today), office__role__in=roles)
        self._choose("signatory", signers.select_related("office", "person"))
        offices = Office.objects.of(institution).filter(role__in=INITIAL_ROLES, closed_on=None)
        self._choose("initials", offices)
        self._options("elections", [(e.code, e.name) for e in calendar.elections()])
        in_force = [
            (str(c.pk), f"{c.number} {c.subject}".strip())
            for c in queries.in_force(institution, at.acted)
        ]
        self._options("supersedes", [("", gettext("No other circular")), *in_force])
        if derived:
            for name in ("form", "unit", "kinds", "units", "elections", "supersedes"):
                del self.fields[name]

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def _options(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = options

    def clean_bases(self) -> list[dict[str, str]]:
        """Part each line into a title and a date."""
        return [_basis(line) for line in self.cleaned_data["bases"]]

    def clean(self) -> dict[str, Any]:
        """Hold the relay and the date against what goes with them."""
        data = super().clean() or {}
        if data.get("relay") in {Relay.ON_BEHALF, Relay.FOR_HIM} and not data.get("on_behalf_of"):
            self.add_error("on_behalf_of", gettext("Write on whose behalf it is signed."))
        if data.get("relay") == Relay.FOR_HIM and not data.get("under"):
            self.add_error("under", gettext("Write the office between."))
        if data.get("dating") == Dating.AT_LATEST and not data.get("dated_on"):
            self.add_error("dated_on", gettext("Write the latest date that is known."))
        return data


def _basis(line: str) -> dict[str, str]:
    title, _bar, day = (part.strip() for part in line.partition("|"))
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            message = gettext("Write the date after the bar as year-month-day: %s") % line
            raise forms.ValidationError(message) from None
    return {"title": title, "dated_on": day, "confidence": ""}


def basis_lines(bases: Iterable[dict[str, Any]]) -> list[str]:
    """Write stored bases back as lines."""
    return [
        f"{b['title']} | {b['dated_on']}" if b.get("dated_on") else str(b["title"]) for b in bases
    ]


class ClauseForm(forms.Form):
    """One clause."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, _(CLAUSE_WORDS[kind])) for kind in ClauseKind]
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))
    conditions = Lines(
        label=_("Conditions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Binds only"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=PEOPLE,
    )
    phase = forms.ChoiceField(label=_("When"), choices=PHASES, required=False)
    due_at = forms.DateTimeField(label=_("Deadline"), required=False, widget=local_input())
    restates = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("restates"):
            # A clause of the parent: its words are not the head's to change.
            for name in ("kind", "text", "conditions", "kinds", "phase", "restates"):
                self.fields[name].disabled = True

    def has_changed(self) -> bool:
        """Take an offered clause without words as left empty, whatever its menus say."""
        if self.empty_permitted:
            return any(
                str(self.data.get(self.add_prefix(name), "")).strip()
                for name in ("text", "conditions", "due_at")
            )
        return super().has_changed()

    @property
    def locked(self) -> bool:
        """Tell whether the clause restates the parent."""
        return bool(self.initial.get("restates"))


def clause_forms(extra: int) -> type[BaseFormSet[ClauseForm]]:
    """Return a set of clause forms with room for `extra` new ones."""
    return formset_factory(ClauseForm, extra=extra, can_delete=True, max_num=60, absolute_max=80)


class SignForm(forms.Form):
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
