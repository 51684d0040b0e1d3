"""Writing an iCalendar file (RFC 5545). Pure.

Only what a feed of dates needs is written: events with a time or with whole days, in UTC, so that
no zone has to be described. Whatever stands in a title cannot leave its line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LINE: Final = 75  # octets, RFC 5545 §3.1
REFRESH: Final = "PT6H"  # how often a calendar should ask again (RFC 7986 §5.7)
MAKER: Final = "-//Netral//Kalender kewajiban//ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing in a calendar. Two dates make whole days, both included; two instants a time."""

    uid: str
    title: str
    starts: date
    ends: date
    changed: datetime
    text: str = ""
    place: str = ""
    url: str = ""
    cancelled: bool = False


def written(name: str, events: Sequence[Event]) -> bytes:
    """Write a calendar; the same events give the same octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{MAKER}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_instant(event.changed)}"
    yield from _times(event)
    yield f"SUMMARY:{escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.url:
        yield f"URL:{_plain(event.url)}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # a duty does not make its holder busy
    yield "END:VEVENT"


def _times(event: Event) -> Iterable[str]:
    if isinstance(event.starts, datetime) and isinstance(event.ends, datetime):
        return (f"DTSTART:{_instant(event.starts)}", f"DTEND:{_instant(event.ends)}")
    after = event.ends + timedelta(days=1)  # the end of whole days is the first day without
    return (f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Escape a text value (§3.3.11); signs that steer a terminal or a parser are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign == "\n" or _printable(sign))
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def _plain(address: str) -> str:
    """Keep an address in its line; what does not belong into one is left out."""
    return "".join(sign for sign in address if sign.isascii() and sign.isprintable())


def _printable(sign: str) -> bool:
    """Refuse control signs, line separators, and halves of surrogate pairs."""
    code = ord(sign)
    control = code < ord(" ") or 0x7F <= code <= 0x9F  # noqa: PLR2004  # DEL, C1
    return not control and sign not in "\u2028\u2029" and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004


def folded(line: str) -> bytes:
    """Fold a content line at 75 octets, never inside a sign of several octets (§3.1)."""
    parts: list[bytes] = []
    current, room = b"", LINE
    for sign in line:
        octets = sign.encode()
        if len(current) + len(octets) > room:
            parts.append(current)
            current, room = b"", LINE - 1  # the space that continues a line counts
        current += octets
    return b"\r\n ".join([*parts, current]) + b"\r\n"
