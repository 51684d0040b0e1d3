"""Writing one rule into the text of its file, so that everything else there stays as it is."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

BLOCK: Final = re.compile(r"^\[\[(rule|extension)\]\][ \t]*(#.*)?$", re.MULTILINE)
ORDER: Final = (
    "code", "title_id", "title_en", "effect", "rank", "from", "until", "confidence", "contested",
    "dormant", "sanction", "overrides", "reason_id", "reason_en", "penalty_id", "penalty_en",
    "note_id", "note_en",
)  # fmt: skip
CASE: Final = (
    "name", "on", "outcome", "rules", "warnings", "question", "sanctions", "source", "facts",
)  # fmt: skip


class NotWritten(ValueError):
    """A rule that can't be put into its file without touching something else."""


def rules_in(text: str) -> list[dict[str, Any]]:
    """Return the tables of the rules in a file, as they stand."""
    return list(tomllib.loads(text).get("rule", []))


def with_rule(text: str, code: str, rule: Mapping[str, Any] | None) -> str:
    """Return a file with the rule `code` replaced, added where it has none, or taken away.

    Comments inside the rule are lost; everything outside stays letter by letter.

    Raises:
        NotWritten: the file is laid out in a way that does not allow it.
    """
    before = tomllib.loads(text)
    places = [each["code"] for each in before.get("rule", [])]
    new = text
    if code not in places:
        new = f"{text.rstrip()}\n\n{rule_text(rule)}" if rule else text
    else:
        start, end = _span(text, places.index(code))
        said = rule_text(rule) + "\n" if rule else ""
        new = text[:start] + said + text[end:]
    _check(before, new, code, rule)
    return new


def _span(text: str, place: int) -> tuple[int, int]:
    """Find where a rule begins and ends; what is said above the next one belongs to that."""
    blocks = list(BLOCK.finditer(text))
    rules = [at for at, block in enumerate(blocks) if block[1] == "rule"]
    if place >= len(rules):
        raise NotWritten
    at = rules[place]
    start = blocks[at].start()
    end = blocks[at + 1].start() if at + 1 < len(blocks) else len(text)
    lines = text[start:end].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return start, start + sum(map(len, lines))


def _check(before: Mapping[str, Any], text: str, code: str, rule: Mapping[str, Any] | None) -> None:
    """Make sure that nothing but the rule has changed, whatever the file looks like."""
    wanted = [dict(rule) if rule and r["code"] == code else r for r in before.get("rule", [])]
    if rule and all(r["code"] != code for r in before.get("rule", [])):
        wanted.append(dict(rule))
    if rule is None:
        wanted = [r for r in wanted if r["code"] != code]
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise NotWritten from wrong
    if after.pop("rule", []) != wanted or after != {k: v for k, v in before.items() if k != "rule"}:
        raise NotWritten


def rule_text(rule: Mapping[str, Any]) -> str:
    """Write one rule with its conditions, sources and cases."""
    lines = ["[[rule]]", *(_line(key, rule[key]) for key in ORDER if key in rule)]
    rest = set(rule) - {*ORDER, "when", "condition", "cite", "case"}
    lines += [_line(key, rule[key]) for key in sorted(rest)]
    for name in ("condition", "cite"):
        if rule.get(name):
            lines += [f"{name} = [", *(f"    {_value(each)}," for each in rule[name]), "]"]
    lines += ["[rule.when]", *(_line(key, value) for key, value in rule.get("when", {}).items())]
    for case in rule.get("case", []):
        keys = [key for key in CASE if key in case] + sorted(set(case) - set(CASE))
        lines += ["", "[[rule.case]]", *(_line(key, case[key]) for key in keys)]
    return "\n".join(lines) + "\n"


def _line(key: str, value: Any) -> str:
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case bool():
            out = "true" if value else "false"
        case str():
            # JSON's escapes are TOML's; the one sign that only TOML forbids is escaped here.
            out = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            out = value.isoformat()
        case Mapping():
            out = "{ " + ", ".join(_line(key, inner) for key, inner in value.items()) + " }"
        case Sequence():
            out = "[" + ", ".join(map(_value, value)) + "]"
        case _:
            out = str(value)
    return out
