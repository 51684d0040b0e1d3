"""One sealed chain of evidence and one calendar address, in the city that visitors see first."""

from typing import Final

from netral.circulars.models import Circular, Clause
from netral.demo.houses import House, account
from netral.duties.actions.calendar_feed import make_feed
from netral.duties.actions.chains import seal_chain
from netral.duties.core.chain import Viewer
from netral.duties.queries.chain import subject_of
from netral.orgs.models import Office, Person

CITY: Final = "depok"
WHOSE: Final = "pegawai"  # the guest of whom nothing is recorded yet: a chain full of gaps
DESK: Final = "DISDIK"  # of the guest who heads an agency


def leave_proof(house: House, circular: Circular) -> None:
    """Let the guest who has not signed yet have the own chain sealed, and the head a calendar."""
    if house.city.slug != CITY:
        return
    at = house.at(house.city.starts_at)
    person = Person.objects.select_related("unit", "institution", "account").get(
        pk__in=house.guests, email__startswith=f"{WHOSE}@"
    )
    joined = ("circular__unit", "circular__entry", "circular__institution", "meaning", "restates")
    clauses = Clause.objects.select_related(*joined).filter(circular=circular, kind="prohibition")
    by = f"user:{account(person).pk}"
    seal_chain(
        subject=subject_of(person, clauses.earliest("order")), viewer=Viewer.SELF, by=by, at=at
    )
    offices = Office.objects.select_related("institution", "unit")
    office = offices.get(unit=house.units[DESK], is_head=True)
    make_feed(office=office, user=account(house.head(DESK)), at=at)  # told to nobody: the guest
    # makes an address of their own, and this one ends.
