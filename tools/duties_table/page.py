"""The page: what each city's circular asks of heads of unit, and when, by the house policy."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from django.utils import translation

from netral.calendar import reader as calendar
from netral.calendar.core.days import Week
from netral.circulars.core import ClauseKind
from netral.demo.facts import City, cities
from netral.duties.core import KIND_WORDS, PROOF_WORDS, PROOFS, Kind
from netral.duties.core.demands import DATED, STATED, Asking, Demand, Frame, asked
from netral.duties.core.season import season_of
from netral.duties.queries.told import told
from netral.duties.reader import policy, standing

FILE_OF: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "duties.md"
HEAD = """# The duties of heads of unit, city by city

Written by `python -m tools.duties_table` from the circulars of the demonstration
(`netral/demo/data`), the house policy (`netral/duties/data/policy.toml`) and the calendar;
`make check` holds it to them. The clauses are quoted as they were reported. **No circular gives
these dates**: how often and by when something is asked for is the institution's policy and can be
changed. Whoever heads a unit that the circular reached owes what its duty clauses ask, also where
the clause names some heads only; that reading is the house's too.
"""


def page() -> str:
    """Return the whole page."""
    with translation.override("en"):
        parts = [HEAD, *(_city(city) for city in sorted(cities(), key=lambda c: c.place))]
        return "\n".join([*parts, _evidence(), _standing()])


def duties_of(city: City) -> list[tuple[str, list[Kind], list[Kind]]]:
    """Return each duty clause's words, the kinds with dates that it asks, and what it states."""
    return [
        (
            clause.text,
            [DATED[duty] for duty in clause.meaning.duties if duty in DATED],
            [STATED[duty] for duty in clause.meaning.duties if duty in STATED],
        )
        for clause in city.circular.clauses
        if clause.kind is ClauseKind.DUTY
    ]


def demands_of(city: City) -> tuple[Demand, ...]:
    """Return what a unit owes that the circular reached on the day of its publication."""
    clauses = [c for c in city.circular.clauses if c.kind is ClauseKind.DUTY]
    asking = [
        Asking(1, n, clause.meaning.duties, None, city.circular.elections)
        for n, clause in enumerate(clauses)
    ]
    return asked(asking, city.circular.published_at, _frame(city))


def _frame(city: City) -> Frame:
    named, years = calendar.holidays()
    elections = [e for e in calendar.elections() if e.code in city.circular.elections]
    return Frame(
        season=season_of(elections, city.code),
        policy=policy(),
        week=Week(5, frozenset(named), years),
        zone=city.zone,
        until=date.max,
    )


def _city(city: City) -> str:
    circular = city.circular
    name = circular.number or f"instruction of {circular.published_at:%-d %B %Y}"
    lines = [f"## {city.place}: {name}\n"]
    demands = demands_of(city)
    for number, (text, dated, stated) in enumerate(duties_of(city)):
        lines += [f"> {text}\n", "| kind | asked for, by policy | times | first | last |"]
        lines += ["|---|---|---|---|---|"]
        mine = [d for d in demands if d.source == f"clause:{number}"]
        lines += [_row(kind, [d for d in mine if d.kind is kind]) for kind in dated]
        lines += [
            f"| {KIND_WORDS[kind]} | begins when a breach becomes known | – | – | – |"
            for kind in stated
        ]
        lines.append("")
    return "\n".join(lines)


def _row(kind: Kind, demands: list[Demand]) -> str:
    first, last = demands[0].due_at.date(), demands[-1].due_at.date()
    when = told(policy().terms[kind])
    return f"| {KIND_WORDS[kind]} | {when} | {len(demands)} | {first} | {last} |"


def _evidence() -> str:
    rows = [
        f"| {KIND_WORDS[kind]} | {'; '.join(PROOF_WORDS[proof] for proof in sorted(proofs))} |"
        for kind, proofs in PROOFS.items()
    ]
    return "\n".join(["## What fulfils each kind\n", "| kind | any of |", "|---|---|", *rows, ""])


def _standing() -> str:
    rows = list(_standing_rows())
    title = "## Standing duties of PP 94/2021\n"
    return "\n".join([title, "| duty | article | source |", "|---|---|---|", *rows, ""])


def _standing_rows() -> Iterator[str]:
    for duty in standing():
        source = duty.source if duty.verified else f"{duty.source} (not verified)"
        yield f"| {duty.english} | {duty.article} | {source} |"
