"""SMS, over a gateway that speaks plain JSON: POST {url}/messages.

There is no common interface of SMS gateways. This one is the least that all can serve, perhaps
behind a few lines of a translator: a token, `to`, `text`, our `reference` (which a good gateway
also uses to drop a repetition), and an `id` in the answer.
"""

from typing import Final, Self

from django.conf import settings

from netral.notices.carriers import Accepted, Outgoing, Refused, Unclear, Unreachable, named
from netral.notices.carriers.wire import post

LONGEST: Final = 300  # signs: two parts of a long SMS
OK: Final = range(200, 300)
CLIENT: Final = range(400, 500)
BUSY: Final = frozenset({408, 429, 503})
NOT_US: Final = frozenset({401, 403})


class Sms:
    """The gateway; every message has a connection of its own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def send(self, message: Outgoing) -> Accepted:
        """Hand one message over."""
        body = {
            "to": message.address,
            "text": text(message),
            "reference": message.key,
            "sender": settings.SMS_SENDER,
        }
        answer = post(f"{settings.SMS_URL}/messages", token=settings.SMS_TOKEN, body=body)
        why = f"HTTP {answer.status}"
        if answer.status in OK:
            return named(answer.body.get("id"))
        if answer.status in NOT_US:
            raise Unreachable(why)
        if answer.status in BUSY:
            raise Refused(why, for_good=False)
        if answer.status in CLIENT:
            raise Refused(why, for_good=True)
        raise Unclear(why)


def text(message: Outgoing) -> str:
    """Return what is said: the subject in one line, and the link whole."""
    said = " ".join(f"{message.house}: {message.words.subject}".split())
    room = LONGEST - len(message.link) - 1
    if len(said) > room:
        said = f"{said[: room - 1]}…"
    return f"{said} {message.link}"
