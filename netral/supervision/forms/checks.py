"""What a check list, a finding and its remedy take."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from netral.kernel.codes import ALPHABET, random_code
from netral.supervision.actions.checks import Ticked
from netral.supervision.core import CheckKind, Tick
from netral.supervision.core.checklists import Point
from netral.supervision.core.topics import TOPIC_WORDS, Topic
from netral.supervision.queries.lists import CheckList
from netral.tenancy.fields import LongText

SIGNS: Final = 10
SHEET: Final = re.compile(f"[{ALPHABET.lower()}]{{{SIGNS}}}")
TICKS: Final = [
    (Tick.FINE.value, _("Fine")),
    (Tick.FINDING.value, _("Finding")),
    (Tick.NOT_HERE.value, _("We have none")),
]


class SheetField(forms.CharField):
    """The name under which a sheet is kept: drawn when it is shown, so that it is kept once."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=lambda: random_code(SIGNS).lower())

    def clean(self, value: Any) -> str:
        """Take the name back; one that was not drawn here is drawn anew."""
        return value if SHEET.fullmatch(str(value)) else random_code(SIGNS).lower()


class CheckForm(forms.Form):
    """A list: one choice and one remark for each point, named by the point's code."""

    sheet = SheetField()
    mark = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("Where you looked, such as the car park of the kecamatan office."),
        error_messages={"required": _("Write where you looked.")},
    )
    note = LongText(
        label=_("Remark"),
        required=False,
        rows=2,
        longest=1000,
        help_text=_("Name no person, here and in the findings."),
    )

    def __init__(self, *args: Any, shown: CheckList, **more: Any) -> None:
        super().__init__(*args, **more)
        self._shown = shown
        if shown.kind is CheckKind.SELF:
            del self.fields["place"]
        for point in shown.points:
            self.fields[f"t.{point.code}"] = forms.ChoiceField(
                label=point.text,
                choices=TICKS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what you saw.")},
            )
            self.fields[f"n.{point.code}"] = forms.CharField(
                label=_("What is wrong"), max_length=300, required=False
            )

    def groups(self) -> Iterator[tuple[str, list[tuple[Point, BoundField, BoundField]]]]:
        """Yield each topic's words with its points and their two fields."""
        for word, points in self._shown.by_topic():
            yield word, [(p, self[f"t.{p.code}"], self[f"n.{p.code}"]) for p in points]

    def clean(self) -> dict[str, Any]:
        """Ask what is wrong where something is; say so if the list is another one by now."""
        given = super().clean() or self.cleaned_data
        for point in self._shown.points:
            tick, words = given.get(f"t.{point.code}"), given.get(f"n.{point.code}", "")
            if tick == Tick.FINDING and not words.strip():
                self.add_error(f"n.{point.code}", _("Write what is wrong, in a few words."))
        if given.get("mark") != self._shown.mark:
            raise ValidationError(
                gettext("The list has changed since you opened it. Look at the points once more.")
            )
        return given

    def ticked(self) -> dict[str, Ticked]:
        """Return what was seen, by the code of the point."""
        given = self.cleaned_data
        return {
            p.code: Ticked(Tick(given[f"t.{p.code}"]), given[f"n.{p.code}"].strip())
            for p in self._shown.points
        }


class FindingForm(forms.Form):
    """Something seen without a list."""

    sheet = SheetField()
    topic = forms.ChoiceField(
        label=_("What it is about"), choices=[(t.value, _(word)) for t, word in TOPIC_WORDS.items()]
    )
    what = LongText(
        label=_("What you saw"),
        rows=3,
        longest=2000,
        help_text=_("Only the thing and what is wrong with it. Name no person."),
        error_messages={"required": _("Write what you saw.")},
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    field_order = ("topic", "what", "place", "sheet")

    def topic_chosen(self) -> Topic:
        """Return the topic."""
        return Topic(self.cleaned_data["topic"])


class MendForm(forms.Form):
    """What was done about a finding."""

    remedy = LongText(
        label=_("What was done"),
        rows=2,
        longest=500,
        help_text=_("For example: the sticker was taken off, the banner was removed."),
        error_messages={"required": _("Write what was done.")},
    )


class ProofForm(forms.Form):
    """A photo or a PDF."""

    file = forms.FileField(
        label=_("Photo or PDF"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}
        ),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
