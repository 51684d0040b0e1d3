"""Published questions and answers: public on purpose, for whoever wants to know."""

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.advice.queries import public
from netral.advice.queries.law import law
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

A_PAGE: Final = 20
FEW: Final = 3  # answers that are seen at a glance


def _house(slug: str) -> Institution:
    return get_object_or_404(Institution.objects.defer("emblem"), slug=slug)


@require_safe
def published(request: HttpRequest, slug: str) -> HttpResponse:
    """List what an institution has published, newest first; by word and by act."""
    house = _house(slug)
    words = request.GET.get("cari", "").replace("\x00", "")[:100].strip()
    acts = law(house, moment(house, timezone.now())).acts
    act = request.GET.get("perbuatan", "")
    act = act if act in acts else ""
    rows = public.standing(house, words)
    rows = rows.filter(act=act) if act else rows
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "institution": house,
        "page": page,
        "answers": [public.read(row) for row in page],
        "searchable": bool(words or act) or page.paginator.count > FEW,
        "words": words,
        "act": acts.get(act, ""),
        "code": act,
        "acts": [(code, acts.get(code, code)) for code in public.acts_of(house)],
        "may_ask": _may(request, house, Duty.BE_BOUND),
    }
    return render(request, "advice/published.html", facts)


@require_safe
def published_one(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """Show one published question and answer, also when it was withdrawn since."""
    house = _house(slug)
    found = public.one(house, item)
    if found is None:
        raise Http404
    now = law(house, moment(house, timezone.now()))
    facts = {
        "institution": house,
        "item": found,
        "act": now.acts.get(found.act, ""),
        "rules_changed": now.sha256 != found.rule_sha256,
        "version": now.version,
        "may_withdraw": _may(request, house, Duty.ANSWER_ADVICE) and not found.withdrawn_at,
        "may_ask": _may(request, house, Duty.BE_BOUND),
    }
    return render(request, "advice/published_one.html", facts)


def _may(request: HttpRequest, house: Institution, duty: Duty) -> bool:
    seat: Seat | None = getattr(request, "seat", None)
    return seat is not None and seat.institution.pk == house.pk and bool(seat.paths(duty))
