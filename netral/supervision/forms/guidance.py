"""What superiors write to a person, and what the person answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.supervision.core import GUIDANCE_WORDS
from netral.tenancy.fields import LongText

LONGEST = 4000


class FindForm(forms.Form):
    """Whom the guidance is for."""

    nama = forms.CharField(label=_("Name"), max_length=80, required=False)


class GuidanceForm(forms.Form):
    """A note or a warning."""

    kind = forms.ChoiceField(
        label=_("How strongly"),
        choices=[(kind.value, _(word)) for kind, word in GUIDANCE_WORDS.items()],
        widget=forms.RadioSelect,
        initial="note",
        error_messages={"required": _("Choose a note or a warning.")},
    )
    text = LongText(
        label=_("What you say"),
        rows=6,
        longest=LONGEST,
        help_text=_("Only this person and your office can read it. The person may answer once."),
        error_messages={"required": _("Write what you want to say.")},
    )
    clause = forms.TypedChoiceField(
        label=_("Clause of a circular"), required=False, coerce=int, empty_value=None
    )
    act = forms.ChoiceField(label=_("Act that it is about"), required=False)

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[tuple[int, str]],
        acts: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        clause, act = self.fields["clause"], self.fields["act"]
        if isinstance(clause, forms.ChoiceField) and isinstance(act, forms.ChoiceField):
            clause.choices = [("", _("None")), *clauses]
            act.choices = [("", _("None")), *acts]


class AnswerForm(forms.Form):
    """What the person says to it."""

    text = LongText(
        label=_("Your response"),
        rows=4,
        longest=LONGEST,
        help_text=_("You can answer once. Your superior’s office reads it."),
        error_messages={"required": _("Write your response in a sentence.")},
    )
