"""The editor's form of everything but the clauses."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.calendar import queries as calendar
from netral.calendar.core.elections import Confidence
from netral.circulars import queries
from netral.circulars.core import Dating, Form, Relay
from netral.circulars.core.text import is_doubtful
from netral.circulars.forms.fields import (
    PEOPLE,
    HoldingChoice,
    Lines,
    Patient,
    UnitChoices,
)
from netral.kernel.moment import Moment
from netral.kernel.words import N_
from netral.orgs.models import Holding, Office, Unit
from netral.orgs.queries import holdings_on, within
from netral.tenancy.fields import DayField, LongText, MomentField, beside
from netral.tenancy.models import Institution

SIGNING_ROLES: Final = ("signatory",)
INITIAL_ROLES: Final = ("drafter", "signatory", "admin")
INITIAL_HEADS: Final = ("secretariat", "bureau", "opd")  # whose heads put a paraf on the top's
UNVERIFIED: Final = N_("not verified yet")


class CircularForm(Patient):
    """Everything of a circular but its clauses."""

    form = forms.ChoiceField(
        label=_("Form"),
        choices=[(Form.CIRCULAR, _("Circular")), (Form.INSTRUCTION, _("Instruction"))],
    )
    unit = forms.ModelChoiceField(
        label=_("Issued by"), queryset=Unit.objects.none(), empty_label=_("Choose a unit")
    )
    subject = LongText(
        label=_("Subject"),
        rows=2,
        longest=300,
        help_text=_("What comes after “about” in the letter."),
    )
    opening = LongText(label=_("Background and purpose"), required=False, rows=5, longest=20_000)
    closing = LongText(label=_("Closing"), required=False, longest=5000)
    bases = Lines(
        label=_("Legal bases"),
        required=False,
        help_text=_(
            "One per line. You may add the date after a bar, and after another bar that it is "
            "not verified yet: Law 20 of 2023 | 2023-10-31 | not verified yet"
        ),
    )
    recipients = Lines(label=_("Addressed to"), required=False, help_text=_("One per line."))
    copies = Lines(label=_("Copies to"), required=False, help_text=_("One per line."))
    kinds = forms.MultipleChoiceField(
        label=_("Who it binds"),
        choices=PEOPLE,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If none is ticked, everyone on the roster."),
        required=False,
    )
    units = UnitChoices(
        label=_("In which units"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("If none is chosen, all units."),
    )
    elections = forms.MultipleChoiceField(
        label=_("Which elections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Place"), max_length=60, required=False)
    dating = forms.ChoiceField(
        label=_("Date of the letter"),
        choices=[
            (Dating.EXACT, _("Exact; if left empty, the day of signing")),
            (Dating.AT_LATEST, _("Known only as “at the latest”")),
            (Dating.UNKNOWN, _("Not known")),
        ],
    )
    dated_on = DayField(
        label=_("Date"), required=False, label_suffix=beside(_("needed if “at the latest”"))
    )
    signatory = HoldingChoice(label=_("Signed by"), queryset=Holding.objects.none(), required=False)
    relay = forms.ChoiceField(
        label=_("Signed"),
        choices=[
            (Relay.DIRECT, _("In their own name")),
            (Relay.ON_BEHALF, _("On behalf of (a.n.)")),
            (Relay.FOR_HIM, _("For the office between (u.b.)")),
        ],
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        max_length=160,
        required=False,
        label_suffix=beside(_("needed if signed a.n. or u.b.")),
    )
    under = forms.CharField(
        label=_("Office between"),
        max_length=160,
        required=False,
        label_suffix=beside(_("needed if signed u.b.")),
    )
    pass_on_by = MomentField(label=_("Heads pass it on by"), required=False)
    read_by = MomentField(label=_("Employees read it by"), required=False)
    initials = forms.ModelMultipleChoiceField(
        label=_("Initials of"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    supersedes = forms.ChoiceField(label=_("Supersedes"), required=False)
    # The address chosen when the page was opened: a second click finds what the first has made.
    address = forms.RegexField(
        r"^[2-9a-hjkmnp-z]{8}$", required=False, widget=forms.HiddenInput, strip=True
    )
    # How much of the draft's history the writer has seen.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        institution: Institution,
        at: Moment,
        drafting: Iterable[str] = ("",),  # paths under which the writer may issue
        deriving: Unit | None = None,  # the unit whose derived circular it is
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        today = at.local().date()
        units = Unit.objects.of(institution).filter(valid_to=None).order_by("path")
        self._choose("unit", units.filter(within(drafting, "path")))
        self._choose("units", units)
        signs = Q(office__role__in=SIGNING_ROLES)
        heads = Q(unit__kind__in=INITIAL_HEADS)
        if deriving:
            signs = Q(office__is_head=True, office__unit=deriving)
            heads = Q(unit__path__startswith=deriving.path)
        signers = Holding.objects.of(institution).filter(signs, holdings_on(today))
        self._choose("signatory", signers.select_related("office", "person"))
        asked = Q(role__in=INITIAL_ROLES) | heads & Q(is_head=True)
        offices = Office.objects.of(institution).filter(asked, closed_on=None)
        self._choose("initials", offices)
        self._options("elections", [(e.code, e.name) for e in calendar.concerning(institution)])
        in_force = [
            (str(c.pk), f"{c.number} {c.subject}".strip())
            for c in queries.in_force(institution, at.acted)
        ]
        self._options("supersedes", [("", gettext("No other circular")), *in_force])
        if deriving:
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

    def catch_up(self, seen: int) -> None:
        """Let the next save replace what somebody else has written meanwhile."""
        data: Any = copy(self.data)
        data["seen"] = str(seen)
        self.data = data

    def clean_bases(self) -> list[dict[str, str]]:
        """Part each line into a title, a date, and whether it is verified."""
        known = {b["title"]: b.get("confidence", "") for b in self.initial.get("stored_bases", ())}
        return [_basis(line, known) for line in self.cleaned_data["bases"]]

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


def _basis(line: str, known: Mapping[str, str]) -> dict[str, str]:
    """Read one line; how sure a basis is stays as it is known until the writer says otherwise."""
    title, day, mark = (part.strip() for part in f"{line}||".split("|", 3)[:3])
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            message = gettext("Enter the date after the bar as year-month-day: %s") % line
            raise forms.ValidationError(message) from None
    confidence = known.get(title, "")
    if bool(mark) is not is_doubtful(confidence):
        confidence = Confidence.MEMORY_LOW.value if mark else ""
    return {"title": title, "dated_on": day, "confidence": confidence}


def basis_lines(bases: Iterable[Mapping[str, Any]]) -> list[str]:
    """Write stored bases back as lines."""
    return [_line(basis) for basis in bases]


def _line(basis: Mapping[str, Any]) -> str:
    parts = [str(basis["title"]), str(basis.get("dated_on") or "")]
    if is_doubtful(str(basis.get("confidence") or "")):
        parts.append(gettext(UNVERIFIED))
    return " | ".join(parts).rstrip(" |")
