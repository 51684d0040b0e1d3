"""For everybody: open figures with their definitions, and institutions side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.duties.core.published import (
    DEFINITIONS,
    MEASURE_WORDS,
    PART_OF,
    SHARE_WORDS,
    Measure,
    Table,
)
from netral.duties.core.weeks import week_of
from netral.duties.queries.open_figures import Published, newest, published, publisher, weeks_of
from netral.insight import open_files, pictures, spoken_bands
from netral.insight.queries.regions import by_province, shares
from netral.kernel.cells import CSV
from netral.kernel.words import N_
from netral.orgs.core import UNIT_WORDS, UnitKind

JSON: Final = "application/json"
DRAWN: Final = 12  # institutions in one picture
TOP: Final = N_("Top unit")  # what is directly in it; elsewhere its kind means all of it
LICENCES: Final = {"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.id"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what is open, under which licence and by which definitions, and where to fetch it."""
    facts = {
        "found": newest(),
        "definitions": [(MEASURE_WORDS[m], m.value, DEFINITIONS[m]) for m in Measure],
        **_licence(),
    }
    return render(request, "insight/open.html", facts)


def _licence() -> dict[str, str]:
    name = settings.OPEN_LICENCE
    return {"licence": name, "licence_url": LICENCES.get(name, "")}


@require_safe
def house(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the open figures of one institution, of the newest week or of an older one."""
    found, weeks = _found(request, slug)
    measures = found.table.measures
    facts = {
        "institution": found.institution,
        "found": found,
        "weeks": weeks,
        "head": [MEASURE_WORDS[m] for m in measures],
        "rows": _rows(found.table),
        "total": [(MEASURE_WORDS[m], spoken_bands.band(found.table.total(m))) for m in measures],
        "units": sum(row.units for row in found.table.rows),
        "shares": _shares(found),
        **_licence(),
    }
    return render(request, "insight/open_house.html", facts)


def _rows(table: Table) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Return each kind of unit with its cells, each beside the words of its column."""
    return [
        (
            TOP if row.kind is UnitKind.ROOT else UNIT_WORDS[row.kind],
            row.units,
            [(MEASURE_WORDS[m], spoken_bands.band(row.figures.get(m))) for m in table.measures],
        )
        for row in table.rows
    ]


def _shares(found: Published) -> list[tuple[str, str]]:
    return [
        (SHARE_WORDS[measure], spoken_bands.share(band))
        for measure, band in shares(found).items()
        if measure in found.table.measures
    ]


@require_safe
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Hand out the open figures of one institution."""
    found, _weeks = _found(request, slug)
    return _file([found], kind, f"netral-{slug}-{found.week.last.isoformat()}")


@require_safe
def everything(_request: HttpRequest, kind: str) -> HttpResponse:
    """Hand out the newest open figures of all institutions."""
    return _file(newest(), kind, "netral-data-terbuka")


def _file(found: Sequence[Published], kind: str, name: str) -> HttpResponse:
    octets = open_files.as_json(found) if kind == "json" else open_files.as_table(found)
    media_type = JSON if kind == "json" else CSV
    answer = hand_out(octets, media_type, f"{name}.{kind}", public=True)
    answer.headers["Access-Control-Allow-Origin"] = "*"  # open to other sites too
    return answer


def _found(request: HttpRequest, slug: str) -> tuple[Published, list[date]]:
    """Return the week that was asked for, else the newest; without any there is no page."""
    place = publisher(slug)
    weeks = weeks_of(place) if place else []
    if place is None or not weeks:
        raise Http404
    wanted = week_of(_day(request.GET.get("minggu", ""))) if request.GET.get("minggu") else weeks[0]
    found = published(place, wanted)
    if found is None:
        raise Http404
    return found, [each.first for each in weeks]


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as unread:
        raise Http404 from unread


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show institutions side by side, province by province, by the same definitions."""
    every = by_province()
    wanted = request.GET.get("provinsi", "")
    chosen = [each for each in every if each.code == wanted] or every
    houses = [each for province in chosen for each in province.houses]
    facts = {
        "provinces": every,
        "wanted": wanted if len(chosen) < len(every) else "",
        "head": list(SHARE_WORDS.values()),
        "groups": [(province, [_line(each) for each in province.houses]) for province in chosen],
        "picture": pictures.regions(houses[:DRAWN]),
        "more": len(houses) - DRAWN,
        "definitions": [
            (SHARE_WORDS[m], DEFINITIONS[PART_OF[m]], DEFINITIONS[m]) for m in SHARE_WORDS
        ],
    }
    return render(request, "insight/regions.html", facts)


def _line(each: Published) -> tuple[Published, list[tuple[str, str]]]:
    own = shares(each)
    return each, [(SHARE_WORDS[m], spoken_bands.share(own[m])) for m in SHARE_WORDS]
