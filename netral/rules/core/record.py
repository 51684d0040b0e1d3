"""A rule base as plain JSON values: what its hash covers and what other engines read."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from netral.rules.core.base import Case, RuleBase


def base_record(base: RuleBase) -> dict[str, object]:
    """Return everything that an answer can depend on; worked cases prove it and stay outside."""
    return {
        "format": "netral.rules/1",
        **{f.name: plain(getattr(base, f.name)) for f in fields(base) if f.name != "cases"},
    }


def case_record(case: Case) -> dict[str, object]:
    """Return one worked case."""
    return {f.name: plain(getattr(case, f.name)) for f in fields(case)}


def plain(value: object) -> object:
    """Turn a value of the rule base into what JSON knows; sets are sorted."""
    out = value
    match value:
        case Enum():
            out = value.value
        case date():
            out = value.isoformat()
        case Mapping():
            out = {str(key): plain(inner) for key, inner in value.items()}
        case frozenset():
            out = sorted(map(str, value))
        case tuple():
            out = [plain(inner) for inner in value]
        case _ if is_dataclass(value):
            out = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return out
