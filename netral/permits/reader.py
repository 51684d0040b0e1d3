"""Reading what each kind of permit asks for, which is data with its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from netral.permits.core import Kind

FILE: Final = Path(__file__).parent / "data" / "kinds.toml"
STEPS: Final = frozenset({"head", "authority"})


@dataclass(frozen=True, slots=True)
class Terms:
    """What the asker promises, who acts on the request, and in how many working days."""

    route: tuple[str, ...]
    target_days: int
    source: str
    conditions: tuple[str, ...]
    conditions_source: str

    @property
    def needs_authority(self) -> bool:
        """Tell whether a head only recommends."""
        return self.route[-1] == "authority"


@cache
def terms(kind: Kind) -> Terms:
    """Return the terms of a kind.

    Raises:
        ValueError: the file names a step that nobody takes, or none.
    """
    return read(tomllib.loads(FILE.read_text(encoding="utf-8"))[kind.value])


def read(raw: dict[str, Any]) -> Terms:
    """Read the terms of one kind."""
    found = Terms(
        route=tuple(raw["route"]),
        target_days=raw["target_days"],
        source=raw["source"],
        conditions=tuple(raw["conditions"]),
        conditions_source=raw["conditions_source"],
    )
    if not found.route or not STEPS.issuperset(found.route):
        msg = f"route must list steps out of {', '.join(sorted(STEPS))}, not {found.route}"
        raise ValueError(msg)
    return found
