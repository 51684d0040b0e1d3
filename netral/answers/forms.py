"""The plain form: codes only, chosen from lists, for browsers that run no scripts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy

from netral.answers.queries.asked import Asked
from netral.answers.queries.seasons import Season
from netral.rules.core.base import ACT, NO, SUBJECT, YES, Vocabulary
from netral.rules.core.engine import Engine

UNKNOWN: Final = "?"  # "I do not know", said to a question
SAID: Final = (YES, NO, UNKNOWN)


class QuestionForm(forms.Form):
    """Who, what, which election, when; and what was said of circumstances."""

    perbuatan = forms.ChoiceField(label=gettext_lazy("What you want to do"))
    sebagai = forms.ChoiceField(label=gettext_lazy("You are"))
    pemilihan = forms.ChoiceField(label=gettext_lazy("Election"), required=False)
    tanggal = forms.DateField(
        label=gettext_lazy("Day of the act"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, engine: Engine, seasons: Sequence[Season], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._engine, self._seasons = engine, {season.code: season for season in seasons}
        vocabulary, language = engine.base.vocabulary, get_language() or "id"
        self.fields["perbuatan"].choices = [("", "-"), *_by_topic(vocabulary, language)]  # type: ignore[attr-defined]
        self.fields["sebagai"].choices = [  # type: ignore[attr-defined]
            ("", "-"),
            *((s.code, s.name.in_(language)) for s in vocabulary.subjects),
        ]
        self.fields["pemilihan"].choices = [  # type: ignore[attr-defined]
            (season.code, season.name.in_(language)) for season in seasons
        ]
        if not seasons:
            del self.fields["pemilihan"]

    def clean(self) -> dict[str, Any]:
        """Take what was said of circumstances: `code:yes`, `code:no`, `code:?`."""
        cleaned = super().clean() or {}
        said = dict(_said(self.data.getlist("keadaan") if hasattr(self.data, "getlist") else ()))
        for name, value in said.items():
            if YES not in self._engine.dimensions.get(name, ()) or value not in SAID:
                raise ValidationError(gettext_lazy("Choose one of the answers offered."))
        return {**cleaned, "keadaan": said}

    def asked(self) -> Asked:
        """Return what is asked, once the form is valid."""
        cleaned = self.cleaned_data
        said: dict[str, str] = cleaned["keadaan"]
        on: date = cleaned["tanggal"]
        return Asked(
            facts={
                ACT: cleaned["perbuatan"],
                SUBJECT: cleaned["sebagai"],
                **{name: value for name, value in said.items() if value != UNKNOWN},
            },
            on=on,
            season=self._seasons.get(cleaned.get("pemilihan", "")),
            unknown=tuple(name for name, value in said.items() if value == UNKNOWN),
        )


def _said(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, _, value in (text.partition(":") for text in texts))


def _by_topic(vocabulary: Vocabulary, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    def acts(topic: str) -> list[tuple[str, str]]:
        return [(a.code, a.name.in_(language)) for a in vocabulary.acts if a.topic == topic]

    return [(name.in_(language), acts(topic)) for topic, name in vocabulary.topics.items()]
