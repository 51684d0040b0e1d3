"""Seed the calendar's holidays from PyPI's `holidays`: `python -m tools.holidays`.

The file it writes is data to be read over, not a cache: the yearly joint decree of three
ministers prevails. Run it again for a later year, compare, commit.
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from holidays import country_holidays

YEARS: Final = (2023, 2024, 2025, 2026)
# What the package calls them, and what we do. The day both name is a public holiday.
KINDS: Final = {"government": "collective-leave", "public": "public"}
FILE: Final = Path(__file__).resolve().parent.parent / "netral/calendar/data/holidays.toml"
HEAD: Final = """\
# Days on which offices rest: national holidays and collective leave (cuti bersama).
# Written by tools/holidays.py. The yearly joint decree (SKB) of three ministers prevails;
# these days were not compared with it one by one.
source = {source}
confidence = "found"
years = {years}
"""
DAY: Final = """
[[holiday]]
on = {on}
name = {name}
kind = "{kind}"
"""


def toml(years: Sequence[int] = YEARS) -> str:
    """Return the file for `years`."""
    rows = {
        day: (name, kind)
        for category, kind in KINDS.items()
        for day, name in country_holidays(
            "ID", years=years, categories=(category,), language="id"
        ).items()
    }
    source = f"PyPI holidays {version('holidays')}, ID, public and government"
    head = HEAD.format(source=json.dumps(source), years=list(years))
    return head + "".join(
        DAY.format(on=day, name=json.dumps(name, ensure_ascii=False), kind=kind)
        for day, (name, kind) in sorted(rows.items())
    )


if __name__ == "__main__":
    FILE.write_text(toml(), encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(country_holidays('ID', years=YEARS))} public holidays\n")
