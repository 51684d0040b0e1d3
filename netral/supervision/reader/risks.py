"""Reading how risks are weighed, which is data."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from netral.orgs.core import UnitKind
from netral.supervision.core.checklists import Phase
from netral.supervision.core.risks import Cause, Policy

FILE: Final = Path(__file__).parent.parent / "data" / "risks.toml"


@cache
def policy() -> Policy:
    """Return the weights that come with the program.

    Raises:
        ValueError: a cause, phase or kind of unit is missing, or does not exist.
    """
    return read(_raw())


@cache
def found_days() -> int:
    """Return how far back findings of one topic count as a pattern."""
    return int(_raw()["found_days"])


def _raw() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def read(raw: Mapping[str, Any]) -> Policy:
    """Read weights from parsed TOML."""
    made = Policy(
        weights={Cause(name): int(points) for name, points in raw["weights"].items()},
        most={Cause(name): int(points) for name, points in raw["most"].items()},
        check_every={Phase(name): int(days) for name, days in raw["check_every"].items()},
        often=int(raw["often"]),
        public=frozenset(UnitKind(kind) for kind in raw["public"]),
        near=frozenset(Phase(phase) for phase in raw["near"]),
        high=int(raw["high"]),
        middle=int(raw["middle"]),
    )
    if set(made.weights) != set(Cause) or set(made.most) != set(Cause):
        msg = "weights and most must name every cause"
        raise ValueError(msg)
    if set(made.check_every) != set(Phase) or min(made.check_every.values()) < 1:
        msg = "check_every must name every phase, with at least one day"
        raise ValueError(msg)
    return made
