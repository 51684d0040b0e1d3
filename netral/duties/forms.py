"""What the pages of obligations take: types and shapes only."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.duties.core import KIND_WORDS, Kind
from netral.duties.core.policy import MOST_DAYS, RHYTHM_WORDS, Policy, Rhythm, Terms
from netral.duties.reader import policy
from netral.tenancy.fields import LongText

HOUSE: Final = "house"


class ReasonForm(forms.Form):
    """Why an office is excused, or no longer."""

    reason = LongText(
        label=_("Reason"),
        rows=3,
        longest=500,
        help_text=_("The head, the superior and auditors read it. Name no third person."),
    )


class TermsForm(forms.Form):
    """The institution's own terms for one kind."""

    kind = forms.ChoiceField(label=_("Duty"))
    rhythm = forms.ChoiceField(label=_("How often"))
    days = forms.IntegerField(
        label=_("Working days"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("Once: from the day the circular arrives. Else: after the month or week ends."),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        kinds = [(kind.value, _(KIND_WORDS[kind])) for kind in policy().terms]
        rhythms = [(rhythm.value, _(word)) for rhythm, word in RHYTHM_WORDS.items()]
        for name, choices in (
            ("kind", kinds),
            ("rhythm", [(HOUSE, _("As the house policy has it")), *rhythms]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, object]:
        """Ask for days where something is asked once."""
        given = super().clean() or self.cleaned_data
        if given.get("rhythm") == Rhythm.ONCE and not given.get("days"):
            self.add_error("days", _("What is asked once needs a number of working days."))
        return given

    def chosen(self, now: Policy) -> tuple[Kind, Terms | None]:
        """Return the kind and its new terms; None goes back to the house policy's.

        Phases stay those of the terms in force, as far as the rhythm can have them.
        """
        given = self.cleaned_data
        kind = Kind(given["kind"])
        if given["rhythm"] == HOUSE:
            return kind, None
        rhythm, before = Rhythm(given["rhythm"]), now.terms[kind]
        once = rhythm is Rhythm.ONCE
        return kind, Terms(
            rhythm=rhythm,
            days=given["days"] or 0,
            again=before.again if once else (),
            weekly_in=() if once else before.weekly_in,
        )


class SearchForm(forms.Form):
    """Whose chain of evidence is wanted."""

    kata = forms.CharField(
        label=_("Name or number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
