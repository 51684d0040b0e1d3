"""Which rules hold for an institution, and what its calendar says of a day."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Final, Generic, TypeVar

from netral.rules import reader
from netral.rules.core.base import RuleBase
from netral.rules.core.engine import Engine
from netral.rules.models import Ruleset
from netral.rules.reader.days import derived_facts
from netral.tenancy.models import Institution

__all__ = ["InForce", "derived_facts", "in_force", "loaded", "shipped"]

Made = TypeVar("Made")
KEPT: Final = 24  # versions ready to answer: of that many institutions, or of history


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of the rule base that an institution goes by."""

    version: str
    sha256: str
    base: RuleBase
    engine: Engine


class Shelf(Generic[Made]):
    """Keeps the last few things that were made; they never change, so they never grow old."""

    def __init__(self, kept: int) -> None:
        self._kept, self._lock = kept, Lock()
        self._made: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is called `name`, made now if it is not there."""
        with self._lock:
            found = self._made.get(name)
            if found is not None:
                self._made.move_to_end(name)
                return found
        found = make()
        with self._lock:
            self._made[name] = found
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
        return found


_bases: Final = Shelf[RuleBase](KEPT)
_engines: Final = Shelf[Engine](KEPT)


def in_force(institution: Institution, at: datetime) -> InForce:
    """Return the rule base that held for an institution at `at`, its own time.

    It is the last that it had published by then; without one, what comes with the program.
    """
    past = Ruleset.objects.of(institution).filter(published_at__lte=at)
    found = past.order_by("-published_at", "-pk").values_list("pk", "sha256").first()
    return loaded(*found) if found else shipped()


def loaded(pk: int, sha256: str) -> InForce:
    """Return a published version ready to answer. It is frozen: number and hash name it for good.

    The number alone does not: what a transaction has given up may be written anew under it.
    """
    base = _bases.get((pk, sha256), lambda: _read(pk))
    # Versions that answer alike share one engine, whoever published them.
    engine = _engines.get(sha256, lambda: Engine(base))
    return InForce(base.version, sha256, base, engine)


def _read(pk: int) -> RuleBase:
    return reader.read_base(Ruleset.objects.values_list("files", flat=True).get(pk=pk))


@lru_cache(maxsize=1)
def shipped() -> InForce:
    """Return the rule base that comes with the program, ready to answer."""
    base = reader.shipped()
    engine = Engine(base)
    return InForce(base.version, engine.sha256, base, engine)
