"""Circulars of several institutions side by side, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.circulars.queries.compare import MOST, Comparison, comparison, houses
from netral.kernel.cells import CSV, as_csv


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show what each circular names: the forms of breach, the permissions, whom it binds."""
    slugs = [slug[:40].replace("\x00", "") for slug in request.GET.getlist("instansi")[:MOST]]
    region = request.GET.get("wilayah", "")[:13].replace("\x00", "")
    chosen = houses(slugs, region)[:MOST]
    found = comparison(chosen, timezone.now())
    if request.GET.get("bentuk") == "csv":
        octets = _table(found)
        return hand_out(octets, CSV, "perbandingan-edaran.csv", public=True)
    context = {
        "found": found,
        "houses": houses(),
        "chosen": {house.pk for house in chosen},
        "most": MOST,
        "query": request.GET.urlencode(),
    }
    return render(request, "circulars/public/compare.html", context)


def _table(found: Comparison) -> bytes:
    """Write the page as a table."""
    head = [gettext("Group"), gettext("Code"), gettext("Title")]
    lines = [[*head, *(column.house.name for column in found.columns)]]
    for group in found.groups:
        for row in group.rows:
            said = [", ".join(each.text for each in cell) for cell in row.cells]
            cells = (each or gettext("silent") for each in said)
            lines.append([group.title, row.code, row.title, *cells])
    return as_csv(lines)
