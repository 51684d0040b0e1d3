"""Whom a text about a unit might name."""

from netral.kernel.moment import Moment
from netral.orgs.core import unit_ids
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import holdings_on
from netral.supervision.core.naming import WORD, named


def names_in(text: str, unit: Unit, at: Moment) -> list[str]:
    """Return what in a text names a person: of the unit, below it, or heading what lies above.

    Two queries, none for an empty text.
    """
    if not text.strip():
        return []
    people = Person.objects.of(unit.institution_id).serving()
    below = people.filter(unit__path__startswith=unit.path).values_list("name", flat=True)
    heads = Holding.objects.of(unit.institution_id).filter(
        holdings_on(at.local().date()), office__is_head=True, office__unit__in=unit_ids(unit.path)
    )
    known = {*below, *heads.values_list("person__name", flat=True)}
    return named(text, sorted(known), _common(unit))


def _common(unit: Unit) -> set[str]:
    """Return words of the unit and the city, which are places more often than people."""
    institution = unit.institution
    return {
        word
        for name in (unit.name, unit.short_name, institution.name, institution.place)
        for word in WORD.findall(name)
    }
