"""What the pages of the advice desk take: types, shapes and limits that stand at the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.advice.core import LONGEST, LONGEST_TITLE, SLUG_SIGNS, VERDICT_WORDS
from netral.advice.queries.law import Law
from netral.kernel.codes import random_code
from netral.orgs.core.names import line
from netral.tenancy.fields import LongText

AT_MOST = _("At most 4,000 characters, about two pages.")
GROUPED = list[tuple[str, Any]]


class LineField(forms.CharField):
    """One line of text, without signs that nobody sees: one turns the reading of what follows."""

    def to_python(self, value: Any) -> str:
        """Read the line before anything else looks at it."""
        return line(super().to_python(value))


class AskForm(forms.Form):
    """A private question."""

    text = LongText(
        label=_("What would you like to know?"),
        help_text=_(
            "Describe what you want to do or what has happened: when, where, in what role. "
            "Leave out names of other people. At most 4,000 characters."
        ),
        rows=8,
        longest=LONGEST,
        error_messages={"required": _("Write your question.")},
    )
    act = forms.ChoiceField(label=_("Which act is it about?"), required=False)
    election = forms.ChoiceField(label=_("Which election is it about?"), required=False)
    wants_notice = forms.BooleanField(
        label=_("Send me a message when there is news"),
        help_text=_(
            "The message says only that something is waiting for you, not that you asked anything."
        ),
        required=False,
        initial=True,
    )
    may_publish = forms.BooleanField(
        label=_("The answer may be published without anything that points to me"),
        help_text=_(
            "The team writes it anew, and a second person compares it. You can still say no later."
        ),
        required=False,
    )
    once = forms.CharField(max_length=SLUG_SIGNS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, law: Law, elections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("act", [("", _("I do not know, or another act")), *_by_topic(law)])
        self._choose("election", [("", _("I do not know, or none")), *elections.items()])
        self.fields["once"].initial = random_code(SLUG_SIGNS)

    def _choose(self, name: str, choices: GROUPED) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _by_topic(law: Law) -> GROUPED:
    return [(topic, [(code, law.acts[code]) for code in codes]) for topic, codes in law.topics]


class TextForm(forms.Form):
    """One message of the thread."""

    text = LongText(
        label=_("Your message"),
        help_text=AT_MOST,
        rows=6,
        longest=LONGEST,
        error_messages={"required": _("Write your message.")},
    )


class AnswerForm(forms.Form):
    """A written answer."""

    verdict = forms.ChoiceField(
        label=_("In one word"),
        choices=[(verdict.value, _(word)) for verdict, word in VERDICT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the word that stands above the answer.")},
    )
    text = LongText(
        label=_("Answer"),
        help_text=_("What holds, why, and what would change it. At most 4,000 characters."),
        rows=8,
        longest=LONGEST,
        error_messages={"required": _("Write the answer.")},
    )
    facts = LongText(
        label=_("Facts that you assume"),
        help_text=_("What the asker did not say, and what the answer depends on."),
        rows=3,
        longest=LONGEST,
        required=False,
    )
    rules = forms.MultipleChoiceField(
        label=_("Rules it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rules"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, f"{title} ({code})") for code, title in law.rules.items()]


class PublicForm(forms.Form):
    """The public version, in words of its own."""

    title = LineField(
        label=_("Question in one line"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Write the question in one line.")},
    )
    question = LongText(
        label=_("Question"),
        help_text=_("In your own words, without anything that leads to the asker."),
        rows=6,
        longest=LONGEST,
        error_messages={"required": _("Write the question in your own words.")},
    )
    answer = LongText(
        label=_("Answer"),
        help_text=_("As it holds for everybody in this situation."),
        rows=8,
        longest=LONGEST,
        error_messages={"required": _("Write the answer.")},
    )
    act = forms.ChoiceField(label=_("Act"), required=False)
    checked = forms.BooleanField(
        label=_("I have checked everything marked below: it does not lead to anybody."),
        required=False,
    )

    def __init__(self, *args: Any, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["act"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("None")), *_by_topic(law)]


class ReasonForm(forms.Form):
    """A reason in a sentence."""

    reason = LongText(
        label=_("Reason"),
        longest=300,
        rows=3,
        error_messages={"required": _("Write the reason in a sentence.")},
    )


class SeenForm(forms.Form):
    """The version that somebody has compared."""

    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class SendBackForm(SeenForm, ReasonForm):
    """Why a version goes back."""
