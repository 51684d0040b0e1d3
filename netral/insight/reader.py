"""Names of provinces, which are data with their source."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from netral.kernel.tables import Table

FILE: Final = Path(__file__).parent / "data" / "provinces.toml"


@cache
def provinces() -> Mapping[str, str]:
    """Return names by the first two digits of a region code."""
    file = Table.of_file(FILE.name, FILE.read_text(encoding="utf-8"))
    file.text("source")
    file.text("confidence")
    names = file.table("names").rest()
    file.end()
    return {code: str(name) for code, name in names.items()}
