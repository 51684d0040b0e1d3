"""For which unit and time a head states a nil report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from netral.supervision.core.periods import Period, last_month, last_week, this_month
from netral.tenancy.fields import DayField, beside

CHOICES: Final = [
    ("week", _("Last week, Monday to Sunday")),
    ("month", _("Last month")),
    ("now", _("This month until today")),
    ("days", _("Other days")),
]


class NilForm(forms.Form):
    """The unit, the period, and the tick under the statement."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    period = forms.ChoiceField(
        label=_("Period"), choices=CHOICES, widget=forms.RadioSelect, initial="week"
    )
    starts_on = DayField(
        label=_("First day"), label_suffix=beside(_("for other days")), required=False
    )
    ends_on = DayField(
        label=_("Last day"), label_suffix=beside(_("for other days")), required=False
    )
    agree = forms.BooleanField(
        label=_("In this period no suspected breach of neutrality has come to my knowledge."),
        error_messages={"required": _("Tick the box to make the statement.")},
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(units)
            if len(units) == 1:
                field.initial, field.widget = units[0][0], forms.HiddenInput()

    @classmethod
    def offered(cls, given: Mapping[str, str], units: Sequence[tuple[int, str]]) -> dict[str, Any]:
        """Return what the form shows first where a link names a unit and days.

        A link can hold anything: a unit of somebody else or days that are none offer nothing.
        """
        form = cls({**given, "period": "days", "agree": "on"}, units=units)
        if not form.is_valid():
            return {}
        told = form.cleaned_data
        return {name: told[name] for name in ("unit", "period", "starts_on", "ends_on")}

    def clean(self) -> dict[str, Any]:
        """Ask for both days where other days are meant."""
        given = super().clean() or self.cleaned_data
        if given.get("period") == "days":
            for name in ("starts_on", "ends_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose the day."))
        return given

    def chosen(self, today: date) -> Period:
        """Return the days that are meant."""
        given = self.cleaned_data
        if given["period"] == "days":
            return Period(given["starts_on"], given["ends_on"])
        return {"week": last_week, "month": last_month, "now": this_month}[given["period"]](today)
