"""How messages reach me: over which channels outside these pages, and in which order.

The page stands here because it needs the roster's telephone number, and `notices` lies below.
"""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from netral.access.errors import NotYours
from netral.access.gate import SignedInRequest, signed_in
from netral.access.queries import Seat
from netral.notices import queries as notices
from netral.notices.actions import choose_channels
from netral.notices.core import CHANNEL_WORDS, Channel
from netral.notices.core.addresses import masked
from netral.orgs.queries import person_of
from netral.web.forms import ChannelsForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def channels(request: SignedInRequest) -> HttpResponse:
    """Show the channels with the own addresses, and keep which of them may be used."""
    seat = request.seat
    if seat is None:
        raise NotYours
    own = _addresses(seat)
    there = notices.offered()
    shown = {channel: own[channel] for channel in there if own[channel]}
    tried = [c for c in notices.tried(seat.institution, seat.actor) if c in shown]
    form = ChannelsForm(request.POST or None, shown=shown, tried=tried)
    if request.method == "POST" and shown and form.is_valid():
        choose_channels(
            recipient=seat.actor,
            channels=form.channels(),
            offered=list(shown),
            institution=seat.institution,
            at=seat.at,
        )
        messages.success(request, _("Messages now reach you as you have chosen."))
        return redirect("web:channels")
    quiet = notices.quiet(seat.at.zone)
    facts = {
        "form": form,
        "rows": [(_(CHANNEL_WORDS[c]), own[c], c) for c in there],
        "played": notices.nothing_leaves(),
        "quiet": quiet if quiet.begins != quiet.ends else None,
    }
    return render(request, "web/channels.html", facts)


def _addresses(seat: Seat) -> dict[Channel, str]:
    """Return the own addresses as they may be shown, by channel; nothing where there is none.

    Messages about tasks go to the address of the roster, those about the account to its own.
    """
    person = person_of(seat)
    mails = [person.email if person else "", seat.user.email]
    number = masked(person.phone) if person else ""
    return {
        Channel.MAIL: _both(masked(mail) for mail in mails),
        Channel.WHATSAPP: number,
        Channel.SMS: number,
    }


def _both(shown: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(each for each in shown if each))
