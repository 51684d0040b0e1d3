"""Words of versions for templates: `{% load rules %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext

from netral.kernel.codes import grouped as in_groups
from netral.rules.queries.desk import MEANINGS, ORIGIN_WORDS, STATE_WORDS

register = template.Library()


@register.filter
def state_word(state: str) -> str:
    """Say where a version is."""
    return gettext(STATE_WORDS[state])


@register.filter
def state_meaning(state: str) -> str:
    """Name the look of a state."""
    return MEANINGS[state]


@register.filter
def origin_word(origin: str) -> str:
    """Say where a version comes from."""
    return gettext(ORIGIN_WORDS[origin])


@register.filter
def called(names: Mapping[str, Any], actor: str) -> str:
    """Name an actor; what a program did carries no name."""
    return names.get(actor) or gettext("the system")


@register.filter
def grouped(code: str) -> str:
    """Set a fingerprint in groups for the eye and the ear."""
    return in_groups(code)
