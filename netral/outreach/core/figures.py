"""How many were invited and present, by unit: what minutes say instead of names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netral.orgs.core import unit_ids


@dataclass(frozen=True, slots=True)
class Line:
    """One unit right below the host, with all below it; or the host's own staff."""

    unit: str
    invited: int
    present: int


def by_unit(
    host: tuple[int, str],
    below: Sequence[tuple[int, str]],
    invited: Mapping[str, int],
    present: Mapping[str, int],
) -> list[Line]:
    """Count people by the units right below the host, the host's own staff first.

    `host` and `below` are ids with names; `invited` and `present` count by the path of the unit
    that people serve in. Units with nobody invited are left out; whoever serves in a unit that is
    no longer below counts for the host.
    """
    names = dict([host, *below])
    lines = {unit: [0, 0] for unit in names}
    for place, counts in enumerate((invited, present)):
        for path, count in counts.items():
            unit = next((u for u in unit_ids(path) if u in names and u != host[0]), host[0])
            lines[unit][place] += count
    return [Line(names[unit], *pair) for unit, pair in lines.items() if any(pair)]
