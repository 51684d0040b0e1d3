"""Fields that mean a unit or a person, typed with suggestions instead of chosen from 700 lines."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.orgs.core.names import line
from netral.orgs.models import Person, Unit
from netral.orgs.queries.people import numbered
from netral.orgs.queries.units import named


class LineField(forms.CharField):
    """One line of text, as it would come from a roster.

    Without signs that nobody sees: one of them turns the reading of all that follows a name.
    """

    def to_python(self, value: Any) -> str:
        """Read the line before anything else looks at it."""
        return line(super().to_python(value))


class UnitField(forms.CharField):
    """A unit by name, code, or the label that the suggestions offer."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("Start typing its name or code."))
        super().__init__(max_length=240, **more)
        self.seat: Seat | None = None
        self.duty = Duty.KEEP_UNITS
        self.widget.attrs |= {"autocomplete": "off", "list": "units"}

    def clean(self, value: Any) -> Unit | None:
        """Find the unit; one that is hidden counts as unknown."""
        typed = super().clean(value)
        if not typed:
            return None
        found = named(self.seat.institution, typed) if self.seat else None
        if found is None or self.seat is None or not self.seat.may(self.duty, found.path):
            raise ValidationError(
                _("No unit, or more than one, has that name. Choose one of the suggestions.")
            )
        return found


class PersonField(forms.CharField):
    """A person by number, or by the label that the suggestions offer."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("The NIP, NI PPPK or local number."))
        super().__init__(max_length=200, **more)
        self.seat: Seat | None = None
        self.widget.attrs |= {"autocomplete": "off", "list": "people", "spellcheck": "false"}

    def clean(self, value: Any) -> Person | None:
        """Find the serving person."""
        typed = super().clean(value)
        if not typed:
            return None
        found = numbered(self.seat.institution, typed) if self.seat else None
        if found is None:
            raise ValidationError(_("Nobody who serves here has this number."))
        return found


class SeatedForm(forms.Form):
    """A form that knows who fills it in, and what to suggest."""

    def __init__(
        self,
        *args: Any,
        seat: Seat,
        units: Sequence[str] = (),
        people: Sequence[str] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.seat = seat
        self.suggested_units, self.suggested_people = units, people
        for field in self.fields.values():
            if isinstance(field, UnitField | PersonField):
                field.seat = seat
