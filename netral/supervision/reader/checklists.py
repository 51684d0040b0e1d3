"""Reading what check lists ask, which is data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from netral.supervision.core import CheckKind
from netral.supervision.core.checklists import Asked, Phase
from netral.supervision.core.topics import Topic

FOLDER: Final = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class CheckLists:
    """Every point, and the acts by which a clause of a circular finds its topic."""

    points: tuple[Asked, ...]
    topics: Mapping[Topic, frozenset[str]]


@cache
def checklists() -> CheckLists:
    """Return the points that come with the program.

    Raises:
        ValueError: the file names a topic, kind or phase that does not exist, or a code twice.
    """
    return read(tomllib.loads((FOLDER / "checklists.toml").read_text(encoding="utf-8")))


def read(raw: Mapping[str, Any]) -> CheckLists:
    """Read points and topics from parsed TOML."""
    points = tuple(_asked(each) for each in raw["point"])
    codes = [each.code for each in points]
    if twice := {code for code in codes if codes.count(code) > 1}:
        msg = f"points named twice: {', '.join(sorted(twice))}"
        raise ValueError(msg)
    topics = {Topic(name): frozenset(acts) for name, acts in raw["topics"].items()}
    return CheckLists(points, topics)


def _asked(raw: Mapping[str, Any]) -> Asked:
    return Asked(
        code=raw["code"],
        topic=Topic(raw["topic"]),
        indonesian=raw["text_id"],
        english=raw["text_en"],
        kinds=frozenset(CheckKind(kind) for kind in raw["kinds"]),
        phases=frozenset(Phase(phase) for phase in raw.get("phases", ())),
        acts=tuple(raw.get("acts", ())),
        facts=dict(raw.get("facts", {})),
    )
