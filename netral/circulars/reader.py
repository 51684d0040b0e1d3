"""The forms of breach by theme, from a dated file with its sources."""

from functools import cache
from pathlib import Path
from typing import Final

from netral.circulars.core.gap import Theme
from netral.kernel.tables import Table

FILE: Final = Path(__file__).parent / "data" / "themes.toml"


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes in the order of the file."""
    file = Table.of_file(FILE.name, FILE.read_text(encoding="utf-8"))
    found = tuple(_theme(table) for table in file.tables("theme"))
    file.end()
    return found


def _theme(table: Table) -> Theme:
    share = table.text("share", default="")
    theme = Theme(
        code=table.text("code"),
        indonesian=table.text("name_id"),
        english=table.text("name_en"),
        rules=table.texts("rules"),
        share=float(share) if share else None,
        source=table.text("source", default=""),
    )
    table.end()
    return theme
