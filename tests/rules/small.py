"""Small rule bases, by hand and at random, and the law of answering said plainly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from netral.rules.core import RANKS, Confidence, Effect, Rank
from netral.rules.core.base import (
    ACT,
    DERIVED,
    STAGE,
    SUBJECT,
    Act,
    Circumstance,
    Citation,
    Contradiction,
    Instrument,
    Ladder,
    Rule,
    RuleBase,
    SanctionType,
    Subject,
    Vocabulary,
    Words,
)

SAID: Final = Words("kata", "word")
SUBJECTS: Final = ("pns", "pppk", "bumd")
ACTS: Final = ("like", "hadir")
ASKED: Final = ("cltn", "pasif")
DAYS: Final = (date(2021, 8, 31), date(2022, 9, 22), date(2023, 1, 3))
CLASSES: Final = ("", "moral", "berat")
NEVER: Final = {STAGE: frozenset({"before"}), "campaign": frozenset({"during", "quiet", "after"})}
VALUES: Final = {SUBJECT: SUBJECTS, **DERIVED, **dict.fromkeys(ASKED, ("yes", "no"))}

VOCABULARY: Final = Vocabulary(
    subjects=tuple(
        Subject(code=c, name=SAID, groups=(), silence=SAID, verified=True) for c in SUBJECTS
    ),
    acts=tuple(Act(code=c, name=SAID, topic="t", searched=(c,)) for c in ACTS),
    circumstances=tuple(
        Circumstance(code=c, question=SAID, when_yes=SAID, when_no=SAID) for c in ASKED
    ),
    contradictions=(Contradiction(NEVER, SAID),),
    topics={"t": SAID},
)
CITE: Final = Citation(instrument="SKB-2022", at="A.4", confidence=Confidence.FOUND)


def rule(code: str, effect: Effect = Effect.PROHIBITED, **more: Any) -> Rule:
    """Make a rule on the like; `when` is given by value lists."""
    when = {name: frozenset(values) for name, values in more.pop("when", {}).items()}
    known: dict[str, Any] = {
        "family": "f", "title": SAID, "reason": SAID, "rank": Rank.JOINT_DECREE, "starts": DAYS[0],
        "ends": None, "cites": (CITE,), "confidence": Confidence.FOUND,
        "conditions": (SAID,) if effect is Effect.CONDITIONAL else (),
        "penalty": SAID if effect is Effect.CRIMINAL else None,
    }  # fmt: skip
    return Rule(code=code, effect=effect, when={ACT: frozenset({"like"}), **when}, **known | more)


def base(*rules: Rule) -> RuleBase:
    """Make a base of some rules."""
    return RuleBase(
        code="kecil",
        version="1",
        publisher="Uji",
        vocabulary=VOCABULARY,
        instruments=(
            Instrument(
                code="SKB-2022", name=SAID, title="t", rank=Rank.JOINT_DECREE, starts=DAYS[1],
                ends=None, successor="", source="uji", confidence=Confidence.FOUND,
            ),
        ),
        sanction_types=tuple(
            SanctionType(
                code=code, group="g", level="l", name=SAID, basis="b", months=None, interim="",
                confidence=Confidence.FOUND,
            )
            for code in ("tertutup", "terbuka", "turun", "phk")
        ),
        ladders=(
            Ladder("moral", frozenset({"pns", "pppk"}), ("tertutup", "terbuka")),
            Ladder("berat", frozenset({"pns"}), ("turun",)),
            Ladder("berat", frozenset({"pppk"}), ("turun", "phk")),
        ),
        handlers=(),
        rules=rules,
        cases=(),
    )  # fmt: skip


@st.composite
def rules_of(draw: st.DrawFn, code: str) -> Rule:
    """Draw one rule."""
    when: dict[str, frozenset[str]] = {
        ACT: draw(st.frozensets(st.sampled_from(ACTS), min_size=1)),
    }
    for name, values in VALUES.items():
        if draw(st.integers(0, 2)) == 0:
            when[name] = draw(
                st.frozensets(st.sampled_from(values), min_size=1, max_size=len(values))
            )
    effect = draw(st.sampled_from(list(Effect)))
    return rule(
        code,
        effect,
        when=when,
        rank=draw(st.sampled_from(RANKS[:4])),
        starts=draw(st.sampled_from(DAYS)),
        ends=draw(st.sampled_from([None, None, date(2024, 12, 31), date(2023, 1, 2)])),
        sanction=draw(st.sampled_from(CLASSES)) if effect is Effect.PROHIBITED else "",
    )


@st.composite
def bases(draw: st.DrawFn) -> RuleBase:
    """Draw a base of up to six rules, some of them exceptions to others."""
    codes = [f"R{n}" for n in range(draw(st.integers(0, 6)))]
    drawn = [draw(rules_of(code)) for code in codes]
    drawn = [r for r in drawn if not r.ends or r.ends >= r.starts]
    out: list[Rule] = []
    for place, each in enumerate(drawn):
        # Only earlier rules are named, so that no two name each other.
        known = [r.code for r in drawn[:place]]
        named = draw(st.frozensets(st.sampled_from(known), max_size=1)) if known else frozenset()
        out.append(_with(each, named))
    return base(*out)


def _with(each: Rule, overrides: frozenset[str]) -> Rule:
    values = {name: getattr(each, name) for name in each.__dataclass_fields__}
    return Rule(**values | {"overrides": overrides})


FACTS: Final = st.fixed_dictionaries(
    {ACT: st.sampled_from(ACTS)},
    optional={name: st.sampled_from(values) for name, values in VALUES.items()},
).filter(lambda facts: not impossible(facts))
ON: Final = st.sampled_from(
    [date(2021, 8, 31), date(2022, 9, 21), date(2022, 9, 22), date(2023, 1, 2), date(2023, 1, 3),
     date(2024, 12, 31), date(2025, 1, 1)]
)  # fmt: skip


def impossible(facts: Mapping[str, str]) -> bool:
    """Tell whether the facts contradict each other."""
    return all(facts.get(name) in values for name, values in NEVER.items())


# ---- The law of answering, said as plainly as it can be, however slow


@dataclass(frozen=True, slots=True)
class Said:
    """An outcome for complete facts: effects that survive, by whom, with which sanctions."""

    outcome: str
    rules: frozenset[str]
    classes: frozenset[str]

    @property
    def result(self) -> tuple[str, frozenset[str]]:
        """Return what matters to the person who asks."""
        return self.outcome, self.classes


def completions(facts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield every way in which the missing facts may be filled in."""
    missing = [name for name in VALUES if name not in facts]
    for values in product(*(VALUES[name] for name in missing)):
        whole = {**facts, **dict(zip(missing, values, strict=True))}
        if not impossible(whole):
            yield whole


def plainly(of: RuleBase, facts: Mapping[str, str], on: date) -> Said:
    """Answer complete facts by the letter of the definition."""
    matched = [
        r
        for r in of.rules
        if r.effect is not Effect.CRIMINAL
        and r.starts <= on
        and (r.ends is None or on <= r.ends)
        and all(facts[name] in values for name, values in r.when.items())
    ]
    alive = [
        r for r in matched if not any(o.effect is not r.effect and prevails(o, r) for o in matched)
    ]
    effects = {r.effect.value for r in alive}
    outcome = "unregulated" if not effects else "conflict" if len(effects) > 1 else effects.pop()
    return Said(
        outcome,
        frozenset(r.code for r in alive),
        frozenset(r.sanction for r in alive if r.sanction),
    )


def prevails(one: Rule, other: Rule) -> bool:
    """Tell whether one rule goes before another: exception, rank, speciality, date."""
    if other.code in one.overrides or one.code in other.overrides:
        return other.code in one.overrides
    if one.rank is not other.rank:
        return RANKS.index(one.rank) < RANKS.index(other.rank)
    inside, outside = _inside(one, other), _inside(other, one)
    if inside is not outside:
        return inside
    return one.starts > other.starts


def _inside(one: Rule, other: Rule) -> bool:
    """Tell whether every situation that `one` names explicitly is one that `other` names."""
    return all(name in one.when for name in other.when) and all(
        value in other.when[name] for name in other.when for value in one.when[name]
    )
