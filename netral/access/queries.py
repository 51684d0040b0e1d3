"""Who sits where: the seat from which a person acts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from netral.access.core import Duty, Power, Role, holds, may_hand_code, paths
from netral.access.errors import AccountHeldElsewhere, CodeNotYours, NotYours
from netral.access.models import Grant, User
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

BATCH: Final = 5_000  # ids in one look-up


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
    if not isinstance(user, User) or not user.is_active:
        return None
    grants = list(_grants().filter(user=user))
    above = _above(grants, now)
    houses = {g.institution.pk: g.institution for g in grants if g.institution}
    if above:
        houses |= {i.pk: i for i in Institution.objects.defer("emblem")}
    for house in sorted(houses.values(), key=lambda i: (i.pk != chosen, i.code)):
        at = moment(house, now)
        powers = _powers(grants, house, at)
        if powers or above:
            return Seat(user=user, institution=house, powers=(*powers, *above), at=at)
    return None


def houses(user: User, *, now: datetime) -> list[Institution]:
    """Return the institutions in which `user` may sit, for the chooser."""
    grants = list(_grants().filter(user=user))
    if _above(grants, now):
        return list(Institution.objects.defer("emblem"))
    found = {g.institution.pk: g.institution for g in grants if g.institution}
    seats = [h for h in found.values() if _powers(grants, h, moment(h, now))]
    return sorted(seats, key=lambda h: h.code)


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("institution").defer("institution__emblem")


def _above(grants: Sequence[Grant], now: datetime) -> tuple[Power, ...]:
    return tuple(
        Power(Role(g.role), g.unit_path)
        for g in grants
        if g.institution_id is None and _holds(g, now)
    )


def _powers(grants: Sequence[Grant], house: Institution, at: Moment) -> tuple[Power, ...]:
    return tuple(
        Power(Role(g.role), g.unit_path)
        for g in grants
        if g.institution_id == house.pk and _holds(g, at.acted)
    )


def _holds(grant: Grant, at: datetime) -> bool:
    return grant.starts_at <= at and (grant.ends_at is None or at < grant.ends_at)


def why_no_code(
    users: Sequence[User], *, institution: Institution, by: str, at: Moment
) -> dict[int, Refusal]:
    """Return, by user id, why `by` may not hand out an activation code; no id means it may.

    Commands and imports (`by` is not a user) may hand out every code.
    """
    kind, _, number = by.partition(":")
    if kind != "user":
        return {}
    held = _grants_of([int(number), *(user.pk for user in users)])
    issuer = _powers(held[int(number)], institution, at)
    found = ((user.pk, _block(user, held[user.pk], issuer, institution, at)) for user in users)
    return {pk: refusal for pk, refusal in found if refusal}


def _block(
    user: User,
    grants: Sequence[Grant],
    issuer: Sequence[Power],
    institution: Institution,
    at: Moment,
) -> Refusal | None:
    target = (*_powers(grants, institution, at), *_above(grants, at.logged))
    if not may_hand_code(issuer, target):
        return CodeNotYours(name=str(user))
    others = (g for g in grants if g.institution and g.institution_id != institution.pk)
    if any(_holds(g, moment(g.institution, at.logged).acted) for g in others if g.institution):
        return AccountHeldElsewhere(name=str(user))
    return None


def _grants_of(users: Sequence[int]) -> dict[int, list[Grant]]:
    held: dict[int, list[Grant]] = defaultdict(list)
    for start in range(0, len(users), BATCH):
        for found in _grants().filter(user__in=users[start : start + BATCH]):
            held[found.user_id].append(found)
    return held
