"""One rule in a form: controlled vocabularies in, the table of a TOML file out, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from netral.calendar.core.stages import CAMPAIGN_WORDS, STAGE_WORDS
from netral.rules.core import CONFIDENCE_WORDS, OUTCOME_WORDS, RANK_WORDS
from netral.rules.core.base import (
    ACT,
    CAMPAIGN,
    DERIVED,
    ELECTION,
    NO,
    STAGE,
    SUBJECT,
    YES,
    RuleBase,
    Vocabulary,
    Words,
)
from netral.rules.queries.words import EFFECT_WORDS, LAWS
from netral.tenancy.fields import DayField, LongText

LONG: Final = 2_000
FIRST: Final = 1945
TEXTS: Final = ("title", "reason", "penalty", "note")
PARTED: Final = " | "  # between Indonesian and English in one line
EMPTY: Final = ("", "–")  # an empty row of a set chooses nothing, so it counts as untouched
NONE: Final = "-"  # in a list of a case: none at all; an empty field asks nothing
WORDS: Final[dict[str, Mapping[Any, str]]] = {
    ELECTION: LAWS,
    STAGE: STAGE_WORDS,
    CAMPAIGN: CAMPAIGN_WORDS,
}


def _choices(words: Mapping[Any, str], *first: tuple[str, str]) -> list[tuple[str, Any]]:
    return [*first, *((str(code), _(word)) for code, word in words.items())]


def _said(words: Words) -> str:
    return words.in_(get_language() or "id")


class Ticks(forms.MultipleChoiceField):
    """Some of many codes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, **{"required": False, **more})


class Codes(forms.CharField):
    """Codes parted by commas or blanks."""

    def to_python(self, value: Any) -> Any:
        """Return the codes, each once."""
        return list(dict.fromkeys(str(super().to_python(value)).replace(",", " ").split()))

    def prepare_value(self, value: Any) -> Any:
        """Write codes side by side."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare codes with codes: an empty field says as little as none."""
        return not self.disabled and self.to_python(data) != list(initial or [])

    def run_validators(self, value: Any) -> None:
        """Hold the whole to the limits of a text."""
        super().run_validators(", ".join(value))

    def validate(self, value: Any) -> None:
        """Nothing is as good as a code: the reader of the file decides."""


class RuleForm(forms.Form):
    """Everything of a rule but its sources and cases."""

    code = forms.CharField(label=_("Code"), max_length=60)
    title_id = forms.CharField(label=_("Title in Indonesian"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300)
    effect = forms.ChoiceField(label=_("Effect"), choices=_choices(EFFECT_WORDS))
    rank = forms.ChoiceField(label=_("Rank"), choices=_choices(RANK_WORDS))
    starts = DayField(label=_("In force from"), first=FIRST)
    until = DayField(label=_("Last day in force"), first=FIRST, required=False)
    confidence = forms.ChoiceField(label=_("Confidence"), choices=_choices(CONFIDENCE_WORDS))
    sanction = forms.ChoiceField(label=_("Class of sanctions"), required=False)
    act = Ticks(_("Acts"), required=True)
    subject = Ticks(_("Who"), help_text=_("None ticked: everybody."))
    election = Ticks(_("Elections"), help_text=_("None ticked: every election."))
    stage = Ticks(_("Stage"), help_text=_("None ticked: any stage."))
    campaign = Ticks(_("Campaign period"), help_text=_("None ticked: any time."))
    asked_yes = Ticks(_("Only when this is so"))
    asked_no = Ticks(_("Only when this is not so"))
    reason_id = LongText(label=_("Reason in Indonesian"), longest=LONG)
    reason_en = LongText(label=_("Reason in English"), longest=LONG)
    condition = LongText(
        label=_("Conditions"),
        required=False,
        longest=10_000,
        help_text=_("One a line: Indonesian, a vertical bar, English."),
    )
    overrides = Codes(
        label=_("Overrides"), required=False, max_length=600,
        help_text=_("Codes of the rules to which this one is an express exception."),
    )  # fmt: skip
    penalty_id = LongText(label=_("Criminal penalty in Indonesian"), required=False, longest=LONG)
    penalty_en = LongText(label=_("Criminal penalty in English"), required=False, longest=LONG)
    contested = forms.BooleanField(label=_("The sources contest it"), required=False)
    dormant = forms.BooleanField(
        label=_("Dormant: kept for the record although others always prevail"), required=False
    )
    note_id = LongText(label=_("Note in Indonesian"), required=False, longest=LONG)
    note_en = LongText(label=_("Note in English"), required=False, longest=LONG)

    def __init__(self, *args: Any, base: RuleBase, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = _offered(base)
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        """Refuse an end before the beginning, in the words of the form and not of the file."""
        until: date | None = self.cleaned_data["until"]
        starts = self.cleaned_data.get("starts")
        if until and starts and until < starts:
            raise ValidationError(_("The last day lies before the first day."))
        return until

    def clean_condition(self) -> list[dict[str, str]]:
        """Part each line at its bar."""
        found = []
        for line in self.cleaned_data["condition"].splitlines():
            if not line.strip():
                continue
            first, bar, second = line.partition("|")
            if not (bar and first.strip() and second.strip()):
                raise ValidationError(_("Every condition needs both languages, with | between."))
            found.append({"text_id": first.strip(), "text_en": second.strip()})
        return found

    def table(self) -> dict[str, Any]:
        """Return the rule as its table in the file, without sources and cases."""
        data = dict(self.cleaned_data)
        rule: dict[str, Any] = {
            name: data[name] for name in ("code", "effect", "rank", "confidence")
        } | {"from": data["starts"]}
        texts = [f"{name}_{language}" for name in TEXTS for language in ("id", "en")]
        kept = ("until", "sanction", "overrides", "condition", "contested", "dormant", *texts)
        rule |= {name: data[name] for name in kept if data[name]}
        when = {n: data[n] for n in (ACT, SUBJECT, *DERIVED) if data[n]}
        when |= dict.fromkeys(data["asked_yes"], YES) | dict.fromkeys(data["asked_no"], NO)
        return rule | {"when": when}


def _offered(base: RuleBase) -> dict[str, list[tuple[str, str]]]:
    vocabulary = base.vocabulary
    groups = dict.fromkeys(group for s in vocabulary.subjects for group in s.groups)
    classes = dict.fromkeys(ladder.sanction_class for ladder in base.ladders)
    return {
        "act": [(a.code, _said(a.name)) for a in vocabulary.acts],
        "subject": [(g, _group(vocabulary, g)) for g in groups]
        + [(s.code, _said(s.name)) for s in vocabulary.subjects],
        "sanction": [EMPTY, *((name, name) for name in classes)],
        "asked_yes": [(c.code, _said(c.when_yes)) for c in vocabulary.circumstances],
        "asked_no": [(c.code, _said(c.when_yes)) for c in vocabulary.circumstances],
        **{
            name: [(value, str(_(WORDS[name][value]))) for value in values]
            for name, values in DERIVED.items()
        },
    }


def _group(vocabulary: Vocabulary, group: str) -> str:
    """Name a group by who is in it: its code alone says little."""
    inside = [_said(s.name) for s in vocabulary.subjects if group in s.groups]
    return gettext("Group %(code)s: %(members)s") % {"code": group, "members": ", ".join(inside)}


def initial(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a rule's table."""
    when = rule.get("when", {})
    asked = {name: value for name, value in when.items() if isinstance(value, str)}
    lines = [f"{c['text_id']}{PARTED}{c['text_en']}" for c in rule.get("condition", [])]
    return {
        **{name: value for name, value in rule.items() if name not in {"when", "condition"}},
        "starts": rule.get("from"),
        "condition": "\n".join(lines),
        **{name: when.get(name, []) for name in (ACT, SUBJECT, *DERIVED)},
        "asked_yes": [name for name, value in asked.items() if value == YES],
        "asked_no": [name for name, value in asked.items() if value == NO],
    }


class CiteForm(forms.Form):
    """One source of a rule."""

    source = forms.ChoiceField(label=_("Legal instrument"))
    at = forms.CharField(label=_("Article"), max_length=200, required=False)
    printed = forms.CharField(
        label=_("As printed in an older text"), max_length=200, required=False
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=_choices(CONFIDENCE_WORDS, EMPTY))
    of_sanction = forms.BooleanField(label=_("Source of the sanction"), required=False)

    def __init__(self, *args: Any, base: RuleBase, **more: Any) -> None:
        super().__init__(*args, **more)
        laws = [EMPTY, *((i.code, _said(i.name)) for i in base.instruments)]
        self.fields["source"].choices = laws  # type: ignore[attr-defined]

    def table(self) -> dict[str, Any]:
        """Return the source as it stands in the file."""
        names = ("source", "at", "printed", "of_sanction", "confidence")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class CaseForm(forms.Form):
    """One worked case of a rule."""

    name = forms.CharField(label=_("Name of the case"), max_length=200)
    on = DayField(label=_("Day of the act"), first=FIRST)
    facts = LongText(
        label=_("Facts"), longest=LONG,
        help_text=_("One a line, such as: subject = pns"),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("Answer"), choices=_choices(OUTCOME_WORDS, EMPTY))
    rules = Codes(label=_("Rules that decide"), required=False, max_length=600)
    warnings = Codes(label=_("Criminal warnings"), required=False, max_length=600)
    sanctions = Codes(label=_("Sanctions"), required=False, max_length=600)
    question = forms.CharField(label=_("Question to ask"), max_length=60, required=False)
    source = forms.CharField(label=_("Source of the answer"), max_length=400)

    def __init__(self, *args: Any, base: RuleBase, **more: Any) -> None:
        super().__init__(*args, **more)
        del base
        told = more.get("initial") or {}
        if isinstance(told.get("facts"), Mapping):
            self.initial["facts"] = "\n".join(f"{n} = {v}" for n, v in told["facts"].items())
        for name in ("warnings", "sanctions"):
            if told.get(name) == []:
                self.initial[name] = NONE

    def clean_facts(self) -> dict[str, str]:
        """Part each line at its sign."""
        pairs = [
            line.partition("=") for line in self.cleaned_data["facts"].splitlines() if line.strip()
        ]
        if not all(name.strip() and value.strip() for name, _sign, value in pairs):
            raise ValidationError(_("Write every fact as: name = value"))
        return {name.strip(): value.strip() for name, _sign, value in pairs}

    def table(self) -> dict[str, Any]:
        """Return the case as it stands in the file."""
        data = self.cleaned_data
        names = ("name", "on", "facts", "outcome", "source", "question")
        told: dict[str, Any] = {name: data[name] for name in names if data[name]}
        told["rules"] = data["rules"]
        for name in ("warnings", "sanctions"):
            if data[name]:
                told[name] = [] if data[name] == [NONE] else data[name]
        return told


def several(form: type[forms.Form], extra: int = 1) -> type[forms.BaseFormSet[Any]]:
    """Make a set of forms with room for one more; a ticked row is left out."""
    return forms.formset_factory(form, extra=extra, can_delete=True, max_num=60, absolute_max=80)
