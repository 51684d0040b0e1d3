"""Saying terms in a sentence, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from netral.duties.core.policy import Rhythm, Terms
from netral.duties.core.season import PHASE_WORDS, Phase


def told(terms: Terms) -> str:
    """Say when something is asked for."""
    days = ngettext("%(n)s working day", "%(n)s working days", terms.days) % {"n": terms.days}
    if terms.rhythm is Rhythm.ONCE:
        said = [gettext("Once, within %(days)s of the circular’s arrival.") % {"days": days}]
        if terms.again:
            named = {"days": days, "phases": _phases(terms.again)}
            said.append(gettext("Again within %(days)s in each of: %(phases)s.") % named)
        return " ".join(said)
    said = [_rhythm(terms.rhythm)]
    if terms.weekly_in and terms.rhythm is not Rhythm.WEEK:
        phases = {"phases": _phases(terms.weekly_in)}
        said.append(gettext("Every week in each of: %(phases)s.") % phases)
    if terms.days:
        said.append(gettext("Due %(days)s after the end of that time.") % {"days": days})
    return " ".join(said)


def _rhythm(rhythm: Rhythm) -> str:
    return gettext("Every week.") if rhythm is Rhythm.WEEK else gettext("Every month.")


def _phases(phases: Sequence[Phase]) -> str:
    return ", ".join(gettext(PHASE_WORDS[phase]).lower() for phase in phases)
