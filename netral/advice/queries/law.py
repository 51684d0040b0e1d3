"""What the advice desk needs of the rule base and the calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language, gettext

from netral.advice.core import VERDICT_WORDS, Verdict
from netral.advice.models import Answer
from netral.calendar.core.days import WorkingDays
from netral.calendar.errors import HolidaysUnknown
from netral.calendar.queries import add_working_days, concerning
from netral.circulars.queries.rules import engine_of
from netral.kernel.moment import Moment
from netral.kernel.words import N_
from netral.rules.core import Effect
from netral.rules.core.base import ACT, SUBJECT, Rule
from netral.tenancy.models import Institution

EFFECT_WORDS: Final = {
    Effect.PROHIBITED: VERDICT_WORDS[Verdict.FORBIDDEN],
    Effect.CONDITIONAL: VERDICT_WORDS[Verdict.CONDITIONAL],
    Effect.PERMITTED: VERDICT_WORDS[Verdict.ALLOWED],
    Effect.CRIMINAL: N_("Criminal law"),
}


@dataclass(frozen=True, slots=True)
class Law:
    """The rules of an institution at a moment, its own circulars' included."""

    version: str
    sha256: str
    acts: dict[str, str]  # by code
    rules: dict[str, str]
    topics: tuple[tuple[str, tuple[str, ...]], ...]  # name, codes of its acts


def law(institution: Institution, at: Moment, language: str = "") -> Law:
    """Return the rule base in force, with names in a language: the reader's, if none is given."""
    engine, language = engine_of(institution, at.acted), language or (get_language() or "id")[:2]
    base = engine.base
    return Law(
        version=base.version,
        sha256=engine.sha256,
        acts={act.code: act.name.in_(language) for act in base.vocabulary.acts},
        rules={rule.code: _said(rule, language) for rule in base.rules},
        topics=tuple(
            (name.in_(language), tuple(a.code for a in base.vocabulary.acts if a.topic == topic))
            for topic, name in base.vocabulary.topics.items()
        ),
    )


def _said(rule: Rule, language: str) -> str:
    """Say a rule with its effect: the title alone names what it is about."""
    with translation.override(language):
        return f"{gettext(EFFECT_WORDS[rule.effect])}: {rule.title.in_(language)}"


def near(institution: Institution, at: Moment, *, act: str, kind: str) -> list[str]:
    """Return the rules in force that speak of an act, for somebody so employed if known."""
    today = at.local().date()
    return [
        rule.code
        for rule in engine_of(institution, at.acted).base.rules
        if act in rule.when.get(ACT, ())
        and kind in rule.when.get(SUBJECT, (kind,))
        and rule.valid(today)
    ]


def elections(institution: Institution) -> dict[str, str]:
    """Return the elections that concern the institution, by code."""
    return {each.code: each.name for each in concerning(institution)}


def target() -> int:
    """Return within how many working days the team means to answer."""
    days: int = settings.ADVICE_DAYS
    return days


def due_on(institution: Institution, at: Moment) -> date | None:
    """Return the day by which an answer is due; None where a year's holidays are unknown."""
    try:
        return add_working_days(institution, at.local().date(), WorkingDays(target()))
    except HolidaysUnknown:
        return None


def changed(answer: Answer, found: Law) -> bool:
    """Tell whether the rules have changed since the answer."""
    return answer.rule_sha256 != found.sha256
