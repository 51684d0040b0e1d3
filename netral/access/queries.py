"""Who sits where: the seat from which a person acts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from netral.access.core import ROLE_WORDS, Duty, Power, Role, holds, may_hand_code, paths
from netral.access.errors import AccountHeldElsewhere, CodeNotYours, NotYours
from netral.access.models import ActivationCode, Grant, User
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.kernel.words import N_
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in person in one institution at one moment, with the powers in force."""

    user: User
    institution: Institution
    powers: tuple[Power, ...]
    at: Moment
    second_step: bool = False  # an authenticator app or a passkey is set up

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
    grants = list(_grants().filter(user=user).annotate(second_step=Exists(_factors())))
    above = _above(grants, now)
    second_step = any(g.second_step for g in grants)
    for house in sorted(_houses(grants, above), key=lambda i: (i.pk != chosen, i.code)):
        at = moment(house, now)
        powers = (*_powers(grants, house, at), *above)
        if powers:
            return Seat(user, house, powers, at, second_step)
    return None


def reopened_at(user: User) -> datetime | None:
    """Return when an account that was in use was last opened anew with a slip, in real time.

    Whoever held that slip need not be who used the account before.
    """
    used = ActivationCode.objects.filter(user=user, used_at__isnull=False).order_by("used_at")
    first_and_later = list(used.values_list("used_at", flat=True))
    return first_and_later[-1] if len(first_and_later) > 1 else None


def houses(user: User, *, now: datetime) -> list[Institution]:
    """Return the institutions in which `user` may sit, for the chooser."""
    grants = list(_grants().filter(user=user))
    above = _above(grants, now)
    found = _houses(grants, above)
    seats = [h for h in found if above or _powers(grants, h, moment(h, now))]
    return sorted(seats, key=lambda h: h.code)


def _houses(grants: Sequence[Grant], above: Sequence[Power]) -> Collection[Institution]:
    if above:
        return list(Institution.objects.defer("emblem"))
    return {g.institution.pk: g.institution for g in grants if g.institution}.values()


def _factors() -> QuerySet[Any]:
    mine: QuerySet[Any] = Authenticator.objects.filter(user=OuterRef("user"))
    return mine.exclude(type=Authenticator.Type.RECOVERY_CODES)


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


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role as its holder or an administrator reads it."""

    pk: int
    name: str
    username: str
    role: Role
    institution: str
    whole: bool  # over the whole institution, or a part of it
    starts_at: datetime
    ends_at: datetime | None
    source: str

    @property
    def by_hand(self) -> bool:
        """Tell whether a page gave it, so that a page may end it."""
        return self.source.startswith("hand:")

    @property
    def origin(self) -> str:
        """Return the msgid that says where the role comes from."""
        kind = self.source.partition(":")[0]
        return {
            "hand": N_("given by hand"),
            "command": N_("appointed from the command line"),
        }.get(kind, N_("with service or office"))

    @property
    def last(self) -> datetime | None:
        """Return the last moment at which it holds; its end itself is the first without."""
        return self.ends_at - timedelta(microseconds=1) if self.ends_at else None

    @property
    def words(self) -> str:
        """Return the msgid of the role's name."""
        return ROLE_WORDS[self.role]


def roles_of(user: User, *, now: datetime) -> list[RoleHeld]:
    """Return the roles that `user` holds now, in every institution."""
    found = _grants().filter(user=user).select_related("institution", "user").order_by("pk")
    return [
        role_held(g)
        for g in found
        if _holds(g, moment(g.institution, now).acted if g.institution else now)
    ]


def staff_roles(institution: Institution, *, at: Moment) -> QuerySet[Grant]:
    """Return what is in force or still to come beyond the roles of employees, newest first."""
    held = Grant.objects.of(institution).exclude(role=Role.EMPLOYEE)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=at.acted))
    return held.select_related("user", "institution").defer("institution__emblem").order_by("-pk")


def role_held(grant: Grant) -> RoleHeld:
    """Read a grant as its holder or an administrator does."""
    return RoleHeld(
        pk=grant.pk,
        name=grant.user.name,
        username=grant.user.username,
        role=Role(grant.role),
        institution=grant.institution.name if grant.institution else "",
        whole=grant.unit_path.count("/") <= 1,  # none, or the top unit
        starts_at=grant.starts_at,
        ends_at=grant.ends_at,
        source=grant.source,
    )


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
    if _first_house(grants, at.logged) not in {None, institution.pk}:
        return AccountHeldElsewhere(name=str(user))
    return None


def _first_house(grants: Sequence[Grant], now: datetime) -> int | None:
    """Return the institution whose role in force was recorded first: the account is its own."""
    held = [g for g in grants if g.institution and _holds(g, moment(g.institution, now).acted)]
    return min(held, key=lambda g: g.pk).institution_id if held else None


def _grants_of(users: Sequence[int]) -> dict[int, list[Grant]]:
    held: dict[int, list[Grant]] = defaultdict(list)
    for part in parts(users):
        for found in _grants().filter(user__in=part):
            held[found.user_id].append(found)
    return held
