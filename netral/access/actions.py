"""Writing access: grants, accounts, activation codes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from netral.access.core import (
    CODE_SIGNS,
    NewAccount,
    NewGrant,
    Role,
    tidy_username,
    username_for,
)
from netral.access.errors import CodeRefused, SameUsername
from netral.access.identity import Proof, confirm_identity
from netral.access.limits import Limit
from netral.access.models import ActivationCode, Grant, User
from netral.access.queries import why_no_code
from netral.kernel.codes import random_code, tidy
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core import timestamp
from netral.ledger.models import Entry
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

__all__ = [
    "Proof", "activate", "confirm_identity", "create_accounts", "end_grants", "grant", "grant_all",
    "make_codes",
]  # fmt: skip

ACTIVATE: Final = Limit("activate", tries=5, seconds=900)
BATCH: Final = 5_000  # names in one look-up


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
def end_grants(
    *, institution: Institution, source: str, ends_at: datetime, by: str, at: Moment
) -> int:
    """End what `source` granted and still holds after `ends_at`; return how many ended."""
    open_still = Grant.objects.of(institution).filter(source=source)
    open_still = open_still.filter(Q(ends_at=None) | Q(ends_at__gt=ends_at))
    ended = open_still.update(ends_at=Greatest(F("starts_at"), ends_at))
    if ended:
        detail = {"source": source, "grants": ended, "to": timestamp(ends_at)}
        act = Act(act="grant.ended", actor=by, subject=source, fields={"detail": detail})
        record(act, institution=institution, at=at)
    return ended


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
        User.objects.bulk_create(missing, batch_size=500)
        known |= {user.username: user for user in missing}
        act = Act(act="account.created", actor=by, fields={"detail": {"accounts": len(missing)}})
        record(act, institution=institution, at=at)
    return [known[name] for name in names]


def _twice(names: Sequence[str]) -> str | None:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), None)  # type: ignore[func-returns-value]


def _known(names: Sequence[str]) -> dict[str, User]:
    parts = (names[n : n + BATCH] for n in range(0, len(names), BATCH))
    return {u.username: u for part in parts for u in User.objects.filter(username__in=part)}


@transaction.atomic
def make_codes(
    users: Iterable[User], *, institution: Institution, by: str, at: Moment
) -> dict[int, str]:
    """Make a one-time code for each of `users`; only the newest of a user is valid.

    The codes are returned once, for printing; the house keeps keyed hashes. What a code may
    open is checked against the powers of `by`.

    Raises:
        CodeNotYours: an account opens more than `by` may.
        AccountHeldElsewhere: an account is active and serves another institution.
    """
    users = list(users)
    for refusal in why_no_code(users, institution=institution, by=by, at=at).values():
        raise refusal
    if not users:
        return {}
    ids = [user.pk for user in users]
    entry = record(
        Act(act="codes.issued", actor=by, fields={"detail": {"users": ids}}),
        institution=institution,
        at=at,
    )
    codes = {pk: random_code(CODE_SIGNS) for pk in ids}
    expires_at = at.logged + timedelta(days=settings.SLIP_DAYS)
    _expire(ids, institution, at.logged)
    ActivationCode.objects.bulk_create(
        [
            ActivationCode(
                institution=institution,
                user_id=pk,
                code_hash=_code_hash(pk, code),
                made_at=at.logged,
                expires_at=expires_at,
                entry=entry,
            )
            for pk, code in codes.items()
        ],
        batch_size=500,
    )
    return codes


def _expire(ids: Sequence[int], institution: Institution, now: datetime) -> None:
    for start in range(0, len(ids), BATCH):
        ActivationCode.objects.of(institution).filter(
            user_id__in=ids[start : start + BATCH], used_at=None, expires_at__gt=now
        ).update(expires_at=now)


def _code_hash(user_id: int, code: str) -> str:
    """Hash a code with the installation's key, so that a stolen table alone opens nothing."""
    mac = salted_hmac("netral.activation", f"{user_id}:{code}", algorithm="sha256")
    return mac.hexdigest()


def activate(*, username: str, code: str, password: str, now: datetime) -> User:
    """Open an account with the code from its slip and set the password.

    Raises:
        CodeRefused: number or code is wrong, used or expired; never which of them.
        TooManyTries: five refusals for one number within a quarter of an hour.
        ValidationError: the code is right but the password is too weak; the code stays good.
    """
    name = tidy_username(username)
    with ACTIVATE.attempt(name):
        return _activate(name, tidy(code), password, now)


@transaction.atomic
def _activate(username: str, code: str, password: str, now: datetime) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    hashed = _code_hash(user.pk if user else 0, code)
    usable = ActivationCode.objects.filter(used_at=None, expires_at__gt=now)
    found = usable.filter(user=user, code_hash=hashed).select_related("institution").first()
    if user is None or found is None or not usable.filter(pk=found.pk).update(used_at=now):
        raise CodeRefused
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(
        Act(act="account.activated", actor=f"user:{user.pk}", subject=f"user:{user.pk}"),
        institution=found.institution,
        at=moment(found.institution, now),
    )
    return user
