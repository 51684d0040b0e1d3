"""Rules as a workbook, one row a rule, for reading and discussing away from the screen."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext

from netral.kernel.cells import PLAIN, harmless
from netral.rules.core.base import RuleBase
from netral.rules.queries.words import Speaker


def workbook(base: RuleBase) -> bytes:
    """Return every rule of a base as XLSX; the files stay what counts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet(base.version[:31])
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 18, text)
        sheet.set_column(1, 20, 32, text)
        for at, row in enumerate(_rows(base)):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, harmless(cell), text)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _rows(base: RuleBase) -> Iterator[list[str]]:
    yield [
        gettext("Code"), gettext("The rule"), gettext("Effect"), gettext("Acts"), gettext("Who"),
        gettext("When"), gettext("Conditions"), gettext("In force from"),
        gettext("Last day in force"), gettext("Rank"), gettext("Sources"),
        gettext("Possible sanctions"), gettext("Confidence"), gettext("Note"),
    ]  # fmt: skip
    speaker = Speaker(base)
    for rule in base.rules:
        card = speaker.card(rule)
        sources = [f"{source.name}, {source.at}" for source in speaker.sources(rule)]
        sanctions = dict.fromkeys(s.name for p in speaker.penalties(rule) for s in p.sanctions)
        lists = (card.acts, card.who or (gettext("Everybody"),), card.when, card.conditions)
        yield [
            card.code, card.title, card.effect, *("\n".join(each) for each in lists),
            card.starts.isoformat(), card.ends.isoformat() if card.ends else "", card.rank,
            "\n".join(sources), "\n".join(sanctions), card.confidence, card.note,
        ]  # fmt: skip
