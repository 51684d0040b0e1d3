"""What the rules in force say of somebody who wishes for a permit."""

from typing import Final

from netral.calendar.core.elections import Election
from netral.kernel.moment import Moment
from netral.orgs.core import ASN, PersonKind
from netral.orgs.models import Person
from netral.permits.core import Kind, Ruling, Wish
from netral.permits.reader import terms

ACTS: Final = {Kind.ADHOC: "adhoc.anggota", Kind.CLTN: "pasangan.dampingi"}


def ruling(person: Person, wish: Wish, election: Election | None, at: Moment) -> tuple[Ruling, str]:
    """Return what the rules say once the permit is given, and the source."""
    del election, at
    found = Ruling.MAY if PersonKind(person.kind) in ASN else Ruling.UNNAMED
    return found, terms(wish.kind).source
