"""Fields that recur in the forms of circulars."""

from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from netral.circulars.core.text import CAPACITY_MARKS
from netral.orgs.core import PERSON_WORDS, PersonKind
from netral.tenancy.fields import LongText

# An elected head is nobody's staff, so no circular binds one.
PEOPLE: Final = [
    (kind.value, _(word)) for kind, word in PERSON_WORDS.items() if kind is not PersonKind.OFFICIAL
]


class Patient(forms.Form):
    """A form that can be shown again, half filled, without complaints."""

    def hush(self) -> None:
        """Complain about nothing this time: the writer only asked for more room."""
        self._errors, self.cleaned_data = ErrorDict(), {}


class Lines(LongText):
    """A text area in which every line is one entry."""

    def __init__(self, *, rows: int = 4, longest: int = 10_000, **more: Any) -> None:
        super().__init__(rows=rows, longest=longest, **more)

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something."""
        text = str(super().to_python(value))
        return [line.strip() for line in text.splitlines() if line.strip()]

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
        """Refuse what no database keeps (NUL) and what is too long; else lines are free text."""
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
