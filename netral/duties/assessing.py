"""Reading what a self-assessment asks for, which is data with its source."""

from functools import cache
from pathlib import Path
from typing import Final

from netral.duties.core.assessment import Confidence, Need, Requirement
from netral.kernel.tables import BadTable, Table

FILE: Final = Path(__file__).parent / "data" / "assessment.toml"


@cache
def requirements() -> tuple[Requirement, ...]:
    """Return the requirements of the house."""
    return read_requirements(FILE.read_text(encoding="utf-8"))


def read_requirements(text: str) -> tuple[Requirement, ...]:
    """Read a file of requirements.

    Raises:
        BadTable: it says too much, too little, nonsense, or the same need twice.
    """
    file = Table.of_file(FILE.name, text)
    found = tuple(_requirement(each) for each in file.tables("requirement"))
    file.end()
    needs = [each.need for each in found]
    if len(set(needs)) < len(needs):
        raise BadTable(FILE.name, "need", "A need stands there twice.")
    return found


def _requirement(table: Table) -> Requirement:
    need, own = table.word("need", Need), table.has("bar_confidence")
    values = {
        "bar": table.number("bar"),
        "days": table.number("days"),
        "source": table.text("source"),
        "confidence": table.word("confidence", Confidence),
        "bar_confidence": table.word("bar_confidence", Confidence) if own else Confidence.HOUSE,
    }
    table.end()
    try:
        return Requirement(need=need, **values)  # type: ignore[arg-type]
    except ValueError as fault:
        raise BadTable(table.where, need.value, str(fault)) from fault
