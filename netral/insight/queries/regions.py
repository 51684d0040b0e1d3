"""Institutions side by side, from what each has published itself: no figure of a tenant is read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from netral.duties.core.bands import Band
from netral.duties.core.published import SHARE_WORDS, Measure
from netral.duties.queries.open_figures import Published, newest
from netral.insight.reader import provinces


@dataclass(frozen=True, slots=True)
class Province:
    """The institutions that lie in one province, by their codes."""

    code: str
    name: str
    houses: Sequence[Published]


def by_province(only: str = "") -> list[Province]:
    """Return the newest open figures by province; one query. `only` is a code of two digits."""
    found: dict[str, list[Published]] = defaultdict(list)
    for each in newest():
        found[each.institution.code[:2]].append(each)
    return [
        Province(code, provinces().get(code, ""), houses)
        for code, houses in sorted(found.items())
        if only in {"", code}
    ]


def shares(each: Published) -> dict[Measure, Band | None]:
    """Return the measures that are compared, each a part of its own whole."""
    return {measure: each.table.share(measure) for measure in SHARE_WORDS}
