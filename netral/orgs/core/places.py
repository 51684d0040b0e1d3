"""Finding the unit that a line of a roster means: by SIASN's id, by code, by name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as far as finding it goes."""

    pk: int
    parent: int | None
    code: str
    siasn_id: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """The unit found; `part` when only the upper part of a named path is in the tree."""

    pk: int
    part: bool = False


@lru_cache(maxsize=8192)
def spelled(name: str) -> str:
    """Spell a unit's name for comparison."""
    return " ".join(re.sub(r"[^\w]+", " ", name.upper()).split())


class Places:
    """The open units of one institution."""

    def __init__(self, units: Iterable[Place]) -> None:
        self._by_id: dict[str, int] = {}
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._parent: dict[int, int | None] = {}
        self._known: dict[tuple[str, str, str], Found | None] = {}
        for unit in units:
            self.add(unit)

    def add(self, unit: Place) -> None:
        """Know one unit more."""
        self._parent[unit.pk] = unit.parent
        self._by_code[unit.code.strip().upper()] = unit.pk
        if unit.siasn_id:
            self._by_id[unit.siasn_id.strip().upper()] = unit.pk
        for name in {spelled(unit.name), spelled(unit.short_name)} - {""}:
            self._by_name.setdefault(name, []).append(unit.pk)
        self._known.clear()

    def find(self, siasn_id: str, code: str, name: str) -> Found | None:
        """Find a unit; the id goes before the code, the code before the name."""
        key = (siasn_id, code, name)
        if key not in self._known:
            self._known[key] = self._find(siasn_id, code, name)
        return self._known[key]

    def _find(self, siasn_id: str, code: str, name: str) -> Found | None:
        pk = self._by_id.get(siasn_id.strip().upper()) or self._by_code.get(code.strip().upper())
        if pk is not None:
            return Found(pk)
        if not name:
            return None
        whole = self._only(spelled(name), None)
        if whole is not None:
            return Found(whole)
        parts = [spelled(p) for p in re.split(r"\s+[-–—>/]\s+", name) if spelled(p)]
        # Written from the top ("DINAS X - BIDANG Y") or from the bottom: the deeper find counts.
        down, up = self._walk(parts), self._walk(parts[::-1])
        best = max(down, up, key=lambda walk: walk[1])
        return Found(best[0], best[1] < len(parts)) if best[0] is not None else None

    def _walk(self, parts: list[str]) -> tuple[int | None, int]:
        """Go down the tree by names; return the deepest unit met and how many names it took."""
        at: int | None = None
        taken = 0
        for part in parts:
            next_one = self._only(part, at)
            if next_one is None:
                break
            at, taken = next_one, taken + 1
        return at, taken

    def _only(self, name: str, above: int | None) -> int | None:
        """Return the one unit of that name (under `above`, if given); two alike find none."""
        found = self._by_name.get(name, ())
        if above is not None:
            found = [pk for pk in found if self._lies_under(pk, above)]
        return found[0] if len(found) == 1 else None

    def _lies_under(self, pk: int | None, above: int) -> bool:
        while pk is not None:
            pk = self._parent.get(pk)
            if pk == above:
                return True
        return False
