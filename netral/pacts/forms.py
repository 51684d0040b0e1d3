"""What the pages of pacts take: types and shapes only."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.orgs.core import PERSON_WORDS, PersonKind, unit_id
from netral.orgs.models import Unit
from netral.pacts.actions.campaigns import CampaignFacts
from netral.pacts.core import Text
from netral.pacts.models import Campaign, Wave
from netral.tenancy.fields import DayField, LongText, MomentField, beside
from netral.tenancy.models import Institution

REASON: Final = {"rows": 3}
# An elected head of region is nobody's staff.
STAFF: Final = [
    (kind.value, _(word)) for kind, word in PERSON_WORDS.items() if kind is not PersonKind.OFFICIAL
]


class SignForm(forms.Form):
    """The tick and the re-entry under a pact."""

    read = forms.BooleanField(
        label=_("I have read the pact and I make these statements."),
        error_messages={"required": _("Tick the box to say that you have read the pact.")},
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
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "narrow"}
        ),
    )
    text_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    credential = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=REASON),
        error_messages={"required": _("Write the reason in a sentence.")},
    )


class ExemptForm(ReasonForm):
    """A reason and what it rests on."""

    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("For example, the number and date of a letter."),
        error_messages={"required": _("Write the basis of the exemption.")},
    )


class ScanForm(forms.Form):
    """A signed paper: the scan and the day that is written on it."""

    scan = forms.FileField(
        label=_("Scan or photograph"),
        help_text=_("PDF, JPEG or PNG, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={
            "required": _("Choose the scan of the signed page."),
            "empty": _("The file is empty. Scan the page again."),
        },
    )
    signed_on = DayField(label=_("Day written on the paper"))


class DeadlineForm(forms.Form):
    """A later deadline and what it rests on."""

    deadline = MomentField(label=_("New deadline"))
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("For example, the number and date of a letter."),
    )


class Statements(LongText):
    """A text area in which every line is one statement."""

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        text = str(super().to_python(value))
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list back as lines, parted by blank ones for the eye."""
        return "\n\n".join(value) if isinstance(value, list | tuple) else value

    def validate(self, value: Any) -> None:
        """Ask for at least one."""
        if not value:
            raise forms.ValidationError(_("Write at least one statement."), code="required")

    def run_validators(self, value: Any) -> None:
        """Refuse what no database keeps (NUL), and what is too long."""
        super().run_validators("\n".join(value))


class CampaignForm(forms.Form):
    """A campaign before it opens. Times are read on the wall clock of the institution."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=160)
    circular = forms.ModelChoiceField(
        label=_("Circular it follows"),
        queryset=Circular.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    label = forms.CharField(
        label=_("Remark under the title"),
        max_length=200,
        required=False,
        help_text=_("Shown on the pact and on the board, such as “exercise”."),
    )
    title = forms.CharField(label=_("Title of the pact"), max_length=200)
    opening = LongText(label=_("Opening words"), required=False, rows=4, longest=5000)
    statements = Statements(
        label=_("Statements"), help_text=_("One statement per line."), rows=10, longest=20_000
    )
    closing = LongText(label=_("Closing words"), required=False, rows=4, longest=5000)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of staff"),
        choices=STAFF,
        required=False,
        help_text=_("If none is ticked, all."),
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("With all units below them. If none is chosen, the whole institution."),
    )
    needs_course = forms.BooleanField(
        label=_("Only who has passed the short course may sign"),
        required=False,
        help_text=_("Papers at the counter are exempt; two officers vouch for them."),
    )
    opens_at = MomentField(label=_("Opens"))
    everyone_at = MomentField(
        label=_("Opens for everyone else"),
        required=False,
        help_text=_(
            "If heads of unit sign first. If left empty, everyone starts at the same time."
        ),
    )
    deadline = MomentField(label=_("Deadline"))

    def __init__(self, *args: Any, institution: Institution, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "circular": Circular.objects.of(institution).filter(
                stage="published", parent__isnull=True
            ),
            "units": Unit.objects.of(institution).on(on).filter(parent__parent__isnull=True),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Hold the three instants against each other."""
        given = super().clean() or self.cleaned_data
        opens, deadline = given.get("opens_at"), given.get("deadline")
        last = given.get("everyone_at") or opens
        if opens and deadline and max(opens, last) >= deadline:
            self.add_error("deadline", _("The deadline must be later than the opening."))
        if opens and last and last < opens:
            self.add_error("everyone_at", _("Nobody else can start before the heads of unit."))
        return given

    def facts(self) -> CampaignFacts:
        """Return what the action takes."""
        given = self.cleaned_data
        return CampaignFacts(
            name=given["name"],
            text=Text(
                title=given["title"],
                opening=given["opening"],
                statements=tuple(given["statements"]),
                closing=given["closing"],
            ),
            audience={
                "kinds": given["kinds"],
                "units": [unit.path for unit in given["units"]],
            },
            opens_at=given["opens_at"],
            everyone_at=given["everyone_at"],
            deadline=given["deadline"],
            circular=given["circular"],
            needs_course=given["needs_course"],
            label=given["label"],
        )


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """Return a draft as the form shows it."""
    waves = list(Wave.objects.of(campaign.institution_id).filter(campaign=campaign))
    everyone = next(wave for wave in waves if wave.group == Wave.Group.EVERYONE)
    return {
        "name": campaign.name,
        "label": campaign.label,
        "circular": campaign.circular_id,
        "needs_course": campaign.needs_course,
        **Text.of(campaign.text).stored(),
        "kinds": campaign.audience.get("kinds", []),
        "units": [unit_id(path) for path in campaign.audience.get("units", [])],
        "opens_at": campaign.opens_at,
        "everyone_at": everyone.opens_at if len(waves) > 1 else None,
        "deadline": campaign.deadline,
    }


def initial_of_new(text: Text, at: Moment) -> dict[str, Any]:
    """Return the form of a new campaign, with the words of a template."""
    return {**text.stored(), "opens_at": at.acted}
