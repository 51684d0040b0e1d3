"""What providers report about messages that they accepted.

The senders of these reports are known by their signature; what they write is read as if they
were strangers all the same. Anything that is not a report is passed over.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

SIGNATURE: Final = "sha256="
LONGEST: Final = 200  # signs of an id; a longer one is none of ours


class Fate(StrEnum):
    """What became of a message, in the words of WhatsApp."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One report: the provider's id, ours as it was passed along, what happened, an error code."""

    reference: str
    ours: str
    fate: Fate
    code: str = ""


def signed(body: bytes, header: str, secret: str) -> bool:
    """Tell whether `header` is the HMAC-SHA256 of the raw body, as `sha256=<hex>`.

    Without a secret nothing is signed.
    """
    if not secret or not header.startswith(SIGNATURE) or not header.isascii():
        return False
    right = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(header.removeprefix(SIGNATURE).lower(), right)


def whatsapp(payload: object) -> Iterator[Receipt]:
    """Read the statuses of a webhook of the WhatsApp Cloud API."""
    for entry in _rows(payload, "entry"):
        for change in _rows(entry, "changes"):
            value = change.get("value")
            if change.get("field") == "messages" and isinstance(value, dict):
                for status in _rows(value, "statuses"):
                    codes = [_text(error, "code") for error in _rows(status, "errors")]
                    ours = _text(status, "biz_opaque_callback_data")
                    yield from _receipt(status, ours, next(iter(codes), ""))


def sms(payload: object) -> Iterator[Receipt]:
    """Read the receipts of an SMS gateway: `{"receipts": [{"id", "reference", "status"}]}`."""
    for row in _rows(payload, "receipts"):
        yield from _receipt(row, _text(row, "reference"), _text(row, "code"))


def _receipt(row: dict[str, Any], ours: str, code: str) -> Iterator[Receipt]:
    reference, fate = _text(row, "id"), _text(row, "status")
    if reference and fate in set(Fate):
        yield Receipt(reference, ours, Fate(fate), code[:20])


def _rows(value: object, name: str) -> list[dict[str, Any]]:
    rows = value.get(name) if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    text = str(value) if isinstance(value, str | int) else ""
    return text if len(text) <= LONGEST and "\x00" not in text else ""
