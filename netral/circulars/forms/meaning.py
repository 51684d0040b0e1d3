"""The form in which a drafter says what a clause means: search, tick, save."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import DUTY_WORDS, Duty, Meaning
from netral.circulars.core.suggest import ENOUGH, act_words, choices, rank, rule_words
from netral.circulars.forms.fields import Patient
from netral.circulars.models import Clause
from netral.circulars.queries.gaps import said
from netral.rules.core.base import ACT, NO, STAGE, YES, RuleBase

TICKS: Final = forms.CheckboxSelectMultiple
OWN: Final = ("acts", "stage", "circumstances")  # what a duty of heads has no use for


class MeaningForm(Patient):
    """What a clause restates and, where it says more, about which acts and when."""

    words = forms.CharField(label=_("Search the rules"), max_length=100, required=False)
    restates = forms.MultipleChoiceField(
        label=_("It restates"), required=False, widget=TICKS, help_text=_("Tick what is meant.")
    )
    duties = forms.MultipleChoiceField(
        label=_("It deals with"),
        required=False,
        widget=TICKS,
        choices=[(duty.value, _(word)) for duty, word in DUTY_WORDS.items()],
    )
    general = forms.BooleanField(
        label=_("The clause is general: it names no form in particular"), required=False
    )
    acts = forms.MultipleChoiceField(
        label=_("Acts of its own"),
        required=False,
        widget=TICKS,
        help_text=_("Only where the clause goes beyond what it restates."),
    )
    stage = forms.ChoiceField(
        label=_("Only at one stage"),
        required=False,
        choices=[
            ("", _("At every stage")),
            ("before", _("Before the determination of candidates")),
            ("after", _("After the determination of candidates")),
        ],
    )
    circumstances = forms.MultipleChoiceField(
        label=_("Only under these circumstances"), required=False, widget=TICKS
    )

    def __init__(self, *args: Any, clause: Clause, base: RuleBase, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clause, self._base = clause, base
        self._rules = choices(base, ClauseKind(clause.kind), on)
        if clause.kind == ClauseKind.DUTY:
            for name in OWN:
                del self.fields[name]
        else:
            del self.fields["duties"]
        self._offer("restates", [(r.code, f"{said(r.title)} ({r.code})") for r in self._rules])
        self._offer("acts", [(a.code, said(a.name)) for a in base.vocabulary.acts])
        self._offer(
            "circumstances",
            [
                (f"{each.code}={value}", said(words))
                for each in base.vocabulary.circumstances
                for value, words in ((YES, each.when_yes), (NO, each.when_no))
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a decision: something named, or the word that nothing is."""
        data = super().clean() or {}
        named = any(data.get(name) for name in ("restates", "duties", "acts"))
        if named and data.get("general"):
            self.add_error("general", gettext("Either tick rules, or say that it names none."))
        if not named and not data.get("general") and not self.errors:
            self.add_error("restates", gettext("Tick at least one, or say that it names none."))
        told = [each.partition("=")[0] for each in data.get("circumstances", ())]
        if len(set(told)) < len(told):
            self.add_error("circumstances", gettext("Tick yes or no, not both."))
        return data

    def meaning(self) -> Meaning:
        """Return what was ticked."""
        data = self.cleaned_data
        pairs = [each.partition("=") for each in data.get("circumstances", ())]
        return Meaning(
            restates=tuple(data["restates"]),
            acts=tuple(data.get("acts", ())),
            stages=(data["stage"],) if data.get("stage") else (),
            circumstances=tuple(sorted((name, value) for name, _equals, value in pairs)),
            duties=tuple(Duty(duty) for duty in data.get("duties", ())),
        )

    def narrow(self) -> None:
        """Show what is ticked and what the words suggest: those searched, else the clause's."""
        asked = str(self["words"].value() or "").strip()
        text = asked or self._clause.text
        self._show("restates", rank(text, rule_words(self._rules, self._base)))
        self._show("acts", rank(text, act_words(self._base)))
        self._show("circumstances", self._mentioned(), most=None)

    @property
    def found_nothing(self) -> bool:
        """Tell whether a search brought no rule."""
        words = str(self["words"].value() or "").strip()
        return bool(words) and not rank(words, rule_words(self._rules, self._base))

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = options

    def _mentioned(self) -> list[str]:
        """Return the circumstances that rules on the acts in sight mention."""
        if "acts" not in self.fields:
            return []
        acts = {code for code, _ in self.fields["acts"].choices}  # type: ignore[attr-defined]
        told = {name for r in self._base.rules if acts & r.when.get(ACT, set()) for name in r.when}
        known = [each.code for each in self._base.vocabulary.circumstances]
        return [f"{name}={value}" for name in known if name in told for value in (YES, NO)]

    def _show(self, name: str, likely: Iterable[str], most: int | None = ENOUGH) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.MultipleChoiceField):
            words = {str(code): str(word) for code, word in field.choices}  # type: ignore[union-attr, misc]
            ticked = [code for code in self[name].value() or () if code in words]
            shown = dict.fromkeys([*ticked, *list(likely)[:most]])
            field.choices = [(code, words[code]) for code in shown]


def initial(meaning: Meaning | None) -> dict[str, Any]:
    """Return a meaning as the form shows it."""
    if meaning is None:
        return {}
    return {
        "restates": list(meaning.restates),
        "duties": [duty.value for duty in meaning.duties],
        "general": meaning.general,
        "acts": list(meaning.acts),
        STAGE: "".join(meaning.stages[:1]),
        "circumstances": [f"{name}={value}" for name, value in meaning.circumstances],
    }
