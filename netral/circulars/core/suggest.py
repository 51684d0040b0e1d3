"""Which rules and acts a text is likely to speak of: a ranking by words, never an answer."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from netral.circulars.core import ClauseKind
from netral.rules.core import Effect
from netral.rules.core.base import ACT, Rule, RuleBase

ENOUGH: Final = 6
WORD: Final = re.compile(r"[a-z0-9]+")
# Long ones first: of two that fit, the longer is the affix.
BEFORE: Final = ("meny", "meng", "peng", "mem", "men", "pem", "pen", "ber", "ter", "me", "di", "pe")
AFTER: Final = ("kannya", "annya", "kan", "nya", "an", "i")
SHORTEST: Final = 4
SAYS_LITTLE: Final = """
yang dan atau dengan untuk kepada dalam pada oleh dari bagi tidak dilarang boleh melakukan membuat
kegiatan mana pun para suatu serta agar sebagai setiap aparatur sipil negara asn pegawai calon
pasangan wakil mengarah diri
"""
EMPTY: Final = frozenset(SAYS_LITTLE.split())
EFFECTS: Final = {
    ClauseKind.PROHIBITION: frozenset({Effect.PROHIBITED}),
    ClauseKind.PERMISSION: frozenset({Effect.PERMITTED, Effect.CONDITIONAL}),
    ClauseKind.DUTY: frozenset({Effect.PROHIBITED, Effect.PERMITTED, Effect.CONDITIONAL}),
}


def stem(word: str) -> str:
    """Return roughly what is left of an Indonesian word without its affixes."""
    for affix in AFTER:
        if word.endswith(affix) and len(word) - len(affix) >= SHORTEST:
            word = word.removesuffix(affix)
            break
    for affix in BEFORE:
        if word.startswith(affix) and len(word) - len(affix) >= SHORTEST:
            return word.removeprefix(affix)
    return word


def stems(text: str) -> set[str]:
    """Return the stems of the words that say something."""
    return {stem(word) for word in WORD.findall(text.casefold()) if word not in EMPTY}


def choices(base: RuleBase, kind: ClauseKind, on: date) -> list[Rule]:
    """Return the rules in force that a clause of this kind can restate: those that do the same.

    Extensions of a rule to other people are left out: whom the clause binds, it says itself.
    """
    return [
        rule
        for rule in base.rules
        if rule.effect in EFFECTS[kind] and rule.valid(on) and "." not in rule.code
    ]


def rank(text: str, known: Mapping[str, set[str]]) -> list[str]:
    """Return the codes whose words the text shares, the likeliest first.

    A word that few of them use tells more than one that many use; of equals the earlier stays
    before the later.
    """
    asked = stems(text)
    used = Counter(word for words in known.values() for word in words)
    scores = {
        code: sum(math.log(1 + len(known) / used[word]) for word in asked & words)
        / math.sqrt(len(words) or 1)
        for code, words in known.items()
    }
    return sorted((code for code in known if scores[code]), key=lambda code: -scores[code])


def rule_words(rules: Iterable[Rule], base: RuleBase) -> dict[str, set[str]]:
    """Return the words of each rule: of its title, and those by which its acts are searched."""
    acts = act_words(base)
    return {
        rule.code: stems(rule.title.indonesian).union(
            *(acts.get(act, ()) for act in rule.when.get(ACT, ()))
        )
        for rule in rules
    }


def act_words(base: RuleBase) -> dict[str, set[str]]:
    """Return the words by which each act is known."""
    return {
        act.code: stems(" ".join((act.name.indonesian, *act.searched)))
        for act in base.vocabulary.acts
    }
