"""What the page brings along for the browser: words, days and addresses, no rules."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from netral.answers.core import FACES, SAYINGS
from netral.kernel import spoken
from netral.rules.core import OUTCOME_WORDS, PRINCIPLE_WORDS
from netral.tenancy.models import Institution

CODE: Final = "KODE"  # stands for a code in an address that the browser completes


def voice(language: str) -> dict[str, object]:
    """Return every word that the browser says, in the reader's language."""
    return {
        "language": language,
        "sayings": {name: gettext(text) for name, text in SAYINGS.items()},
        "outcomes": {outcome.value: gettext(text) for outcome, text in OUTCOME_WORDS.items()},
        "principles": {each.value: gettext(text) for each, text in PRINCIPLE_WORDS.items()},
        "days": spoken.DAYS[language],
        "months": spoken.MONTHS[language],
        "faces": {o.value: {"meaning": f.meaning, "icon": f.icon} for o, f in FACES.items()},
    }


def rule_link(institution: Institution, code: str) -> str:
    """Return the address of a rule's own page."""
    return reverse("rules:rule", args=[institution.slug, code])


def published_link(institution: Institution) -> str:
    """Return where the titles of all published answers are."""
    return reverse("web:published", args=[institution.slug])


def facts_link() -> str:
    """Return where the reader's own facts are."""
    return reverse("web:facts")


def advice_link() -> str:
    """Return where a person is asked. It names no act: addresses stand in logs and histories."""
    return reverse("advice:ask")
