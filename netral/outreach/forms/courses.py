"""The quiz as a form: one choice for each question."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.outreach.core.quiz import CHOICE_WORDS, Choice
from netral.outreach.queries.questions import Told

CHOICES: Final = [(choice.value, _(word)) for choice, word in CHOICE_WORDS.items()]


class QuizForm(forms.Form):
    """Answers to the questions shown; which questions they were travels along as a mark."""

    mark = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: Sequence[Told], **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys = {f"q{n}": told.key for n, told in enumerate(questions)}
        for name, told in zip(self.keys, questions, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=told.question,
                help_text=told.situation,
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    def given(self) -> dict[str, Choice]:
        """Return the answers by the key of their question."""
        return {key: Choice(self.cleaned_data[name]) for name, key in self.keys.items()}
