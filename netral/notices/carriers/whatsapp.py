"""WhatsApp, in the shape of Meta's Cloud API: POST /{version}/{phone number id}/messages.

An organisation may write first only with templates that Meta has approved. Three are enough, each
in Indonesian and English; docs/guide/operator.md holds their texts. Their parameters take one line
each. The key is passed as `biz_opaque_callback_data`, which every report on the message repeats.
"""

from typing import Any, Final, Self

from django.conf import settings

from netral.notices.carriers import Accepted, Outgoing, Refused, Unclear, Unreachable, named
from netral.notices.carriers.wire import Answer, post

MESSAGE: Final = "netral_message"  # {{1}} institution, {{2}} subject, {{3}} link
DIGEST: Final = "netral_digest"  # {{1}} institution, {{2}} how many, {{3}} link
WAITING: Final = "netral_waiting"  # {{1}} institution, {{2}} link
LONGEST: Final = 500  # signs of a parameter; a body may have 1,024 in all
OK: Final = range(200, 300)
CLIENT: Final = range(400, 500)
BUSY: Final = frozenset({429, 503})  # said before anything is done
NOT_US: Final = frozenset({401, 403})  # the token, not the message
# "Too many", in many ways: the message is good, the moment is not.
SLOWER: Final = frozenset({4, 80007, 130429, 131048, 131056, 133016})
AUTH: Final = frozenset({0, 3, 10, 190})


class WhatsApp:
    """The provider; every message has a connection of its own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def send(self, message: Outgoing) -> Accepted:
        """Hand one message over as a template."""
        url = f"{settings.WHATSAPP_URL}/{settings.WHATSAPP_VERSION}/{settings.WHATSAPP_NUMBER_ID}"
        answer = post(f"{url}/messages", token=settings.WHATSAPP_TOKEN, body=composed(message))
        if answer.status in OK:
            return named(_reference(answer))
        raise _no(answer)


def composed(message: Outgoing) -> dict[str, Any]:
    """Return the request: the number goes without its plus sign."""
    name, given = _template(message)
    parameters = [{"type": "text", "text": _line(text)} for text in given]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.address.removeprefix("+"),
        "type": "template",
        "template": {
            "name": name,
            "language": {"code": message.language},
            "components": [{"type": "body", "parameters": parameters}],
        },
        "biz_opaque_callback_data": message.key,
    }


def _template(message: Outgoing) -> tuple[str, tuple[str, ...]]:
    if message.sealed:
        return WAITING, (message.house, message.link)
    if message.count > 1:
        return DIGEST, (message.house, str(message.count), message.link)
    return MESSAGE, (message.house, message.words.subject, message.link)


def _line(text: str) -> str:
    """Set a parameter: one line, single spaces, not too long, never empty."""
    return " ".join(text.split())[:LONGEST] or "-"


def _reference(answer: Answer) -> object:
    messages = answer.body.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return first.get("id") if isinstance(first, dict) else None


def _no(answer: Answer) -> Exception:
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    why = f"HTTP {answer.status} {code if isinstance(code, int) else ''}".strip()
    if answer.status in NOT_US or code in AUTH:
        return Unreachable(why)
    if answer.status in BUSY or code in SLOWER:
        return Refused(why, for_good=False)
    if answer.status in CLIENT:
        return Refused(why, for_good=True)
    return Unclear(why)  # a server that fell over may have done the work before
