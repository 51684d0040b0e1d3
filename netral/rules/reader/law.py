"""Reading legal instruments, sanctions, who handles cases, and the older list."""

from collections.abc import Iterable
from typing import Final

from netral.kernel.words import N_
from netral.rules.core import Confidence, Rank
from netral.rules.core.base import (
    Handler,
    Instrument,
    Ladder,
    Predecessor,
    SanctionType,
    Vocabulary,
)
from netral.rules.reader.tables import File, once
from netral.rules.reader.vocabulary import groups_of

BACKWARDS: Final = N_("must not be before %(starts)s")
NO_TYPE: Final = N_("must be the code of a sanction of this file")
NO_SUCCESSOR: Final = N_("must be the code of an instrument of this file")


def read_instruments(file: File) -> tuple[Instrument, ...]:
    """Read the laws, decrees, circulars and statements."""
    tables = file.tables("instrument")
    instruments = tuple(_instrument(table) for table in tables)
    once(file.where, [each.code for each in instruments])
    codes = {each.code for each in instruments}
    for table, each in zip(tables, instruments, strict=True):
        if each.successor and each.successor not in codes:
            table.refuse("successor", NO_SUCCESSOR, each.successor)
    return instruments


def _instrument(table: File) -> Instrument:
    instrument = Instrument(
        code=table.own_code(),
        name=table.said("name"),
        title=table.text("title"),
        rank=table.word("rank", Rank),
        starts=table.day("from"),
        ends=table.exact_day("until", may_lack=True),
        successor=table.text("successor", default=""),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
        note=table.said_or_none("note"),
    )
    if instrument.starts and instrument.ends and instrument.ends < instrument.starts:
        table.refuse("until", BACKWARDS, str(instrument.ends), starts=str(instrument.starts))
    table.end()
    return instrument


def read_sanctions(
    file: File, vocabulary: Vocabulary
) -> tuple[tuple[SanctionType, ...], tuple[Ladder, ...]]:
    """Read the sanctions and, for each class and subject, which apply."""
    tables = file.tables("type")
    types = tuple(_type(table) for table in tables)
    codes = [each.code for each in types]
    once(file.where, codes)
    for table, each in zip(tables, types, strict=True):
        if each.interim and each.interim not in codes:
            table.refuse("interim", NO_TYPE, each.interim)
    ladders = tuple(_ladder(t, codes, vocabulary) for t in file.tables("ladder"))
    once(file.where, [f"{each.sanction_class}: {s}" for each in ladders for s in each.subjects])
    return types, ladders


def _type(table: File) -> SanctionType:
    months = table.numbers("months")[0] if table.has("months") else None
    sanction = SanctionType(
        code=table.own_code(),
        group=table.text("group"),
        level=table.text("level"),
        name=table.said("name"),
        basis=table.text("basis"),
        months=months,
        interim=table.text("interim", default=""),
        confidence=table.word("confidence", Confidence),
        note=table.said_or_none("note"),
    )
    table.end()
    return sanction


def _ladder(table: File, types: Iterable[str], vocabulary: Vocabulary) -> Ladder:
    groups = groups_of(vocabulary)
    named = table.codes("subjects", [*(s.code for s in vocabulary.subjects), *groups])
    ladder = Ladder(
        sanction_class=table.text("class"),
        subjects=frozenset().union(*(groups.get(code, {code}) for code in named)),
        types=table.codes("types", types),
    )
    table.end()
    return ladder


def read_handlers(file: File) -> tuple[Handler, ...]:
    """Read who passes cases on to the personnel authority, by date."""
    handlers = tuple(_handler(table) for table in file.tables("handler"))
    once(file.where, [each.code for each in handlers])
    return handlers


def _handler(table: File) -> Handler:
    handler = Handler(
        code=table.own_code(),
        name=table.said("name"),
        starts=table.day("from"),
        ends=table.exact_day("until", may_lack=True),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
    )
    if handler.starts and handler.ends and handler.ends < handler.starts:
        table.refuse("until", BACKWARDS, str(handler.ends), starts=str(handler.starts))
    table.end()
    return handler


def read_predecessors(file: File, rules: Iterable[str]) -> tuple[Predecessor, ...]:
    """Read the items of the older list."""
    rules = list(rules)
    found = []
    for table in file.tables("item"):
        found.append(
            Predecessor(
                code=table.own_code(),
                title=table.said("title"),
                now=table.codes("now", rules, may_lack=True),
                confidence=table.word("confidence", Confidence),
            )
        )
        table.end()
    once(file.where, [each.code for each in found])
    return tuple(found)
