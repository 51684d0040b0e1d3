"""What the page "Bolehkah?" fetches beside the rules: the same for every question.

Neither address holds what is asked: published answers come all at once, and of the reader only
what the roster and the register of permits prove.
"""

from typing import Final

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.advice.queries.public import published as told
from netral.orgs.queries import person_of
from netral.permits.queries.facts import facts_for
from netral.rules.core.base import YES
from netral.web import queries

SOME_MINUTES: Final = "public, max-age=300"


@require_safe
def published(_request: HttpRequest, slug: str) -> JsonResponse:
    """Give the titles of all published questions and answers, by act."""
    house = queries.house(slug)
    if house is None:
        raise Http404
    rows = [
        {
            "act": each.act,
            "title": each.title,
            "word": gettext(each.words),
            "meaning": each.shape,
            "url": reverse("advice:published_one", args=[house.slug, each.slug]),
        }
        for each in told(house)
    ]
    answer = JsonResponse({"published": rows})
    answer.headers["Cache-Control"] = SOME_MINUTES
    return answer


@require_safe
@needs(Duty.BE_BOUND)
def facts(request: SeatedRequest) -> JsonResponse:
    """Give what the register of permits proves of the reader today."""
    person, on = person_of(request.seat), request.seat.at.local().date()
    known = dict.fromkeys(facts_for(person, on) if person else (), YES)
    answer = JsonResponse({"on": on.isoformat(), "facts": known})
    answer.headers["Cache-Control"] = "no-store"
    return answer
