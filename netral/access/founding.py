"""The administrators whom no role may appoint or dismiss: only the command line does."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from netral.access.actions import create_accounts, end_grants, grant
from netral.access.codes import keep_codes, make_codes
from netral.access.core import NewAccount, Role, tidy_username
from netral.access.models import Grant, User
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

COMMAND = "command"


@transaction.atomic
def appoint_admin(*, account: NewAccount, institution: Institution, at: Moment) -> tuple[User, str]:
    """Make or find the account, give it the institution's administration, return a new code."""
    user = create_accounts([account], institution=institution, by=COMMAND, at=at)[0]
    grant(
        user=user,
        role=Role.ADMIN,
        institution=institution,
        unit_path="",
        source=f"{COMMAND}:{user.pk}",
        starts_at=at.acted,
        by=COMMAND,
        at=at,
    )
    return user, make_codes([user], institution=institution, by=COMMAND, at=at)[user.pk]


@transaction.atomic
def appoint_superadmin(*, account: NewAccount, now: datetime) -> tuple[User, str]:
    """Make or find an administrator of the installation; return the account and a new code.

    Every institution sees it in its own ledger, because this account may sit in each of them.
    """
    user, _made = User.objects.get_or_create(
        username=tidy_username(account.number),
        defaults={"name": account.name, "email": account.email.lower(), "created_at": now},
    )
    if not user.password:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    Grant.objects.create(user=user, role=Role.SUPERADMIN, source=COMMAND, starts_at=now)
    _record_everywhere(Act(act="superadmin.appointed", actor=COMMAND, subject=_name(user)), now)
    return user, keep_codes([user.pk], institution=None, entry=None, now=now)[user.pk]


def dismiss_admin(*, user: User, institution: Institution, at: Moment) -> int:
    """End what the command line gave an account in an institution; return how many roles ended."""
    source = f"{COMMAND}:{user.pk}"
    return end_grants(institution=institution, source=source, ends_at=at.acted, by=COMMAND, at=at)


@transaction.atomic
def dismiss_superadmin(*, user: User, now: datetime) -> int:
    """End an account's administration of the installation; return how many roles ended."""
    above = Grant.objects.filter(user=user, institution=None).in_force(now)
    ended = above.update(ends_at=now)
    if ended:
        _record_everywhere(Act(act="superadmin.dismissed", actor=COMMAND, subject=_name(user)), now)
    return ended


def _record_everywhere(act: Act, now: datetime) -> None:
    for institution in Institution.objects.all():
        record(act, institution=institution, at=moment(institution, now))


def _name(user: User) -> str:
    return f"user:{user.pk}"


@transaction.atomic
def drop_factors(*, user: User, reason: str, now: datetime) -> int:
    """Remove every second factor of an account whose owner lost them; return how many.

    The owner must have been identified in person by two officers; `reason` names them. All
    sessions end, and the password still is needed to sign in.
    """
    dropped: int = Authenticator.objects.filter(user=user).delete()[0]
    User.objects.filter(pk=user.pk).update(session_round=user.session_round + 1)
    houses = Institution.objects.filter(pk__in=user.grants.values("institution"))
    for institution in houses:
        act = Act(
            act="factors.dropped",
            actor=COMMAND,
            subject=f"user:{user.pk}",
            fields={"detail": {"reason": reason, "factors": dropped}},
        )
        record(act, institution=institution, at=moment(institution, now))
    return dropped
