"""Reading a rule base from its TOML files: everything is right, or nothing is loaded."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from netral.kernel.tables import MISSING
from netral.kernel.words import N_
from netral.rules.core.base import Rule, RuleBase
from netral.rules.core.space import too_wide
from netral.rules.reader.families import Known, read_family
from netral.rules.reader.law import (
    read_handlers,
    read_instruments,
    read_predecessors,
    read_sanctions,
)
from netral.rules.reader.tables import BadRules, File, once
from netral.rules.reader.vocabulary import read_vocabulary

FOLDER: Final = Path(__file__).parent.parent / "data"
PLAIN: Final = (
    "base.toml", "subjects.toml", "acts.toml", "circumstances.toml", "instruments.toml",
    "sanctions.toml", "handlers.toml", "history.toml",
)  # fmt: skip
STRANGE_FILE: Final = N_("is no file of a rule base: families are called rules-….toml")
NO_SUCH_RULE: Final = N_("names %(rule)s, a rule that is not in the base")
EACH_OTHER: Final = N_("and those of %(rule)s name each other: remove one of them")
TOO_MANY_FACTS: Final = N_(
    "names more facts than anybody could look through: fewer acts or circumstances in one rule"
)
FAMILY: Final = re.compile(r"rules-[a-z0-9]+(-[a-z0-9]+)*\.toml")  # every other file

__all__ = ["BadRules", "read_base", "shipped", "shipped_files"]


def read_base(files: Mapping[str, str]) -> RuleBase:
    """Read a rule base from the texts of its files, by name.

    Raises:
        BadRules: with file, key, what stands there and what must stand there.
    """
    opened = _open(files)
    base = opened["base.toml"]
    vocabulary = read_vocabulary(
        opened["subjects.toml"], opened["acts.toml"], opened["circumstances.toml"]
    )
    instruments = read_instruments(opened["instruments.toml"])
    types, ladders = read_sanctions(opened["sanctions.toml"], vocabulary)
    known = Known(
        vocabulary=vocabulary,
        instruments={each.code: each.starts for each in instruments},
        classes=tuple(dict.fromkeys(ladder.sanction_class for ladder in ladders)),
    )
    families = [read_family(opened[n], n, known) for n in sorted(opened) if n not in PLAIN]
    rules = tuple(rule for family in families for rule in family.rules)
    _check(rules)
    read = RuleBase(
        code=base.spelled("code"),
        version=base.spelled("version"),
        publisher=base.text("publisher"),
        starts=base.exact_day("from", may_lack=True),
        vocabulary=vocabulary,
        instruments=instruments,
        sanction_types=types,
        ladders=ladders,
        handlers=read_handlers(opened["handlers.toml"]),
        rules=rules,
        cases=tuple(case for family in families for case in family.cases),
        predecessors=read_predecessors(opened["history.toml"], [r.code for r in rules]),
    )
    for each in opened.values():
        each.end()
    if act := too_wide(read):
        raise BadRules(act, "when", TOO_MANY_FACTS)
    return read


def _open(files: Mapping[str, str]) -> dict[str, File]:
    """Open every file; refuse those that no base has, and the lack of those that all have."""
    for name in files:
        if name not in PLAIN and not FAMILY.fullmatch(name):
            raise BadRules(name, "", STRANGE_FILE)
    opened = {name: File.of_file(name, files[name]) for name in files}
    for name in PLAIN:
        if name not in opened:
            raise BadRules(name, "", MISSING)
    return opened


def _check(rules: tuple[Rule, ...]) -> None:
    """Refuse what no single family can see."""
    once("rules", [rule.code for rule in rules])
    by_code = {rule.code: rule for rule in rules}
    for rule in rules:
        for other in rule.overrides:
            if other not in by_code:
                raise BadRules(rule.code, "overrides", NO_SUCH_RULE, {"rule": other})
            if rule.code in by_code[other].overrides:
                raise BadRules(rule.code, "overrides", EACH_OTHER, {"rule": other})


def shipped_files() -> dict[str, str]:
    """Return the texts of the files that come with the program."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}


@cache
def shipped() -> RuleBase:
    """Return the rule base that comes with the program."""
    return read_base(shipped_files())
