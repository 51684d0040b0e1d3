"""For which units somebody prints posters, and what stands on them."""

from typing import Final

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.orgs.models import Unit
from netral.orgs.queries import audience_paths, holdings_of, widest

PRINTERS: Final = (Duty.ANSWER_FOR_UNIT, Duty.HOLD_SESSION)
NUMBERS: Final = 3  # circulars named on a poster, the newest


def units(seat: Seat) -> list[Unit]:
    """Return the units that the seat answers for, or the highest for which it holds sessions."""
    held = holdings_of(seat.user, seat.institution, seat.at.local().date())
    own = [term.office.unit for term in held if term.office.is_head]
    return own or [widest(seat, next(duty for duty in PRINTERS if seat.paths(duty)))]


def unit_for(seat: Seat, pk: int) -> Unit:
    """Return a unit for which the seat may print; a hidden one and a missing look alike."""
    found: Unit | None = (
        Unit.objects.of(seat.institution).select_related("institution").filter(pk=pk).first()
    )
    if found is None or not any(seat.may(duty, found.path) for duty in PRINTERS):
        raise NotYours
    return found


def numbers(unit: Unit) -> list[str]:
    """Return the numbers of the newest circulars in force that reach the unit."""
    rows = Circular.objects.of(unit.institution_id).filter(stage=Stage.PUBLISHED).exclude(number="")
    line = rows.select_related("unit").order_by("-published_at", "-pk")
    found = [each.number for each in line if _reaches(each, unit)]
    return found[:NUMBERS]


def _reaches(circular: Circular, unit: Unit) -> bool:
    if not unit.path.startswith(circular.unit.path):
        return False
    paths = audience_paths(unit.institution, circular.audience)
    return any(unit.path.startswith(path) for path in paths)
