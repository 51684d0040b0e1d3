"""What permits say of a person on a day, for the rules and the roster."""

from datetime import date
from typing import Final

from netral.orgs.models import Person
from netral.permits.core import HELD, Kind
from netral.permits.models import Permit

CIRCUMSTANCES: Final = {Kind.ADHOC: "permit", Kind.CLTN: "cltn"}


def facts_for(person: Person, on: date) -> dict[str, bool]:
    """Return the circumstances that a permit proves on a day; silence proves nothing.

    Only what was granted and covers the day counts: an early end and a revocation shorten it.
    """
    held = Permit.objects.of(person.institution_id).filter(
        person=person,
        state__in=[state.value for state in HELD],
        starts_on__lte=on,
        last_on__gte=on,
    )
    return {CIRCUMSTANCES[Kind(kind)]: True for kind in set(held.values_list("kind", flat=True))}
