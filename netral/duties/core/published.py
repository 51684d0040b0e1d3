"""What is open data: measures with their definitions, cut into bands by kind of unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from netral.duties.core.bands import Band, band, share, total
from netral.kernel.words import N_
from netral.orgs.core import UnitKind


class Measure(StrEnum):
    """What is counted; the names are those of the columns in CSV and JSON, and never change."""

    ASKED = "asked"
    SIGNED = "signed"
    BOUND = "bound"
    READ = "read"
    OWED = "owed"
    FULFILLED = "fulfilled"
    LATE = "late"


MEASURE_WORDS: Final = {
    Measure.ASKED: N_("Asked for a pact"),
    Measure.SIGNED: N_("Pact signed"),
    Measure.BOUND: N_("Bound by the circular"),
    Measure.READ: N_("Confirmed reading"),
    Measure.OWED: N_("Duties due so far"),
    Measure.FULFILLED: N_("Duties fulfilled"),
    Measure.LATE: N_("Duties late"),
}
DEFINITIONS: Final = {
    Measure.ASKED: N_(
        "People on the roster whom the newest campaign asked for an integrity pact, in whatever "
        "state their pact is."
    ),
    Measure.SIGNED: N_("Of these, the people who have signed, on paper or on a screen."),
    Measure.BOUND: N_("People to whom the newest circular of the institution is addressed."),
    Measure.READ: N_("Of these, the people who have confirmed that they read it."),
    Measure.OWED: N_(
        "Obligations of heads of unit that have begun, and are not excused: to be done now, late, "
        "or done. Standing duties of law without a date are not among them."
    ),
    Measure.FULFILLED: N_("Of these, the obligations that are done, in time or late."),
    Measure.LATE: N_("Of these, the obligations whose last day has passed and that are not done."),
}
PART_OF: Final = {
    Measure.SIGNED: Measure.ASKED,
    Measure.READ: Measure.BOUND,
    Measure.FULFILLED: Measure.OWED,
    Measure.LATE: Measure.OWED,
}
SHARE_WORDS: Final = {
    Measure.SIGNED: N_("Integrity pacts signed"),
    Measure.READ: N_("Circular confirmed as read"),
    Measure.FULFILLED: N_("Duties of heads fulfilled"),
    Measure.LATE: N_("Duties of heads late"),
}
KINDS: Final = tuple(UnitKind)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of all units of one kind, without what lies below them in another kind."""

    kind: UnitKind
    units: int  # exact: which units a government has is public
    figures: Mapping[Measure, Band]


@dataclass(frozen=True, slots=True)
class Table:
    """What was published of one institution in one week."""

    rows: Sequence[Row]
    campaign: str = ""
    circular: str = ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return what was counted; what did not exist then is not nought but absent."""
        return tuple(m for m in Measure if any(m in row.figures for row in self.rows))

    def total(self, measure: Measure) -> Band:
        """Return the sum of the published cells."""
        return total(row.figures[measure] for row in self.rows if measure in row.figures)

    def share(self, measure: Measure, row: Row | None = None) -> Band | None:
        """Return between which percentages a part of its whole lies, of a row or of all."""
        whole = PART_OF[measure]
        if measure not in self.measures or whole not in self.measures:
            return None
        if row is None:
            return share(self.total(measure), self.total(whole))
        if measure not in row.figures or whole not in row.figures:
            return None
        return share(row.figures[measure], row.figures[whole])


def cut(
    units: Mapping[int, UnitKind], counts: Mapping[Measure, Mapping[int, int]]
) -> tuple[Row, ...]:
    """Add up own counts by kind of unit, and cut them into bands.

    `counts` holds by measure the own amount of each unit; a unit that is not in `units` any more
    counts for nothing, as nobody could say of which kind it is.
    """
    rows = []
    for kind in KINDS:
        own = {pk for pk, each in units.items() if each is kind}
        if own:
            figures = {
                measure: band(max(0, sum(found.get(pk, 0) for pk in own)))
                for measure, found in counts.items()
            }
            rows.append(Row(kind, len(own), figures))
    return tuple(rows)


def as_record(table: Table) -> dict[str, Any]:
    """Spell a table for the row that keeps it."""
    return {
        "campaign": table.campaign,
        "circular": table.circular,
        "rows": [
            {
                "kind": row.kind.value,
                "units": row.units,
                "figures": {m.value: [b.low, b.high] for m, b in row.figures.items()},
            }
            for row in table.rows
        ],
    }


def of_record(record: Mapping[str, Any]) -> Table:
    """Read what `as_record` spelt."""
    rows = tuple(
        Row(
            UnitKind(row["kind"]),
            row["units"],
            {Measure(name): Band(low, high) for name, (low, high) in row["figures"].items()},
        )
        for row in record["rows"]
    )
    return Table(rows, record["campaign"], record["circular"])
