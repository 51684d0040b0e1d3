"""What became of the messages that left the house: numbers for whoever runs the channels.

The page stands here because `notices` lies below the roles that may open it.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.notices import actions
from netral.notices import queries as notices
from netral.notices.core import CHANNEL_WORDS, OUTSIDE, STATE_WORDS, Channel
from netral.orgs.queries import require_whole

DOUBTS = {"again": actions.repeat_unsure, "leave": actions.leave_unsure}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.KEEP_UNITS)
def deliveries(request: SeatedRequest) -> HttpResponse:
    """Show every channel, and decide about what is unsure."""
    require_whole(request.seat, Duty.KEEP_UNITS)
    if request.method == "POST":
        return _decide(request)
    lines = notices.lines(request.seat.institution, request.seat.at.logged)
    facts = {"lines": [_shown(line) for line in lines], "played": notices.nothing_leaves()}
    return render(request, "web/deliveries.html", facts)


def _decide(request: SeatedRequest) -> HttpResponse:
    channel, act = request.POST.get("channel", ""), DOUBTS.get(request.POST.get("act", ""))
    if act is None or channel not in set(OUTSIDE):
        raise Http404
    seat = request.seat
    done = act(institution=seat.institution, channel=Channel(channel), by=seat.actor, at=seat.at)
    said = ngettext("%(n)s message was decided on.", "%(n)s messages were decided on.", done)
    messages.success(request, said % {"n": done})
    return redirect("web:deliveries")


def _shown(line: notices.Line) -> dict[str, Any]:
    return {
        "line": line,
        "name": _(CHANNEL_WORDS[line.channel]),
        "counts": [(_(STATE_WORDS[state]), n) for state, n in line.counts.items()],
    }
