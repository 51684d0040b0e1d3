"""Open figures as CSV and JSON: the same names and the same bands on every day."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.conf import settings

from netral.duties.core.bands import Band
from netral.duties.core.published import DEFINITIONS, PART_OF, Measure, Row
from netral.duties.queries.open_figures import Published
from netral.kernel.cells import as_csv

COLUMNS: Final = (
    "institution_code", "institution", "first_day", "last_day", "unit_kind", "units",
)  # fmt: skip


def as_table(found: Iterable[Published]) -> bytes:
    """Return one line for each kind of unit, a total beside them for each institution."""
    head = [*COLUMNS, *(f"{m}_{end}" for m in Measure for end in ("from", "to"))]
    return as_csv([head, *(line for each in found for line in _lines(each))])


def _lines(each: Published) -> Iterator[list[str]]:
    house, week = each.institution, each.week
    start = [house.code, house.name, week.first.isoformat(), week.last.isoformat()]
    for row in each.table.rows:
        ends = [_ends(row.figures.get(measure)) for measure in Measure]
        yield [*start, row.kind.value, str(row.units), *(cell for pair in ends for cell in pair)]
    sums = [_ends(_total(each, measure)) for measure in Measure]
    units = sum(row.units for row in each.table.rows)
    yield [*start, "total", str(units), *(cell for pair in sums for cell in pair)]


def _total(each: Published, measure: Measure) -> Band | None:
    return each.table.total(measure) if measure in each.table.measures else None


def _ends(band: Band | None) -> tuple[str, str]:
    return (str(band.low), str(band.high)) if band else ("", "")


def as_json(found: Sequence[Published]) -> bytes:
    """Return the figures with licence and definitions, so that the file explains itself."""
    told = {
        "licence": settings.OPEN_LICENCE,
        "definitions": {measure.value: DEFINITIONS[measure] for measure in Measure},
        "part_of": {part.value: whole.value for part, whole in PART_OF.items()},
        "bands": "Every count is given as the lowest and the highest whole number that it may be.",
        "institutions": [_house(each) for each in found],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _house(each: Published) -> dict[str, Any]:
    return {
        "code": each.institution.code,
        "name": each.institution.name,
        "first_day": each.week.first.isoformat(),
        "last_day": each.week.last.isoformat(),
        "published_at": each.made_at.isoformat(),
        "campaign": each.table.campaign,
        "circular": each.table.circular,
        "kinds_of_unit": [_kind(row) for row in each.table.rows],
        "total": {
            measure.value: [band.low, band.high]
            for measure in each.table.measures
            for band in [each.table.total(measure)]
        },
    }


def _kind(row: Row) -> dict[str, Any]:
    figures = {measure.value: [band.low, band.high] for measure, band in row.figures.items()}
    return {"kind": row.kind.value, "units": row.units, **figures}
