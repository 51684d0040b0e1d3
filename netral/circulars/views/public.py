"""Circulars in public: on purpose without a guard, for whoever holds a paper or asks."""

from typing import Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.access.queries import Seat
from netral.circulars import jdih as documentation
from netral.circulars.actions.sealing import seal_circular
from netral.circulars.core.numbers import read
from netral.circulars.models import Circular
from netral.circulars.queries import public, reading_of
from netral.circulars.queries.readings import readings
from netral.circulars.queries.texts import frozen_record
from netral.kernel.cells import CSV
from netral.kernel.codes import grouped
from netral.kernel.qr import svg
from netral.signing.core import LEVEL_WORDS, Level
from netral.signing.gate import asks_for_log, log_part, receipt_file
from netral.signing.queries import verify_url
from netral.tenancy.models import Institution
from netral.tenancy.queries import houses, moment

A_PAGE: Final = 20
MANY: Final = {"json_dumps_params": {"ensure_ascii": False, "indent": 1}}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the circulars in force: all, of one institution, or derived from one circular."""
    seat: Seat | None = getattr(request, "seat", None)
    house = seat.institution if seat else None
    if "instansi" in request.GET:
        slug = request.GET["instansi"]
        house = get_object_or_404(Institution.objects.defer("emblem"), slug=slug) if slug else None
    parent = _found(request.GET["induk"]) if "induk" in request.GET else None
    words = request.GET.get("cari", "").replace("\x00", "")[:100].strip()
    rows = public.public_list(parent.institution if parent else house, words, parent)
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "houses": houses(),
        "institution": house,
        "parent": parent,
        "words": words,
    }
    return render(request, "circulars/public/index.html", context)


def _found(slug: str) -> Circular:
    circular = public.find(slug)
    if circular is None:
        raise Http404
    return circular


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one circular; whom it binds may state here to have read it."""
    circular = _found(slug)
    proof = reverse("circulars:proof", args=[slug])
    if asks_for_log(request) and (entry := public.published_entry(circular)):
        return log_part(request, entry, proof)
    seat: Seat | None = getattr(request, "seat", None)
    at = moment(circular.institution, timezone.now()).acted
    kinds, units = public.bound(circular)
    reach, steps = public.reach(circular), public.steps(circular)
    url = verify_url(circular.paper.code) if circular.paper else ""
    context = {
        "circular": circular,
        "institution": circular.institution,
        "groups": public.groups(circular),
        "bases": public.bases(circular),
        "kinds": kinds,
        "units": units,
        "elections": public.elections(circular, at),
        "steps": steps,
        "successor": public.successor(circular),
        "reach": reach,
        "code": grouped(circular.paper.code) if circular.paper else "",
        "verify": url,
        "qr": svg(url) if url else "",
        "level": _level(circular),
        "reading": reading_of(seat, circular),
        "meanings": readings(circular, at),
        "log": next((step.mark for step in steps if step.act == public.PUBLISHED), None),
        "proof": proof,
    }
    return render(request, "circulars/public/show.html", context)


def _level(circular: Circular) -> str:
    level = circular.paper.level if circular.paper else None
    return "" if level is None else LEVEL_WORDS[Level(level)]


@require_safe
def data(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give the circular as JSON: what was hashed and signed, and what befell it since."""
    circular = _found(slug)
    number, paper = read(circular.number), circular.paper
    parent = circular.parent
    facts = {
        "url": _address("show", circular),
        "pdf": _address("pdf", circular),
        "institution": circular.institution.name,
        "unit": circular.unit.name,
        "status": circular.stage,
        "signed_at": circular.signed_at,
        "published_at": circular.published_at,
        "ended_at": circular.ended_at,
        "end_reason": circular.end_reason,
        "successor": _successor(circular),
        "parent": _address("show", parent) if parent and parent.published_at else None,
        "derived": circular.derived.filter(published_at__isnull=False).count(),
        "number": {"raw": number.raw, "code": number.code, "sequence": number.seq},
        "sources": circular.sources,
        "paper": {
            "code": paper.code,
            "level": paper.level,
            "verify": verify_url(paper.code),
            "sealed_at": paper.sealed_at,
            "sha256": paper.sha256,
        }
        if paper
        else None,
        "text_sha256": circular.text_sha256,
        "text": frozen_record(circular),  # its RFC 8785 form hashes to text_sha256
    }
    return JsonResponse(facts, **MANY)  # type: ignore[arg-type]


def _address(route: str, circular: Circular) -> str:
    return f"{settings.BASE_URL}{reverse(f'circulars:{route}', args=[circular.slug])}"


def _successor(circular: Circular) -> str | None:
    found = public.successor(circular)
    return _address("show", found) if found else None


@require_safe
def pdf(_request: HttpRequest, slug: str) -> HttpResponse:
    """Give the letter; the first who opens it has it sealed."""
    circular = _found(slug)
    at = moment(circular.institution, timezone.now())
    octets = seal_circular(circular=circular, at=at)
    return hand_out(octets, "application/pdf", f"{_name(circular)}.pdf", show=True, public=True)


@require_safe
def proof(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the proof that a circular was put in force: its leaf shows number and hash to all."""
    circular = _found(slug)
    entry = public.published_entry(circular)
    if entry is None:
        raise Http404
    return receipt_file(request, entry, _name(circular), own=False)


def _name(circular: Circular) -> str:
    parts = circular.number.replace("/", "-") or circular.slug
    return slugify(f"{circular.get_form_display()} {parts}".replace("circular", "surat edaran"))


@require_safe
def jdih(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the metadata for the network of legal documentation, as JSON or as a table."""
    circular = _found(slug)
    found = documentation.metadata(circular, url=_address("show", circular))
    if request.GET.get("bentuk") == "csv":
        octets = documentation.as_csv(found).encode()
        return hand_out(octets, CSV, f"jdih-{circular.slug}.csv", public=True)
    rows = [
        {"field": d.field, "label": d.label, "value": d.value, "mandatory": d.mandatory,
         "source": d.source}
        for d in found
    ]  # fmt: skip
    return JsonResponse({"url": _address("show", circular), "metadata": rows}, **MANY)  # type: ignore[arg-type]
