"""For whoever runs the installation: how far all institutions are, each apart from the others."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.core.published import DEFINITIONS, MEASURE_WORDS, SHARE_WORDS, Measure
from netral.insight import nation_files, pictures, spoken_bands
from netral.insight.core.nation import CELL_WORDS, DUTIES, PACTS, Cell, Line, behind
from netral.insight.queries.national import Nation, nation
from netral.kernel import spoken
from netral.kernel.cells import CSV, XLSX

DRAWN: Final = 12  # provinces or institutions in one picture, and in the table until it is opened
LAST: Final = 7  # institutions furthest behind, beside the provinces
SHARES: Final = (Measure.SIGNED, Measure.FULFILLED, Measure.LATE)


@require_safe
@needs(Duty.RUN_INSTALLATION)
def board(request: SeatedRequest) -> HttpResponse:
    """Show provinces side by side; of a chosen one, its institutions."""
    found = nation(request.GET.get("provinsi", ""))
    lines = found.houses if found.chosen else sorted(found.provinces, key=behind)
    title = _("Institutions side by side") if found.chosen else _("Provinces side by side")
    facts = {
        "found": found,
        "share": spoken_bands.share(found.whole.share(Cell.SIGNED)),
        "place": _name(found.chosen) if found.chosen else "",
        "provinces": [(each.code, _name(each)) for each in found.provinces],
        "counts": _counts(found.whole),
        "head": [*(CELL_WORDS[cell] for cell in PACTS), *(SHARE_WORDS[m] for m in SHARES)],
        "rows": {
            "first": [_row(each) for each in lines[:DRAWN]],
            "rest": [_row(each) for each in lines[DRAWN:]],
        },
        "last": [_row(line) for line in found.houses[:LAST]] if len(found.provinces) > 1 else [],
        "picture": pictures.nation(title, [(_name(line), line) for line in lines[:DRAWN]]),
        "more": len(lines) - DRAWN,
        "definitions": [(MEASURE_WORDS[m], DEFINITIONS[m]) for m in Measure if m in DEFINED],
    }
    return render(request, "insight/national.html", facts)


DEFINED: Final = {*SHARES, Measure.ASKED, Measure.OWED}


def _name(line: Line) -> str:
    return line.name or _("Province with the code %(code)s") % {"code": line.code}


def _counts(whole: Line) -> list[list[tuple[str, str]]]:
    """Return what was counted of all, pacts and duties apart."""
    groups = ((MEASURE_WORDS[Measure.ASKED], whole.asked, PACTS),
              (MEASURE_WORDS[Measure.OWED], whole.owed, DUTIES))  # fmt: skip
    return [
        [(_(word), spoken_bands.band(sums)), *_cells(whole, parts)]
        for word, sums, parts in groups
        if sums is not None
    ]


def _cells(line: Line, parts: tuple[Cell, ...]) -> list[tuple[str, str]]:
    return [(_(CELL_WORDS[cell]), spoken_bands.band(line.cells.get(cell))) for cell in parts]


def _row(line: Line) -> dict[str, Any]:
    own = pictures.nation_shares(line)
    shares = [(_(SHARE_WORDS[m]), spoken_bands.share(own[m])) for m in SHARES]
    return {"line": line, "name": _name(line), "cells": [*_cells(line, PACTS), *shares],
            "share": shares[0][1]}  # fmt: skip


@require_safe
@needs(Duty.RUN_INSTALLATION)
def file(request: SeatedRequest, kind: str) -> HttpResponse:
    """Hand out all institutions, or those of a province, as CSV or as a workbook."""
    found = nation(request.GET.get("provinsi", ""))
    name = f"papan-nasional{'-' + found.chosen.code if found.chosen else ''}.{kind}"
    if kind == "csv":
        return hand_out(nation_files.table(found), CSV, name)
    return hand_out(nation_files.workbook(_title(request, found), found), XLSX, name)


def _title(request: SeatedRequest, found: Nation) -> list[str]:
    at = request.seat.at
    place = _name(found.chosen) if found.chosen else _("All institutions")
    return [_("National board"), place, spoken.at(at.logged, at.zone, spoken_bands.language())]
