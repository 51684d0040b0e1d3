"""Bolehkah? On purpose without a guard: anybody may ask, and nobody learns who did."""

import re
from functools import partial
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.queries import Seat
from netral.answers.core import FACES
from netral.answers.core.reading import Reading
from netral.answers.forms import QuestionForm
from netral.answers.queries.law import say
from netral.answers.queries.package import package
from netral.answers.queries.page import (
    CODE,
    advice_link,
    facts_link,
    published_link,
    rule_link,
    voice,
)
from netral.answers.queries.reading import read
from netral.answers.queries.seasons import nearest, seasons
from netral.circulars.queries.rules import engine_of
from netral.orgs.queries import person_of
from netral.rules.core.base import SUBJECT
from netral.rules.core.engine import BadFacts, BeforeAnyRule, Engine
from netral.tenancy.models import Institution
from netral.tenancy.queries import houses, moment

FOREVER: Final = "public, max-age=31536000, immutable"
PLAIN: Final = "biasa"
CODINGS: Final = re.compile(r"([\w*-]+)(\s*;\s*q=0(?:\.0*)?(?![.\d]))?")  # name, and a clear no


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the reader's own institution, or ask for it where several live here."""
    seat: Seat | None = getattr(request, "seat", None)
    if seat is not None:
        return redirect("answers:ask", slug=seat.institution.slug)
    found = houses()
    if len(found) == 1:
        return redirect("answers:ask", slug=found[0].slug)
    return render(request, "answers/index.html", {"houses": found})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring the page that answers in the browser; without scripts, answer the plain form."""
    house = _house(slug)
    now = moment(house, timezone.now())
    engine, known = engine_of(house, now.acted), seasons(house)
    context: dict[str, Any] = {"institution": house, "engine": engine, "advice": advice_link()}
    if request.method == "POST":
        form = QuestionForm(request.POST, engine=engine, seasons=known)
        reading = _reading(form, engine, house) if form.is_valid() else None
        context |= {"form": form, "reading": reading, "said": request.POST.getlist("keadaan")}
        return render(request, "answers/ask.html", context, status=200 if reading else 422)
    today = now.local().date()
    near = nearest(known, today)
    first = {
        "sebagai": _subject(request, house, engine),
        "pemilihan": near.code if near else "",
        "tanggal": today.isoformat(),
    }
    context["form"] = QuestionForm(initial=first, engine=engine, seasons=known)
    if request.GET.get("bentuk") != PLAIN:
        context |= {"live": True, "pattern": Reading(), "faces": FACES.values()}
        context["brought"] = _brought(house, package(house, now.acted).digest, first)
    return render(request, "answers/ask.html", context)


def _house(slug: str) -> Institution:
    return get_object_or_404(Institution.objects.defer("emblem"), slug=slug)


def _reading(form: QuestionForm, engine: Engine, house: Institution) -> Reading | None:
    """Answer; what contradicts itself or lies before any law is told beside its field."""
    language = get_language() or "id"
    try:
        return read(engine, form.asked(), language, partial(rule_link, house))
    except BadFacts as bad:
        reasons = engine.base.vocabulary.contradictions
        told = [
            c.reason.in_(language) for c in reasons if {bad.dimension, *bad.others} == {*c.facts}
        ]
        form.add_error(None, told[0] if told else say("unknown"))
    except BeforeAnyRule:
        form.add_error("tanggal", say("before_any"))
    return None


def _subject(request: HttpRequest, house: Institution, engine: Engine) -> str:
    """Return as what the reader serves, by the roster of the institution that is asked."""
    seat: Seat | None = getattr(request, "seat", None)
    person = person_of(seat) if seat and seat.institution.pk == house.pk else None
    return person.kind if person and person.kind in engine.dimensions[SUBJECT] else ""


def _brought(house: Institution, digest: str, first: dict[str, str]) -> dict[str, object]:
    return {
        **voice(get_language() or "id"),
        "rules": reverse("answers:rules", args=[house.slug, digest]),
        "subject": first["sebagai"],
        "season": first["pemilihan"],
        "today": first["tanggal"],
        "rule_link": rule_link(house, CODE),
        "published": published_link(house),
        "facts": facts_link() if first["sebagai"] else "",
        "house": house.name,
    }


@require_safe
def rules(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Give the file from which browsers answer; its address changes with its content."""
    house = _house(slug)
    file = package(house, moment(house, timezone.now()).acted)
    if digest != file.digest:
        raise Http404
    encoding = _encoding(request.headers.get("Accept-Encoding", ""))
    answer = HttpResponse(file.encoded(encoding), content_type="application/json")
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    answer.headers["Cache-Control"] = FOREVER
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _encoding(accepted: str) -> str:
    """Return the shortest of our encodings that a browser names and does not rule out."""
    named = {name for name, no in CODINGS.findall(accepted.lower()) if not no}
    return next((name for name in ("br", "gzip") if name in named), "")
