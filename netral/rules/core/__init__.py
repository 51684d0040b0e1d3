"""The words of the rule base: effects and outcomes, ranks, confidence, and the principles."""

from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Effect(StrEnum):
    """What a rule does with an act."""

    PROHIBITED = "prohibited"
    CONDITIONAL = "conditional"  # permitted while its conditions are kept
    PERMITTED = "permitted"
    CRIMINAL = "criminal"  # a warning that belongs to another court; it never decides


class Outcome(StrEnum):
    """What an answer says. Silence is not consent: it is an outcome of its own."""

    PROHIBITED = "prohibited"
    CONDITIONAL = "conditional"
    PERMITTED = "permitted"
    UNREGULATED = "unregulated"
    CONFLICT = "conflict"
    NEEDS_FACT = "needs_fact"


OUTCOME_WORDS: Final = {
    Outcome.PROHIBITED: N_("Prohibited"),
    Outcome.CONDITIONAL: N_("Permitted on conditions"),
    Outcome.PERMITTED: N_("Permitted"),
    Outcome.UNREGULATED: N_("Not specifically regulated"),
    Outcome.CONFLICT: N_("The rules conflict"),
    Outcome.NEEDS_FACT: N_("One more fact is needed"),
}


class Rank(StrEnum):
    """Where a rule stands in the hierarchy of law, the highest first."""

    ACT = "act"  # undang-undang
    GOVERNMENT = "government-regulation"  # peraturan pemerintah
    PRESIDENTIAL = "presidential-regulation"
    MINISTERIAL = "ministerial-regulation"  # also of Bawaslu, KPU, BKN
    JOINT_DECREE = "joint-decree"  # keputusan bersama
    NATIONAL_CIRCULAR = "national-circular"  # surat edaran menteri
    LOCAL_CIRCULAR = "local-circular"
    STATEMENT = "statement"  # an official's public word


RANKS: Final = tuple(Rank)
RANK_WORDS: Final = {
    Rank.ACT: N_("Act (undang-undang)"),
    Rank.GOVERNMENT: N_("Government regulation"),
    Rank.PRESIDENTIAL: N_("Presidential regulation"),
    Rank.MINISTERIAL: N_("Regulation of a minister or an agency"),
    Rank.JOINT_DECREE: N_("Joint decree"),
    Rank.NATIONAL_CIRCULAR: N_("Circular of a minister"),
    Rank.LOCAL_CIRCULAR: N_("Circular of the region"),
    Rank.STATEMENT: N_("Public statement of an official"),
}


class Confidence(StrEnum):
    """How sure it is that a source says so."""

    FOUND_MULTI = "found-multi"
    FOUND = "found"
    CONFLICT = "found-conflict"
    PRESS = "press"
    SIGNED = "signed"  # it stands in a circular that this system holds, signed
    MEMORY_HIGH = "memory-high"
    MEMORY_LOW = "memory-low"


CONFIDENCE_WORDS: Final = {
    Confidence.FOUND_MULTI: N_("Found in several sources"),
    Confidence.FOUND: N_("Found in one source"),
    Confidence.CONFLICT: N_("The sources disagree"),
    Confidence.PRESS: N_("As reported by the press"),
    Confidence.SIGNED: N_("As signed"),
    Confidence.MEMORY_HIGH: N_("Not verified"),
    Confidence.MEMORY_LOW: N_("Not verified"),
}
VERIFIED: Final = frozenset(
    {Confidence.FOUND_MULTI, Confidence.FOUND, Confidence.PRESS, Confidence.SIGNED}
)


class Principle(StrEnum):
    """Why one rule yields to another, in the order in which it is asked."""

    EXCEPTION = "exception"  # it is expressly an exception to the other
    SUPERIOR = "superior"  # lex superior
    SPECIAL = "special"  # lex specialis
    LATER = "later"  # lex posterior


PRINCIPLE_WORDS: Final = {
    Principle.EXCEPTION: N_("an express exception comes first"),
    Principle.SUPERIOR: N_("the higher rule comes first"),
    Principle.SPECIAL: N_("the more specific rule comes first"),
    Principle.LATER: N_("the later rule comes first"),
}
