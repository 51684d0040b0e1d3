"""Activation codes: made for slips and mails, used once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from netral.access.core import CODE_SIGNS, tidy_username
from netral.access.errors import CodeRefused
from netral.access.limits import Limit
from netral.access.means import SLIP_USED, tell_owner
from netral.access.models import ActivationCode, User
from netral.access.queries import why_no_code
from netral.kernel.codes import random_code, tidy
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

ACTIVATE: Final = Limit("activate", tries=5, seconds=900)


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
    return keep_codes(ids, institution=institution, entry=entry, now=at.logged)


def keep_codes(
    ids: Sequence[int], *, institution: Institution | None, entry: Entry | None, now: datetime
) -> dict[int, str]:
    """Replace what codes the accounts have, from any institution, by new ones; return these."""
    for part in parts(ids):
        _open(now).filter(user_id__in=part).update(expires_at=now)
    codes = {pk: random_code(CODE_SIGNS) for pk in ids}
    rows = [
        ActivationCode(
            institution=institution,
            user_id=pk,
            code_hash=_code_hash(pk, code),
            made_at=now,
            expires_at=now + timedelta(days=settings.SLIP_DAYS),
            entry=entry,
        )
        for pk, code in codes.items()
    ]
    ActivationCode.objects.bulk_create(rows, batch_size=500)
    return codes


def _open(now: datetime) -> QuerySet[ActivationCode]:
    return ActivationCode.objects.filter(used_at=None, expires_at__gt=now)


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
    rows = _open(now).filter(user=user, code_hash=hashed)
    found = rows.select_related("institution").first()
    if user is None or found is None or not _open(now).filter(pk=found.pk).update(used_at=now):
        raise CodeRefused
    validate_password(password, user)
    was_in_use = user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    if found.institution:
        me, at = f"user:{user.pk}", moment(found.institution, now)
        act = Act(act=SLIP_USED.act, actor=me, subject=me)
        entry = record(act, institution=found.institution, at=at)
        if was_in_use:  # whoever holds a slip need not be the owner of the account
            tell_owner(SLIP_USED, user=user, entry=entry, at=at)
    return user
