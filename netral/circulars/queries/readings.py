"""What each clause was read to mean, for whoever looks at the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from netral.circulars.core.meaning import DUTY_WORDS
from netral.circulars.models import Circular
from netral.circulars.queries.gaps import said
from netral.circulars.queries.meanings import meaning_of, numbered, stored_meaning
from netral.rules import queries as rules
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class Named:
    """A rule that a clause restates, and its page."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clause was read to mean; `stale` tells that its words were others then."""

    restates: tuple[Named, ...]
    acts: tuple[str, ...]
    duties: tuple[str, ...]
    general: bool
    stale: bool


def readings(circular: Circular, at: datetime) -> dict[int, Reading]:
    """Return the readings of a circular's clauses by their ids; a derived one has its parent's."""
    law = rules.in_force(circular.institution, at)
    titles = {rule.code: said(rule.title) for rule in law.base.rules}
    acts = {act.code: said(act.name) for act in law.base.vocabulary.acts}
    found = {}
    for _, clause in numbered(circular):
        row = stored_meaning(clause)
        if row is not None:
            meaning = meaning_of(row)
            known = [code for code in meaning.restates if code in titles]
            found[clause.pk] = Reading(
                restates=tuple(_named(circular.institution, known, titles)),
                acts=tuple(acts[code] for code in meaning.acts if code in acts),
                duties=tuple(gettext(DUTY_WORDS[duty]) for duty in meaning.duties),
                general=meaning.general,
                stale=row.of_text != clause.text,
            )
    return found


def _named(house: Institution, codes: Iterable[str], titles: dict[str, str]) -> Iterable[Named]:
    return (Named(code, titles[code], rule_url(house, code)) for code in codes)


def rule_url(house: Institution, code: str) -> str:
    """Return the page of a rule."""
    return reverse("rules:rule", kwargs={"slug": house.slug, "code": code})
