"""The editor's form of one clause."""

from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from netral.circulars.core import CLAUSE_WORDS, ClauseKind
from netral.circulars.forms.fields import PEOPLE, Lines, Patient
from netral.tenancy.fields import LongText, MomentField

PHASES: Final = (
    ("", _("At all times")),
    ("before", _("Before the campaign")),
    ("campaign", _("During the campaign")),
    ("quiet", _("In the quiet period")),
    ("before_during_after", _("Before, during and after the campaign")),
)


class ClauseForm(Patient):
    """One clause."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, _(CLAUSE_WORDS[kind])) for kind in ClauseKind]
    )
    text = LongText(label=_("Text"), longest=5000)
    conditions = Lines(
        label=_("Conditions"),
        required=False,
        rows=2,
        longest=5000,
        help_text=_("One per line."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Binds only"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=PEOPLE,
    )
    phase = forms.ChoiceField(label=_("When"), choices=PHASES, required=False)
    due_at = MomentField(label=_("Deadline"), required=False)
    restates = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("restates"):
            # A clause of the parent: its words are not the head's to change.
            for name in ("kind", "text", "conditions", "kinds", "phase", "restates"):
                self.fields[name].disabled = True
        self.fields["due_at"].disabled = self.at_once

    @property
    def at_once(self) -> bool:
        """Tell whether the parent's prohibition holds at once, so that no deadline is offered.

        One that a draft carries all the same is shown, so that it can be taken away.
        """
        return bool(self.initial.get("at_once")) and not self.initial.get("due_at")

    @property
    def locked(self) -> bool:
        """Tell whether the clause restates the parent."""
        return bool(self.initial.get("restates"))

    def has_changed(self) -> bool:
        """Tell whether anything was written: a kind that stands chosen is no clause yet."""
        return bool(set(self.changed_data) - {"kind", "phase"})


def clause_forms(extra: int) -> type[BaseFormSet[ClauseForm]]:
    """Return a set of clause forms with room for `extra` new ones."""
    return formset_factory(ClauseForm, extra=extra, can_delete=True, max_num=60, absolute_max=80)
