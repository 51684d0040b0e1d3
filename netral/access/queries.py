"""Who sits where: the seat from which a person acts."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from netral.access.core import Duty, Power, Role, holds, paths
from netral.access.errors import NotYours
from netral.access.models import Grant, User
from netral.kernel.moment import Moment
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in person in one institution at one moment, with the powers in force."""

    user: User
    institution: Institution
    powers: tuple[Power, ...]
    at: Moment

    def may(self, duty: Duty, path: str = "") -> bool:
        """Tell whether the person holds `duty` over the unit at `path`."""
        return holds(self.powers, duty, path)

    def paths(self, duty: Duty) -> tuple[str, ...]:
        """Return the paths over which the person holds `duty`; empty means nowhere."""
        return paths(self.powers, duty)

    def require(self, duty: Duty, path: str = "") -> None:
        """Refuse, as if nothing were there, unless `duty` is held over `path`."""
        if not self.may(duty, path):
            raise NotYours

    @property
    def actor(self) -> str:
        """Return the opaque name that the ledger keeps."""
        return f"user:{self.user.pk}"


def seat(
    user: AbstractBaseUser | AnonymousUser, *, now: datetime, chosen: int | None
) -> Seat | None:
    """Seat `user` in the institution of the `chosen` id, else in the first that grants a role.

    Grants are dated in the institution's own time. An installation's administrator may sit in
    every institution.
    """
    if not isinstance(user, User):
        return None
    grants = list(Grant.objects.filter(user=user).select_related("institution"))
    houses = {g.institution.pk: g.institution for g in grants if g.institution}
    above = [Power(Role(g.role), g.unit_path) for g in grants if g.institution is None]
    if above:
        houses |= {i.pk: i for i in Institution.objects.all()}
    for house in sorted(houses.values(), key=lambda i: (i.pk != chosen, i.code)):
        at = moment(house, now)
        powers = tuple(
            Power(Role(g.role), g.unit_path)
            for g in grants
            if g.institution_id == house.pk
            and g.starts_at <= at.acted
            and (g.ends_at is None or at.acted < g.ends_at)
        )
        if powers or above:
            return Seat(user=user, institution=house, powers=(*powers, *above), at=at)
    return None
