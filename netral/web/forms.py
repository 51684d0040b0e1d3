"""Input of the shell's own pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netral.notices.core import CHANNEL_WORDS, Channel

NONE: Final = "none"
PLACES: Final = (
    ("first", gettext_lazy("First over")),
    ("second", gettext_lazy("If that does not arrive, over")),
    ("third", gettext_lazy("If that does not arrive either, over")),
)


class ChannelsForm(forms.Form):
    """The channels over which one wants to be reached, each place by its name: first, second, ...

    There are as many places as channels are offered; each may say `NONE`. `shown` are the
    offered channels with the own address as it may be shown.
    """

    def __init__(
        self, *given: Any, shown: Mapping[Channel, str], tried: Sequence[Channel], **more: Any
    ) -> None:
        super().__init__(*given, **more)
        choices = [(c.value, f"{_(CHANNEL_WORDS[c])}, {shown[c]}") for c in shown]
        for number, (name, label) in enumerate(PLACES[: len(shown)]):
            empty = _("No other channel") if number else _("None: the page of messages is enough")
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[*choices, (NONE, empty)],
                initial=tried[number].value if number < len(tried) else NONE,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a channel that stands in two places."""
        given = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for name in self.fields:
            channel = given.get(name, NONE)
            if channel in seen:
                words = _("{channel} is already chosen above. Choose another one, or none.")
                channel_words = _(CHANNEL_WORDS[Channel(channel)])
                self.add_error(name, words.format(channel=channel_words))
            seen.update({channel} - {NONE})
        return given

    def channels(self) -> list[Channel]:
        """Return what was chosen, in order; a gap before a later place does not count."""
        chosen = (self.cleaned_data[name] for name in self.fields)
        return [Channel(each) for each in chosen if each != NONE]
