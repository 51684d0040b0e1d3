"""The obligations of a city, reckoned on the morning of the demonstration's day."""

from typing import Final

from netral.access.models import User
from netral.demo.houses import House
from netral.duties.actions.excusing import Hand, excuse
from netral.duties.actions.reckoning import reckon
from netral.duties.core import Kind, State
from netral.duties.models import Obligation
from netral.orgs.core import UnitKind

REASON: Final = "Puskesmas menangani kejadian luar biasa; kegiatan dijadwalkan ulang."


def tell_duties(house: House) -> None:
    """Reckon what is owed on the morning of the city's day, and excuse one office from a duty."""
    morning = house.at(house.city.starts_at)
    reckon(institution=house.institution, at=morning)
    rows = Obligation.objects.of(house.institution).filter(
        kind__in=[Kind.SOCIALISE, Kind.CLIMATE],
        state__in=[State.DUE, State.LATE],
        unit__kind=UnitKind.HEALTH_CENTRE,
    )
    found = rows.select_related("institution").order_by("due_at", "pk").first()
    if found is not None:
        officer = User.objects.get(email=f"bkpsdm@{house.city.slug}.example")
        excuse(obligation=found, hand=Hand(officer, REASON), at=morning)
