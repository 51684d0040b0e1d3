"""The institutions of this installation, and what time it is there."""

from datetime import datetime

from netral.kernel.moment import Moment
from netral.tenancy.core import demo_time
from netral.tenancy.models import Institution


def moment(institution: Institution, now: datetime) -> Moment:
    """Read both clocks for `institution` when the real time is `now`."""
    if institution.demo_starts_at is None or institution.demo_since is None:
        return Moment.real(now, institution.zone)
    acted = demo_time(institution.demo_starts_at, institution.demo_since, now)
    return Moment(acted=acted, logged=now, zone=institution.zone)


def houses() -> list[Institution]:
    """Return every institution of this installation, by name."""
    return list(Institution.objects.defer("emblem").order_by("name"))
