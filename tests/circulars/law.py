"""A small rule base with the codes and the acts of the real one, for the tests of meanings."""

from datetime import date
from typing import Any, Final

from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import LocalCircular, LocalClause, Meaning
from netral.rules.core import Confidence, Effect, Rank
from netral.rules.core.base import (
    ACT,
    STAGE,
    SUBJECT,
    Act,
    Circumstance,
    Citation,
    Instrument,
    Rule,
    RuleBase,
    Subject,
    Vocabulary,
    Words,
)
from netral.rules.core.engine import Engine

ASN: Final = frozenset({"pns", "cpns", "pppk", "pppk_part", "pejabat_asn"})
SUBJECTS: Final = (*sorted(ASN), "non_asn", "bumd")
ACTS: Final = {
    "medsos.like": "menyukai unggahan",
    "kampanye.ikut": "ikut kegiatan kampanye",
    "kampanye.hadir": "menghadiri kampanye",
    "keputusan.pihak": "membuat keputusan yang menguntungkan atau merugikan",
    "adhoc.anggota": "menjadi anggota PPK, PPS, atau KPPS",
}
SKB: Final = date(2022, 9, 22)
FORCE: Final = date(2024, 5, 14)


def said(text: str) -> Words:
    return Words(text, text)


def rule(code: str, act: str, effect: Effect = Effect.PROHIBITED, **more: Any) -> Rule:
    """Make a rule of the joint decree for ASN; `when` adds to it."""
    when = {name: frozenset(values) for name, values in more.pop("when", {}).items()}
    known: dict[str, Any] = {
        "family": "f", "title": said(ACTS[act]), "reason": said("r"), "rank": Rank.JOINT_DECREE,
        "starts": SKB, "ends": None, "confidence": Confidence.FOUND,
        "cites": (Citation(instrument="SKB-2022", at=code, confidence=Confidence.FOUND),),
        "conditions": (said("syarat"),) if effect is Effect.CONDITIONAL else (),
    }  # fmt: skip
    return Rule(
        code=code,
        effect=effect,
        when={ACT: frozenset({act}), SUBJECT: ASN, **when},
        **known | more,
    )


LIKE: Final = rule("SKB22-KE-04", "medsos.like", when={STAGE: ["before"]})
JOIN: Final = rule("SKB22-KE-06", "kampanye.ikut", when={STAGE: ["before"]})
ATTEND: Final = rule("PP94-N1", "kampanye.hadir", rank=Rank.GOVERNMENT)
DECIDE: Final = rule("SKB22-DI-12", "keputusan.pihak")
PASSIVE: Final = rule(
    "PERM-PASSIVE-ATTEND", "kampanye.hadir", Effect.CONDITIONAL, rank=Rank.STATEMENT,
    when={"support": ["no"]}, overrides=frozenset({"PP94-N1"}),
)  # fmt: skip
SERVE: Final = rule("PERM-ADHOC", "adhoc.anggota", Effect.CONDITIONAL, when={"permit": ["yes"]})


def base(*rules: Rule) -> RuleBase:
    """Make a base of the rules, of all if none is named."""
    return RuleBase(
        code="kecil",
        version="1",
        publisher="Uji",
        vocabulary=Vocabulary(
            subjects=tuple(
                Subject(code=c, name=said(c), groups=(), silence=said("s"), verified=True)
                for c in SUBJECTS
            ),
            acts=tuple(
                Act(code=c, name=said(n), topic="t", searched=(n,)) for c, n in ACTS.items()
            ),
            circumstances=tuple(
                Circumstance(code=c, question=said("q"), when_yes=said("y"), when_no=said("n"))
                for c in ("support", "permit")
            ),
            topics={"t": said("t")},
        ),
        instruments=(
            Instrument(
                code="SKB-2022", name=said("SKB"), title="t", rank=Rank.JOINT_DECREE, starts=SKB,
                ends=None, successor="", source="uji", confidence=Confidence.FOUND,
            ),
        ),
        sanction_types=(),
        ladders=(),
        handlers=(),
        rules=rules or (LIKE, JOIN, ATTEND, DECIDE, PASSIVE, SERVE),
        cases=(),
    )  # fmt: skip


LAW: Final = Engine(base())
BOUND: Final = ("pns", "cpns", "pppk", "pppk_part", "bumd")


def clause(
    number: int = 1, kind: ClauseKind = ClauseKind.PROHIBITION, *, restates: tuple[str, ...] = (),
    acts: tuple[str, ...] = (), read: bool = True, **more: Any,
) -> LocalClause:  # fmt: skip
    """Make a clause that binds ASN and company staff."""
    own = {"text": f"Butir {number}.", "kinds": BOUND} | more
    told = {name: own.pop(name) for name in ("stages", "circumstances", "duties") if name in own}
    meaning = Meaning(restates=restates, acts=acts, **told) if read else None
    return LocalClause(number=number, kind=kind, meaning=meaning, **own)


def circular(*clauses: LocalClause, **more: Any) -> LocalCircular:
    """Make a circular for the regional elections of 2024."""
    known: dict[str, Any] = {
        "code": "SE.1", "indonesian": "Surat Edaran 1", "english": "Circular 1", "title": "t",
        "laws": frozenset({"pilkada"}), "starts": FORCE, "ends": None, "source": "uji",
        "confidence": Confidence.SIGNED,
    }  # fmt: skip
    return LocalCircular(clauses=clauses, **known | more)
