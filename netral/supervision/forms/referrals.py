"""What the pages of reports and referrals take."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.supervision.core import Desk
from netral.supervision.core.referrals import LONGEST, OUTCOME_WORDS
from netral.supervision.forms.knowledge import OnceForm, WhatField, WhoField
from netral.tenancy.fields import LongText

HEAD: Final = "head"
TO = {
    HEAD: _("My head of unit"),
    Desk.PERSONNEL.value: _("The personnel office (BKPSDM)"),
    Desk.INSPECTORATE.value: _("The Inspektorat"),
}


class TellForm(OnceForm):
    """Somebody reports a suspicion."""

    to = forms.ChoiceField(
        label=_("Who should receive it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who should receive it.")},
    )
    who = WhoField(
        label=_("Who is it about?"),
        help_text=_("A name, or how the person can be recognised. No number is needed."),
    )
    what = WhatField()
    superior_involved = forms.BooleanField(
        label=_("My superior, or the person’s superior, is involved"),
        help_text=_("It goes to the Inspektorat then, and neither superior sees it."),
        required=False,
    )
    shows_name = forms.BooleanField(
        label=_("Whoever receives it may see my name"),
        help_text=_("Without your name it is handled all the same, but nobody can ask you back."),
        required=False,
    )
    election = forms.ChoiceField(label=_("Which election is it about?"), required=False)

    def __init__(self, *args: Any, to: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each, TO[each]) for each in to]

    def clean(self) -> dict[str, Any]:
        """Send what concerns a superior past the superior."""
        given = super().clean() or {}
        if given.get("superior_involved") and given.get("to") == HEAD:
            words = _("If your superior is involved, choose the Inspektorat.")
            self.add_error("to", forms.ValidationError(words, code="superior"))
        return given


class ReferForm(forms.Form):
    """A head hands over what the own clock holds."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    desk = forms.ChoiceField(
        label=_("Who should receive it?"),
        choices=[(desk.value, TO[desk.value]) for desk in Desk],
        widget=forms.RadioSelect,
        initial=Desk.PERSONNEL.value,
    )
    note = LongText(
        label=_("What you found"),
        help_text=_("What the desk needs beside what you were told."),
        rows=5,
        longest=LONGEST // 2,
        required=False,
    )
    superior_involved = forms.BooleanField(
        label=_("A superior of this person is involved"),
        help_text=_("It goes to the Inspektorat then, and that line does not see it."),
        required=False,
    )


class NoteForm(forms.Form):
    """A note of the desk."""

    note = LongText(
        label=_("Note"),
        help_text=_("Only the desk reads it."),
        rows=4,
        longest=LONGEST,
        error_messages={"required": _("Write the note.")},
    )


class CloseForm(forms.Form):
    """What became of it."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(each.value, _(word)) for each, word in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )
    reason = LongText(
        label=_("Reason"),
        help_text=_("With number and day of the letter, if there is one. Only the desk reads it."),
        rows=5,
        longest=LONGEST,
        error_messages={"required": _("Write the reason.")},
    )
