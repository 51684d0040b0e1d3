"""Fields that recur in the forms of circulars."""

from datetime import date
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.circulars.core.text import CAPACITY_MARKS
from netral.orgs.core import PERSON_WORDS, PersonKind

# An elected head is nobody's staff, so no circular binds one.
PEOPLE: Final = [
    (kind.value, _(word)) for kind, word in PERSON_WORDS.items() if kind is not PersonKind.OFFICIAL
]
LOCAL: Final = "%Y-%m-%dT%H:%M"


class Patient(forms.Form):
    """A form that can be shown again, half filled, without complaints."""

    def hush(self) -> None:
        """Complain about nothing this time: the writer only asked for more room."""
        self._errors, self.cleaned_data = ErrorDict(), {}


FIRST_YEAR, LAST_YEAR = 2000, 2100  # what lies outside is a slip of the hand


def plausible(day: date) -> None:
    """Refuse a year that nobody means, and that some databases cannot keep."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = gettext("Write a year between %(first)s and %(last)s.")
        raise forms.ValidationError(message % {"first": FIRST_YEAR, "last": LAST_YEAR})


def local_input() -> forms.DateTimeInput:
    """Return a date and time input in the zone that is active."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)


class Lines(forms.CharField):
    """A text area in which every line is one entry."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list back as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lines with lines: an empty area says as little as none."""
        return not self.disabled and self.to_python(data) != list(initial or [])

    def validate(self, value: Any) -> None:
        """Ask for a line where one is required."""
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Refuse what no database keeps (NUL); else lines are free text."""
        super().run_validators("\n".join(value))


class HoldingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Choose who signs: capacity, office and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show "Plh. Sekretaris Daerah: Nama"."""
        mark = CAPACITY_MARKS.get(obj.capacity, "")
        return f"{mark}{obj.office.title}: {obj.person.full_name}"


class UnitChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Choose units, indented as they stand in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the depth by dashes."""
        return f"{'– ' * (obj.path.count('/') - 1)}{obj.name}"
