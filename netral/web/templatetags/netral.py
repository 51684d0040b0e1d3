"""Tags and filters that every template may use without loading anything."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import template
from django.forms import BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    FileInput,
    RadioSelect,
)
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware
from django.utils.translation import get_language

from netral.kernel import spoken
from netral.kernel.moment import local_day
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from netral.web.icons import ICONS, MISSING

register = template.Library()
HOME_ZONE: Final = "Asia/Jakarta"  # where no institution is named
SHAPES: Final = {"done": "done", "due": "due", "late": "late", "stopped": "stopped", "next": "next",
                 "must": "must", "when": "when", "info": "info"}  # fmt: skip


def _zone(place: object) -> str:
    """Read a zone from an institution, a seat, a moment or the zone's own name."""
    if isinstance(place, str) and place:
        return place
    inner = getattr(place, "institution", place)
    zone = getattr(inner, "zone", "")
    return zone if isinstance(zone, str) and zone else HOME_ZONE


def _language() -> str:
    return get_language() or "id"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it stays silent for screen readers, the word beside it speaks."""
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 20 20" aria-hidden="true">{}</svg>',
        name,
        mark_safe(ICONS.get(name, MISSING)),  # noqa: S308  # our own drawings only
    )


@register.filter
def day(value: date | datetime | None, place: object = None) -> str:
    """Write "Senin, 24 Juni 2024"; an instant is first brought to the institution's zone."""
    return spoken.day(_date(value, place), _language()) if value else ""


@register.filter
def short_day(value: date | datetime | None, place: object = None) -> str:
    """Write "24 Juni 2024"."""
    return spoken.short_day(_date(value, place), _language()) if value else ""


@register.filter
def at(value: datetime | None, place: object = None) -> str:
    """Write "Senin, 24 Juni 2024 pukul 16.00 WIB" in the institution's zone."""
    return spoken.at(value, _zone(place), _language()) if value else ""


@register.filter
def clock(value: datetime | None, place: object = None) -> str:
    """Write "16.00 WIB" in the institution's zone."""
    return spoken.clock(value, _zone(place), _language()) if value else ""


@register.filter
def stamp(value: date | datetime | None, place: object = None) -> SafeString | str:
    """Write a day or an instant inside `<time>`, so that machines read it too."""
    if not value:
        return ""
    if isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), at(value, place)
        )
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day(value))


def _date(value: date | datetime, place: object) -> date:
    if not isinstance(value, datetime):
        return value
    return local_day(value, _zone(place)) if is_aware(value) else value


@register.filter
def number(value: float | Decimal | None) -> str:
    """Group thousands: "7.012"."""
    return "" if value is None or value == "" else spoken.number(value, _language())


@register.filter
def percent(share: float | Decimal | str | None) -> str:
    """Write a share of 0 to 100 as "17 %" with a no-break space."""
    return "" if share is None or share == "" else spoken.percent(float(share), _language())


@register.filter
def rupiah(value: int | None) -> str:
    """Write "Rp1.250.000"."""
    return "" if value is None else spoken.rupiah(value, _language())


@register.filter
def size(octets: int | None) -> str:
    """Write the size of a file: "214 kB"."""
    return "" if octets is None else spoken.size(octets, _language())


@register.filter
def width(share: float | Decimal | None) -> str:
    """Write a share of 0 to 100 for an SVG attribute: never a decimal comma, never outside."""
    return f"{min(max(float(share or 0), 0), 100):.4g}"


@register.filter
def paragraphs(text: str) -> SafeString:
    """Set plain text in paragraphs: a blank line parts them, a single one breaks the line."""
    blocks = [block.splitlines() for block in str(text).replace("\r\n", "\n").split("\n\n")]
    return format_html_join(
        "\n",
        "<p>{}</p>",
        (
            (format_html_join(mark_safe("<br>"), "{}", ((line,) for line in b)),)
            for b in blocks
            if b
        ),
    )


@register.filter
def words(text: str) -> list[str]:
    """Part a text at its blanks."""
    return text.split()


@register.filter
def shape(meaning: str) -> str:
    """Name the icon that belongs to a meaning."""
    return SHAPES.get(str(meaning), "next")


CHOOSERS: Final = (RadioSelect, CheckboxSelectMultiple)


@register.filter
def kind(field: BoundField) -> str:
    """Tell how a form's field is laid out: `many`, `tick`, `file` or `text`."""
    widget = field.field.widget
    if isinstance(widget, CHOOSERS):
        return "many"
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, FileInput | ClearableFileInput) else "text"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Render a field's own control, with the class that its kind asks for."""
    extra: dict[str, Any] = dict(field.field.widget.attrs)
    if kind(field) in {"text", "file"}:
        extra["class"] = f"input {extra.get('class', '')}".strip()
    return field.as_widget(attrs=extra)


@register.filter
def domain_time(institution: Institution, now: datetime) -> datetime:
    """Return the institution's own time: the real one, or its demonstration's."""
    return moment(institution, now).acted
