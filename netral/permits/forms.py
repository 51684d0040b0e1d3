"""What the pages of permits take: types and shapes only."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.calendar.core.elections import OFFICE_WORDS, Election
from netral.orgs.core.names import line
from netral.permits.core import BODY_WORDS, KIND_WORDS, SHOWN_WORDS, Kind, Wish
from netral.permits.models import Permit
from netral.tenancy.fields import DayField, LongText, beside

BODIES: Final = [(body.value, _(word)) for body, word in BODY_WORDS.items()]
OFFICES: Final = [(office.value, _(word)) for office, word in OFFICE_WORDS.items()]


SEEN: Final = 30_000  # more moves than a request has


class LineField(forms.CharField):
    """One line of text, without signs that nobody sees."""

    def to_python(self, value: Any) -> str:
        """Read the line before anything else looks at it."""
        return line(super().to_python(value))


class WishForm(forms.Form):
    """What both kinds of request have: an election, a period, a remark."""

    election = forms.ChoiceField(label=_("Election"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    note = LongText(
        label=_("Remark"),
        required=False,
        rows=2,
        longest=500,
        help_text=_("What the head of unit should know, such as who takes over your work."),
    )

    kind: Kind

    def __init__(self, *args: Any, elections: Sequence[Election], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["election"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each.code, each.name) for each in elections]

    def clean(self) -> dict[str, Any]:
        """Hold the two days against each other."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        return given

    def wish(self) -> Wish:
        """Return what the action takes."""
        given = self.cleaned_data
        return Wish(
            kind=self.kind,
            election=given["election"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            body=given.get("body", ""),
            place=given.get("place", ""),
            office=given.get("office", ""),
            region=given.get("region", ""),
            note=given["note"],
        )


class ServiceForm(WishForm):
    """To serve in an ad hoc election body."""

    kind = Kind.ADHOC
    body = forms.ChoiceField(label=_("Body"), choices=BODIES, widget=forms.RadioSelect)
    place = LineField(
        label=_("Place of service"),
        max_length=160,
        help_text=_("The polling station, kelurahan or kecamatan, such as TPS 12 Kelurahan Beji."),
    )
    field_order = ("body", "place", "election", "starts_on", "ends_on", "note")


class LeaveForm(WishForm):
    """Unpaid leave beside a candidate spouse. The spouse's name is not asked."""

    kind = Kind.CLTN
    office = forms.ChoiceField(label=_("Office that your spouse stands for"), choices=OFFICES)
    region = LineField(
        label=_("Region or electoral district"),
        max_length=120,
        help_text=_("Where your spouse stands. The name of your spouse is not needed."),
    )
    field_order = ("election", "office", "region", "starts_on", "ends_on", "note")


class ConfirmForm(forms.Form):
    """The tick before a request is sent."""

    agree = forms.BooleanField(
        label=_("I will keep these conditions, and what I have stated is true."),
        error_messages={"required": _("Tick the box to say that you will keep the conditions.")},
    )


class AnswerForm(forms.Form):
    """The answer to a question of the decider."""

    words = LongText(
        label=_("Your answer"),
        longest=2000,
        error_messages={"required": _("Write your answer in a sentence.")},
    )


class TurnForm(forms.Form):
    """What was seen: an act on something that has changed since is refused."""

    turn = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_turn(self) -> int:
        """Take what nobody sent for something that was never seen."""
        turn = self.cleaned_data["turn"]
        return turn if turn in range(SEEN) else -1


class DecisionForm(TurnForm):
    """What the decider does, and why."""

    GRANT, CONDITIONS, REFUSE, ASK = "grant", "conditions", "refuse", "ask"
    CHOICES: Final = [
        (GRANT, _("Grant")),
        (CONDITIONS, _("Grant with conditions of your own")),
        (REFUSE, _("Do not grant")),
        (ASK, _("Ask the asker something first")),
    ]
    choice = forms.ChoiceField(
        label=_("Your decision"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = LongText(
        label=_("Reason or question"),
        longest=2000,
        help_text=_("It stands on the letter, or goes to the asker as a question."),
        error_messages={"required": _("Write the reason in a sentence.")},
    )
    conditions = LongText(
        label=_("Your conditions"),
        label_suffix=beside(_("if you set any")),
        required=False,
        longest=2000,
        help_text=_("One condition per line. The general conditions hold in any case."),
    )
    field_order = ("choice", "reason", "conditions", "turn")

    def clean(self) -> dict[str, Any]:
        """Ask for conditions where they were chosen."""
        given = super().clean() or self.cleaned_data
        if given.get("choice") == self.CONDITIONS and not given.get("conditions"):
            self.add_error("conditions", _("Write at least one condition."))
        return given


class RecommendForm(TurnForm):
    """What a head says to who decides."""

    PASS, ASK = "pass", "ask"
    CHOICES: Final = [
        (PASS, _("Pass it on with my recommendation")),
        (ASK, _("Ask the asker something first")),
    ]
    choice = forms.ChoiceField(
        label=_("What you do"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    reason = LongText(
        label=_("Recommendation or question"),
        longest=2000,
        help_text=_("Say whether the leave can be granted, and why."),
        error_messages={"required": _("Write it in a sentence.")},
    )
    field_order = ("choice", "reason", "turn")


class RevokeForm(TurnForm):
    """Why a permit is taken back."""

    reason = LongText(
        label=_("Reason"),
        longest=2000,
        error_messages={"required": _("Write the reason in a sentence.")},
    )
    field_order = ("reason", "turn")


class EndForm(TurnForm):
    """The last day that is still used."""

    last_on = DayField(label=_("Last day that you still use"))
    field_order = ("last_on", "turn")


class FilterForm(forms.Form):
    """Which permits the register shows."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of permit"),
        choices=[("", _("All")), *((k.value, _(word)) for k, word in KIND_WORDS.items())],
        required=False,
    )
    shown = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *((s.value, _(word)) for s, word in SHOWN_WORDS.items())],
        required=False,
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    serving = forms.BooleanField(label=_("Only permits in force today"), required=False)

    def __init__(self, *args: Any, units: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *((str(unit.pk), unit.name) for unit in units)]


FORMS: Final[dict[Kind, type[WishForm]]] = {Kind.ADHOC: ServiceForm, Kind.CLTN: LeaveForm}


def initial_of(permit: Permit) -> dict[str, Any]:
    """Return a request as its form shows it."""
    wish = permit.wish
    names = ("election", "starts_on", "ends_on", "body", "place", "office", "region", "note")
    return {name: getattr(wish, name) for name in names}
