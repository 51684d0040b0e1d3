"""Writing access: grants and accounts; the front of what other apps may do here."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from netral.access.codes import activate, make_codes
from netral.access.core import (
    APART,
    DESKS,
    NewAccount,
    NewGrant,
    Role,
    may_give,
    username_for,
)
from netral.access.errors import (
    LastAtTheDesk,
    OwnRole,
    RoleNotYours,
    RolesApart,
    SameUsername,
)
from netral.access.identity import Proof, confirm_identity, recently_confirmed
from netral.access.means import choose_language
from netral.access.models import Grant, User
from netral.access.passkeys import Touch, ask_for_touch, can_touch, touched
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import timestamp
from netral.ledger.models import Entry
from netral.tenancy.models import Institution

__all__ = [
    "Proof", "Touch", "activate", "ask_for_touch", "can_touch", "choose_language",
    "confirm_identity", "create_accounts", "end_all", "end_grants", "grant", "grant_all",
    "make_codes", "recently_confirmed", "touched",
]  # fmt: skip


@transaction.atomic
def grant(  # noqa: PLR0913  # the columns of one grant, all named
    *,
    user: User,
    role: Role,
    institution: Institution,
    unit_path: str,
    source: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    by: str,
    at: Moment,
) -> Grant:
    """Give `user` a role over the units below `unit_path`, from a time, perhaps to a time."""
    new = NewGrant(user.pk, role, unit_path, source, starts_at, ends_at)
    return grant_all([new], institution=institution, by=by, at=at)[0]


@transaction.atomic
def grant_all(
    grants: Sequence[NewGrant],
    *,
    institution: Institution,
    by: str,
    at: Moment,
    entry: Entry | None = None,
) -> list[Grant]:
    """Give many roles as one act; `entry` is that of the larger act they belong to, if any."""
    if not grants:
        return []
    entry = entry or record(_given(grants, by), institution=institution, at=at)
    rows = [
        Grant(
            institution=institution,
            user_id=new.user_id,
            role=new.role,
            unit_path=new.unit_path,
            source=new.source,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            entry=entry,
        )
        for new in grants
    ]
    return Grant.objects.bulk_create(rows, batch_size=500)


def _given(grants: Sequence[NewGrant], by: str) -> Act:
    first = grants[0]
    detail = {
        "grants": len(grants),
        "role": first.role,
        "path": first.unit_path,
        "source": first.source,
        "from": timestamp(first.starts_at),
        "to": timestamp(first.ends_at) if first.ends_at else None,
    }
    subject = f"user:{first.user_id}" if len(grants) == 1 else ""
    return Act(act="grant.given", actor=by, subject=subject, fields={"detail": detail})


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    seat: Seat,
    starts_at: datetime,
    ends_at: datetime | None,
) -> Grant:
    """Give a role that no office carries, over the whole institution, as one of its officers.

    Raises:
        Refusal: as `check_role` tells.
    """
    check_role(user=user, role=role, seat=seat)
    return grant(
        user=user,
        role=role,
        institution=seat.institution,
        unit_path="",
        source=f"hand:{user.pk}:{role}",
        starts_at=starts_at,
        ends_at=ends_at,
        by=seat.actor,
        at=seat.at,
    )


def check_role(*, user: User, role: Role, seat: Seat) -> None:
    """Refuse what `give_role` would refuse, before anybody is asked to confirm it.

    Raises:
        RoleNotYours: the role goes beyond what the officer holds.
        OwnRole: the officer would get it; who appoints a desk would then read what reaches it.
        RolesApart: the person has, or will have, a role that this one must not meet.
    """
    if not may_give(seat.powers, role):
        raise RoleNotYours
    if user.pk == seat.user.pk:
        raise OwnRole
    still = Grant.objects.of(seat.institution).filter(user=user, role__in=APART.get(role, ()))
    if still.filter(Q(ends_at=None) | Q(ends_at__gt=seat.at.acted)).exists():
        raise RolesApart


@transaction.atomic
def end_role(*, given: Grant, seat: Seat) -> None:
    """End a role that was given by hand, now.

    Raises:
        RoleNotYours: the role goes beyond what the officer may give.
        LastAtTheDesk: what is sent to that desk would reach nobody.
    """
    if not may_give(seat.powers, Role(given.role)) or not given.source.startswith("hand:"):
        raise RoleNotYours
    _leave_somebody(given, seat)
    end_grants(
        institution=seat.institution,
        source=given.source,
        ends_at=seat.at.acted,
        by=seat.actor,
        at=seat.at,
    )


def _leave_somebody(given: Grant, seat: Seat) -> None:
    """Refuse to empty a desk to which suspicions are sent, whether or not any wait there."""
    if given.role not in DESKS:
        return
    # All are held, so that two officers who end the last two come one after the other.
    there = Grant.objects.of(seat.institution).filter(role=given.role).select_for_update()
    others = {row.user_id for row in there.in_force(seat.at.acted).select_related("user")
              if row.user.is_active and row.user_id != given.user_id}  # fmt: skip
    if not others:
        raise LastAtTheDesk


@transaction.atomic
def end_grants(
    *, institution: Institution, source: str, ends_at: datetime, by: str, at: Moment
) -> int:
    """End what `source` granted and still holds after `ends_at`; return how many ended."""
    ended = end_all([source], institution=institution, ends_at=ends_at)
    if ended:
        detail = {"source": source, "grants": ended, "to": timestamp(ends_at)}
        act = Act(act="grant.ended", actor=by, subject=source, fields={"detail": detail})
        record(act, institution=institution, at=at)
    return ended


@transaction.atomic
def end_all(sources: Sequence[str], *, institution: Institution, ends_at: datetime) -> int:
    """End what many sources granted, as part of a larger act, which writes the entry."""
    still = Grant.objects.of(institution).filter(Q(ends_at=None) | Q(ends_at__gt=ends_at))
    return sum(
        still.filter(source__in=part).update(ends_at=Greatest(F("starts_at"), ends_at))
        for part in parts(sources)
    )


@transaction.atomic
def create_accounts(
    rows: Sequence[NewAccount], *, institution: Institution, by: str, at: Moment
) -> list[User]:
    """Return an account for each row, in order; make those that are missing, without password.

    An account that exists is taken as it is: neither its name nor its address is overwritten,
    because it may belong to a person whom another institution employs.

    Raises:
        SameUsername: two rows would share an account.
    """
    names = [username_for(row.number, institution.slug) for row in rows]
    if twice := _twice(names):
        raise SameUsername(number=twice)
    known = _known(names)
    missing = [
        User(
            username=name,
            name=row.name,
            email=row.email.lower(),
            password=make_password(None),
            created_at=at.logged,
        )
        for name, row in zip(names, rows, strict=True)
        if name not in known
    ]
    if missing:
        # Another institution may be making the same account at this very moment.
        User.objects.bulk_create(missing, batch_size=500, ignore_conflicts=True)
        known |= _known([user.username for user in missing])
        act = Act(act="account.created", actor=by, fields={"detail": {"accounts": len(missing)}})
        record(act, institution=institution, at=at)
    return [known[name] for name in names]


def _twice(names: Sequence[str]) -> str | None:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), None)  # type: ignore[func-returns-value]


def _known(names: Sequence[str]) -> dict[str, User]:
    users = (u for part in parts(names) for u in User.objects.filter(username__in=part))
    return {user.username: user for user in users}
