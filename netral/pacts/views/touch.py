"""A signature by passkey, on the side of the browser: the question, and the answer that comes back.

What was asked is kept in the session, for one answer: one that is sent again, or that belongs to
an older question, meets none.
"""

import json
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from netral.access.actions import ask_for_touch, touched
from netral.access.core import Duty
from netral.access.errors import NotYours, PasskeyRefused
from netral.access.gate import SeatedRequest, needs
from netral.orgs.queries import person_of
from netral.pacts import queries
from netral.pacts.actions.signing import check_window
from netral.pacts.actions.touching import Ceremony, Touched, begin_ceremony
from netral.pacts.errors import PasskeyTooLate

ASKED: Final = "pacts.asked"


@require_safe
@needs(Duty.BE_BOUND)
def ask(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out what the device is to sign for this person's pact, at this state of the log."""
    seat = request.seat
    campaign = queries.campaign_for(seat.institution, slug)
    pledge = queries.my_pledge(person_of(seat), campaign)
    if pledge is None:
        raise NotYours
    check_window(campaign, pledge, seat.at)
    ceremony = begin_ceremony(pledge, at=seat.at)
    question = ask_for_touch(request.user, challenge=ceremony.challenge(pledge.person.identity))
    request.session[ASKED] = ceremony.kept
    return JsonResponse(question)


def take(request: SeatedRequest, answer: str) -> Touched:
    """Join the answer of a device with what was asked; nothing is asked any more afterwards.

    Raises:
        PasskeyTooLate: nothing was asked, or it was answered before.
        PasskeyRefused: what was sent is no answer of a passkey of this account.
        TooManyTries: too many such answers.
    """
    kept = request.session.pop(ASKED, None)
    if kept is None:
        raise PasskeyTooLate
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError):
        raise PasskeyRefused from None
    return Touched(Ceremony.of(kept), touched(request.user, given))
