"""What the pages of the head's clock take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.kernel.codes import random_code
from netral.orgs.core.names import line
from netral.supervision.core.knowledge import (
    BY_HAND,
    CHANNEL_WORDS,
    READING_WORDS,
    Reading,
    Step,
)
from netral.supervision.core.referrals import LONGEST, SLUG_SIGNS
from netral.tenancy.fields import DayField, LongText, MomentField


class LineField(forms.CharField):
    """One line of text, without signs that nobody sees: one turns the reading of what follows."""

    def to_python(self, value: Any) -> str:
        """Read the line before anything else looks at it."""
        return line(super().to_python(value))


class WhoField(LineField):
    """Somebody, by name, by number, or described."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("max_length", 300)
        more.setdefault("error_messages", {"required": _("Say who it is, or describe the person.")})
        super().__init__(**more)


class WhatField(LongText):
    """What happened."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("What happened?"))
        more.setdefault(
            "help_text", _("When, where, and how it is known. At most 4,000 characters.")
        )
        more.setdefault("error_messages", {"required": _("Write what happened.")})
        super().__init__(rows=6, longest=LONGEST, **more)


class OnceForm(forms.Form):
    """A form that counts once, however often it is sent."""

    once = forms.CharField(max_length=SLUG_SIGNS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, elections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = random_code(SLUG_SIGNS)
        field = self.fields.get("election")
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("I do not know, or none")), *elections.items()]

    @property
    def token(self) -> str:
        """Return what makes it one: of the opened form, or of this very request."""
        return str(self.cleaned_data["once"] or self.fields["once"].initial)


class KnowledgeForm(OnceForm):
    """A head records having been told."""

    who = WhoField(
        label=_("Who is suspected?"),
        help_text=_("Choose from your unit, or describe the person if nobody knows the name yet."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    what = WhatField()
    told_at = MomentField(
        label=_("When were you told?"),
        help_text=_("The clock runs from here."),
    )
    channel = forms.ChoiceField(
        label=_("How did you come to know?"),
        choices=[(each.value, _(CHANNEL_WORDS[each])) for each in BY_HAND],
    )
    election = forms.ChoiceField(label=_("Which election is it about?"), required=False)


class StepForm(forms.Form):
    """A step with its day."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    on = DayField(label=_("On which day?"))
    note = LongText(label=_("Note"), rows=4, longest=LONGEST, required=False)


class SummonForm(forms.Form):
    """A summons."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    on = DayField(label=_("Day of the letter"))
    meets_on = DayField(label=_("Day of the examination"))
    note = LineField(
        label=_("Hour and place"),
        help_text=_("For example: 09.00, meeting room of the district office."),
        max_length=200,
        error_messages={"required": _("Write the hour and the place.")},
    )


class MissedForm(forms.Form):
    """Nobody came; the day is that of the summons."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = LongText(label=_("Note"), rows=4, longest=LONGEST, required=False)


class EndForm(forms.Form):
    """Why it ends."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = LongText(
        label=_("Reason"),
        help_text=_("What you examined, and why it is not a breach."),
        rows=5,
        longest=LONGEST,
        error_messages={"required": _("Write the reason.")},
    )


class PersonForm(forms.Form):
    """Who it is."""

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    who = WhoField(
        label=_("Who is it?"),
        help_text=_("Name or number, as the roster has it."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )


FORMS: dict[Step, type[forms.Form]] = {
    Step.SUMMONED: SummonForm,
    Step.MISSED: MissedForm,
    Step.EXAMINED: StepForm,
    Step.REPORTED: StepForm,
    Step.ENDED: EndForm,
    Step.NAMED: PersonForm,
}


class ReadingForm(forms.Form):
    """How art. 26(2) is read here."""

    reading = forms.ChoiceField(
        label=_("How do you read the seven working days?"),
        choices=[(each.value, _(READING_WORDS[each])) for each in Reading],
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Reason"),
        help_text=_("The source that you rely on."),
        rows=3,
        longest=300,
        error_messages={"required": _("Write the reason in a sentence.")},
    )
