"""All institutions of the installation, for whoever runs it: bands of counters, nothing below.

What an institution is made of, its units and people, is read nowhere here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from netral.duties.core.bands import Band
from netral.duties.queries.national import national as duties
from netral.insight.core.nation import DUTIES, PACTS, Cell, Line, added, behind, cells
from netral.insight.reader import provinces
from netral.pacts.queries import national as pacts


@dataclass(frozen=True, slots=True)
class Nation:
    """All institutions, or those of one province, with what they are added up to."""

    whole: Line
    provinces: Sequence[Line]  # by name
    houses: Sequence[Line]  # of the chosen province, or all; the furthest behind first
    chosen: Line | None  # province


def nation(province: str = "") -> Nation:
    """Return how far all institutions are; four statements, however many people they have.

    `province` is a code of two digits; one that no institution lies in chooses none.
    """
    houses = _houses()
    grouped: dict[str, list[Line]] = defaultdict(list)
    for line in houses:
        grouped[line.code[:2]].append(line)
    sums = [added(code, provinces().get(code, ""), found) for code, found in grouped.items()]
    chosen = next((line for line in sums if line.code == province), None)
    shown = grouped[province] if chosen else houses
    return Nation(
        whole=chosen or added("", "", houses),
        provinces=sorted(sums, key=lambda line: (line.name == "", line.name, line.code)),
        houses=sorted(shown, key=behind),
        chosen=chosen,
    )


def _houses() -> list[Line]:
    named: dict[int, tuple[str, str]] = {}
    counted: dict[int, dict[Cell, Band]] = defaultdict(dict)
    for asked in pacts().houses:
        found = asked.figures
        neither = found.total - found.signed - found.waiting
        named[asked.institution] = asked.code, asked.name
        counted[asked.institution] |= cells(PACTS, (found.signed, found.waiting, neither))
    for owing in duties():
        owed = owing.figures
        named[owing.institution] = owing.code, owing.name
        counted[owing.institution] |= cells(DUTIES, (owed.fulfilled, owed.due, owed.late))
    return [Line(*named[pk], 1, found) for pk, found in counted.items()]
