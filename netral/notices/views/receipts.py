"""The door through which providers report what became of messages. Nobody signs in here.

A report counts only with its signature, made with a secret that the provider and we share. What
is not signed is refused before it is read.
"""

import json
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from netral.notices import actions
from netral.notices.core import Channel, receipts
from netral.notices.core.receipts import Receipt

LARGEST: Final = 3 * 1024 * 1024  # octets; Meta's own limit
HANDSHAKE: Final = 200  # signs
Reader = Callable[[object], Iterator[Receipt]]


@csrf_exempt  # the signature says who writes
@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest) -> HttpResponse:
    """Answer Meta's handshake, and take its reports."""
    if not settings.WHATSAPP_SECRET:
        raise Http404
    if request.method == "GET":
        return _handshake(request)
    header = request.headers.get("X-Hub-Signature-256", "")
    return _take(request, Channel.WHATSAPP, header, settings.WHATSAPP_SECRET, receipts.whatsapp)


@csrf_exempt
@require_POST
def sms(request: HttpRequest) -> HttpResponse:
    """Take the reports of the SMS gateway."""
    if not settings.SMS_SECRET:
        raise Http404
    header = request.headers.get("X-Signature-256", "")
    return _take(request, Channel.SMS, header, settings.SMS_SECRET, receipts.sms)


def _handshake(request: HttpRequest) -> HttpResponse:
    """Repeat the challenge to whoever knows the word that was agreed on."""
    word, challenge = (request.GET.get(f"hub.{n}", "") for n in ("verify_token", "challenge"))
    right = settings.WHATSAPP_HANDSHAKE and constant_time_compare(word, settings.WHATSAPP_HANDSHAKE)
    if request.GET.get("hub.mode") != "subscribe" or not right:
        return HttpResponse(status=403)
    if not (challenge.isascii() and challenge.isalnum() and len(challenge) <= HANDSHAKE):
        return HttpResponse(status=400)
    return HttpResponse(challenge, content_type="text/plain")


def _take(
    request: HttpRequest, channel: Channel, header: str, secret: str, read: Reader
) -> HttpResponse:
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > LARGEST:
        return HttpResponse(status=413)
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    if not receipts.signed(body, header, secret):
        return HttpResponse(status=403)
    try:
        found = list(read(json.loads(body)))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    actions.note_receipts(channel, found, timezone.now())
    return HttpResponse(status=200)
