"""Words of circulars for templates: `{% load circulars %}`."""

from collections.abc import Mapping
from datetime import datetime

from django import forms, template
from django.utils.translation import gettext

from netral.circulars.core import CLAUSE_WORDS, STAGE_WORDS, ClauseKind, Stage
from netral.circulars.core.derived import WEAKENS_WORDS, Weakens
from netral.circulars.models import Clause
from netral.circulars.queries.meanings import may_mean
from netral.circulars.queries.readings import Reading

register = template.Library()


@register.filter
def stage_word(stage: str) -> str:
    """Say where a circular is."""
    return gettext(STAGE_WORDS[Stage(stage)])


@register.filter
def clause_word(kind: str) -> str:
    """Say what a clause does."""
    return gettext(CLAUSE_WORDS[ClauseKind(kind)])


@register.filter
def weakness_word(how: Weakens) -> str:
    """Say how a derived circular falls short."""
    return gettext(WEAKENS_WORDS[how])


@register.filter
def words(text: str) -> list[str]:
    """Part a list of names."""
    return text.split()


@register.filter(name="field")
def field_of(form: forms.Form, name: str) -> forms.BoundField | None:
    """Return a field by its name, or nothing where the form has none."""
    return form[name] if name in form.fields else None


@register.filter
def read_by_itself(clause: Clause) -> bool:
    """Tell whether a clause has a meaning of its own, and not its parent's."""
    return may_mean(clause)


@register.filter
def instant(text: str) -> datetime | None:
    """Read an instant that travelled as text."""
    return datetime.fromisoformat(text) if text else None


@register.filter
def reading(meanings: Mapping[int, Reading] | None, clause: Clause) -> Reading | None:
    """Return what a clause was read to mean, where the page tells."""
    return meanings.get(clause.pk) if meanings else None
