"""Fields that the forms of every app share: days, moments and long texts.

They live in the lowest app that knows Django, so that a slip of the hand is told in the same
words wherever it happens.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, ClassVar, Final, TypeVar
from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from netral.kernel import spoken

FIRST_YEAR: Final = 2000
FOUNDING_YEAR: Final = 1945  # for what existed before this house was built: units, terms
LAST_YEAR: Final = 2100
DAY: Final = "%Y-%m-%d"
LOCAL: Final = "%Y-%m-%dT%H:%M"  # on the wall clock of the zone that is active
NO_DAY: Final = _("Write day, month and year, with a year between %(first)s and %(last)s.")
NO_MOMENT: Final = _("Write day and hour in full, with a year between %(first)s and %(last)s.")
TOO_LONG: Final = _("Write at most %(most)s characters; there are %(now)s now.")
LONG: Final = 20_000  # characters, about ten pages
D = TypeVar("D", bound=date)


def beside(words: Any) -> Any:
    """Say beside the label when an optional field is needed: goes into `label_suffix`.

    The stubs ask for plain text there; lazy words do as well.
    """
    return words


class DayField(forms.DateField):
    """A day in a year that somebody can mean. Year 202 and year 20266 are told alike."""

    # Our catalogues come before the framework's, so this is how every form says it.
    default_error_messages: ClassVar = {"required": _("This field is required.")}

    def __init__(self, *, first: int = FIRST_YEAR, **more: Any) -> None:
        self.first = first
        attrs = {"type": "date", "min": f"{first}-01-01", "max": f"{LAST_YEAR}-12-31"}
        more.setdefault("widget", forms.DateInput(attrs=attrs, format=DAY))
        super().__init__(**more)

    def to_python(self, value: Any) -> date | None:
        """Read the day, or say in one sentence what is asked."""
        return _within(super().to_python, value, self.first, NO_DAY)


class MomentField(forms.DateTimeField):
    """A day and an hour, held against the same years."""

    def __init__(self, *, first: int = FIRST_YEAR, **more: Any) -> None:
        self.first = first
        ends = {"min": f"{first}-01-01T00:00", "max": f"{LAST_YEAR}-12-31T23:59"}
        attrs = {"type": "datetime-local", **ends}
        more.setdefault("widget", forms.DateTimeInput(attrs=attrs, format=LOCAL))
        super().__init__(**more)

    def to_python(self, value: Any) -> datetime | None:
        """Read the moment, or say in one sentence what is asked."""
        return _within(super().to_python, value, self.first, NO_MOMENT)


def _within(read: Callable[[Any], D | None], value: Any, first: int, words: Any) -> D | None:
    with suppress(ValidationError, OverflowError):
        found = read(value)
        if found is None or first <= found.year <= LAST_YEAR:
            return found
    raise ValidationError(words, code="invalid", params={"first": first, "last": LAST_YEAR})


class LongText(forms.CharField):
    """Plain text with an end. A browser would cut a pasted text off in silence; this tells.

    Signs that nobody sees are dropped: one of them lets a letter be read in another order than
    the one that is signed.
    """

    def __init__(self, *, rows: int = 3, longest: int = LONG, **more: Any) -> None:
        self.longest = longest
        more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**more)

    def to_python(self, value: Any) -> Any:
        """Read the text without what steers its direction or joins its letters (category Cf)."""
        text = str(super().to_python(value))
        return "".join(sign for sign in text if category(sign) != "Cf")

    def run_validators(self, value: Any) -> None:
        """Count, and say both figures as the reader writes them."""
        super().run_validators(value)
        if len(value) > self.longest:
            language = get_language() or "id"
            figures = {"most": self.longest, "now": len(value)}
            told = {name: spoken.number(figure, language) for name, figure in figures.items()}
            raise ValidationError(TOO_LONG, code="max_length", params=told)
