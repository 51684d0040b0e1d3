"""How far an institution has been built up: read from units, offices and the roster."""

from dataclasses import dataclass
from datetime import date

from netral.access.core import Role
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import below, heads_of, holdings_on, root
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class Founding:
    """What stands today, and what does not."""

    top: Unit
    units: int  # below the top
    people: int
    has_signatory: bool
    headless: list[Unit]  # right below the top, without anybody acting as head
    without_account: int  # who serve and were never given a slip


def founding(institution: Institution, on: date) -> Founding:
    """Return how far the institution has been built up, in as many queries whatever its size."""
    top = root(institution)
    serving = Person.objects.of(institution).serving()
    first = below(top)
    heads = heads_of(first, on)
    signing = Holding.objects.of(institution).filter(
        holdings_on(on), office__role=Role.SIGNATORY, office__unit=top, office__closed_on=None
    )
    return Founding(
        top=top,
        units=Unit.objects.of(institution).filter(valid_to=None).count() - 1,
        people=serving.count(),
        has_signatory=signing.exists(),
        headless=[unit for unit in first if unit.pk not in heads],
        without_account=serving.filter(account=None).count(),
    )
