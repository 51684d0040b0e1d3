"""What the dates do to an answer: the spans of days on which it is the same."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from django.utils.translation import gettext

from netral.answers.core import FACES
from netral.answers.core.reading import Period
from netral.answers.queries.asked import Asked
from netral.answers.queries.law import Law, say
from netral.kernel import spoken
from netral.rules.core import OUTCOME_WORDS, Outcome
from netral.rules.core.base import ACT, CAMPAIGN, STAGE, SUBJECT
from netral.rules.core.engine import Engine

AROUND: Final = 4  # spans at most: perhaps the one before the chosen day, its own, what follows
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `starts` to `ends` (None: open) with one outcome and the same sanctions."""

    starts: date
    ends: date | None
    outcome: Outcome
    sanctions: tuple[str, ...]
    doubtful: bool
    earliest: bool  # it begins where the rules begin: what was before nobody says here


def spans(engine: Engine, asked: Asked) -> list[Span]:
    """Return the spans around the chosen day."""
    first, *rest = engine.days()
    days = {*rest, *(s.starts for s in asked.season.segments if s.starts)} if asked.season else rest
    each = [_span(engine, asked, day) for day in (first, *sorted(d for d in days if d > first))]
    alike = groupby(each, key=lambda span: (span.outcome, span.sanctions))
    begun = [next(group) for _, group in alike]
    ends = [*(span.starts - ONE_DAY for span in begun[1:]), None]
    whole = [replace(s, ends=end) for s, end in zip(begun, ends, strict=True)]
    now = max(n for n, span in enumerate(whole) if span.starts <= asked.on)
    begin = now - 1 if now and _telling(whole, now, asked) else now
    return whole[begin : begin + AROUND]


def _telling(whole: list[Span], now: int, asked: Asked) -> bool:
    """Tell whether what was before matters: nothing follows, or it changed in this season."""
    season = asked.season.first if asked.season else None
    return now + 1 == len(whole) or season is None or whole[now].starts > season


def _span(engine: Engine, asked: Asked, day: date) -> Span:
    facts = asked.whole(day)
    plan = engine.plan(facts[ACT], day)
    found = plan.find(plan.key(facts))
    sanctions = engine.sanctions(found.classes, facts[SUBJECT]) if SUBJECT in facts else ()
    dated = {STAGE, CAMPAIGN} & set(plan.dimensions)
    doubts = asked.season.segment(day).doubts if asked.season and dated else ()
    earliest = day == engine.days()[0]
    return Span(day, None, found.outcome, sanctions, bool(doubts), earliest)


def shown(span: Span, on: date, law: Law) -> Period:
    """Put a span into words."""
    past, holds = span.ends is not None and span.ends < on, span.starts <= on
    first = spoken.short_day(span.starts, law.language)
    last = spoken.short_day(span.ends, law.language) if span.ends else ""
    when = say("always") if span.earliest else say("from", day=first)
    if last:
        when = say("from_until", first=first, last=last)
    if last and (span.earliest or (holds and not past)):
        when = say("until", day=last)
    return Period(
        when=when,
        word=gettext(OUTCOME_WORDS[span.outcome]),
        kind=law.kind(span.sanctions),
        note=law.range(law.sanctions(span.sanctions)).text,
        mark=say("unverified") if span.doubtful else "",
        meaning=FACES[span.outcome].meaning,
        now=say("now") if holds and not past else "",
    )


def finding(around: list[Span], on: date, law: Law) -> str:
    """Say in one line what the dates do."""
    now = max(n for n, span in enumerate(around) if span.starts <= on)
    turn = now + 1 if now + 1 < len(around) else now
    if turn == 0:
        return say("same")
    day = spoken.short_day(around[turn].starts, law.language)
    if around[turn - 1].outcome is around[turn].outcome:
        kinds = [law.kind(span.sanctions) for span in (around[turn - 1], around[turn])]
        if turn > now and kinds[1] and kinds[0] != kinds[1]:
            return say("becomes", day=day, word=kinds[1])
        return say("sanction_changes", day=day)
    if turn == now:
        return say("was", day=day, word=gettext(OUTCOME_WORDS[around[now - 1].outcome]))
    return say("becomes", day=day, word=gettext(OUTCOME_WORDS[around[turn].outcome]))
