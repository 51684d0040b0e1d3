"""Acts on the means of signing in: each leaves an entry, and tells the account's owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from netral.access.core import tidy_username
from netral.access.errors import LinkRefused
from netral.access.models import Passkey, User
from netral.access.passkeys import public_key
from netral.access.queries import Seat, seat
from netral.kernel.moment import Moment
from netral.kernel.words import N_
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry
from netral.notices.actions import tell_all
from netral.notices.core import Notice

EMAIL_SALT: Final = "netral.access.email"
A_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a sign-in means: the act it is, and what its owner is told."""

    act: str
    text: str


PASSWORD_CHANGED: Final = Change(act="password.changed", text=N_("Your password was changed."))
PASSWORD_RESET: Final = Change(
    act="password.reset", text=N_("Your password was reset through a link sent by e-mail.")
)
SLIP_USED: Final = Change(
    act="account.activated", text=N_("Your password was reset with an activation code.")
)
APP_ADDED: Final = Change(
    act="totp.registered", text=N_("An authenticator app was added to your account.")
)
APP_REMOVED: Final = Change(
    act="totp.removed", text=N_("The authenticator app was removed from your account.")
)
PASSKEY_ADDED: Final = Change(
    act="credential.registered", text=N_("A passkey was added to your account.")
)
PASSKEY_REMOVED: Final = Change(
    act="credential.revoked", text=N_("A passkey was removed from your account.")
)
ADDRESS_CHANGED: Final = Change(
    act="address.changed", text=N_("The e-mail address of your account was changed.")
)
CODES_RENEWED: Final = Change(
    act="recovery.renewed", text=N_("New recovery codes were made for your account.")
)


@transaction.atomic
def record_change(change: Change, *, user: User, seat: Seat | None) -> None:
    """Record that a means of signing in changed, and tell the owner in house and by mail.

    Part of the act itself. Somebody without any role has no institution to record it in.
    """
    if seat is None:
        return
    actor = f"user:{user.pk}"
    act = Act(act=change.act, actor=actor, subject=actor)
    newest = _newest(user) if change is PASSKEY_ADDED else None
    if newest:
        act = _registered(newest)
    entry = record(act, institution=seat.institution, at=seat.at)
    if newest:
        Passkey.objects.create(institution=seat.institution, authenticator=newest, entry=entry)
    tell_owner(change, user=user, entry=entry, at=seat.at)


def tell_owner(change: Change, *, user: User, entry: Entry, at: Moment) -> None:
    """Tell the owner of an account of a change that `entry` records, in house and by mail."""
    notice = Notice(
        recipient=f"user:{user.pk}",
        template="access/means",
        facts={"what": change.text},
        key=f"means:{entry.pk}",
        url=reverse("access:account"),
        address=user.email,
        language=user.language or "id",
        urgent=True,  # whoever did not do it must know at once
        guards_account=True,
    )
    tell_all([notice], institution=entry.institution, at=at)


def _newest(user: User) -> Any:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).latest("pk")


def _registered(authenticator: Any) -> Act:
    """Commit to the public key, so that nobody can claim later that it was another one."""
    data = authenticator.wrap().authenticator_data.credential_data
    return Act(
        act="credential.registered",
        kind="credential.registered/1",
        actor=f"user:{authenticator.user_id}",
        fields={"credential": b64u(data.credential_id), "public_key": public_key(data)},
    )


def meant(login: str) -> list[int]:
    """Return the ids of the accounts that somebody means by a number, a name or an address."""
    active = User.objects.filter(is_active=True)
    if "@" in login:
        found = active.filter(email__iexact=login.strip())
    else:
        found = active.filter(username=tidy_username(login))
    return list(found.values_list("pk", flat=True)[:5])


@transaction.atomic
def send_resets(*, user_ids: Sequence[int], now: datetime) -> None:
    """Mail each of these accounts a link that sets a new password.

    Only an account that was activated and has an address gets one. The link is good for
    `PASSWORD_RESET_TIMEOUT` and for one use.
    """
    for user in User.objects.filter(pk__in=user_ids, is_active=True):
        found = seat(user, now=now, chosen=None)
        if found is None or not user.email or not user.has_usable_password():
            continue
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        token = default_token_generator.make_token(user)
        notice = Notice(
            recipient=f"user:{user.pk}",
            template="access/reset",
            facts={"name": user.name},
            key=f"reset:{user.pk}:{now:%Y%m%d%H%M}",
            url=reverse("access:reset", args=[uid, token]),
            address=user.email,
            only_mail=True,
            language=user.language or "id",
        )
        tell_all([notice], institution=found.institution, at=found.at)


def reset_user(uid: str, token: str) -> User:
    """Return the account that a mailed link opens.

    Raises:
        LinkRefused: the link is old, used or not ours.
    """
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except (ValueError, UnicodeDecodeError):
        raise LinkRefused from None
    user = User.objects.filter(pk=pk, is_active=True).first() if pk < 2**63 else None
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkRefused
    return user


@transaction.atomic
def reset_password(*, uid: str, token: str, password: str, now: datetime) -> User:
    """Set a new password by a mailed link; every session of the account ends.

    Raises:
        LinkRefused: the link is old, used or not ours.
        ValidationError: the password is too weak; the link stays good.
    """
    user = reset_user(uid, token)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record_change(PASSWORD_RESET, user=user, seat=seat(user, now=now, chosen=None))
    return user


@transaction.atomic
def ask_email(*, seat: Seat, address: str) -> None:
    """Mail a link to a new address; the address counts once the link is opened."""
    token = signing.dumps([seat.user.pk, seat.user.email, address], salt=EMAIL_SALT, compress=True)
    notice = Notice(
        recipient=seat.actor,
        template="access/address",
        facts={"name": seat.user.name},
        key=f"address:{seat.user.pk}:{seat.at.logged:%Y%m%d%H%M%S}",
        url=reverse("access:address", args=[token]),
        address=address,
        only_mail=True,
        language=seat.user.language or "id",
    )
    tell_all([notice], institution=seat.institution, at=seat.at)


@transaction.atomic
def set_email(*, token: str, seat: Seat) -> str:
    """Take the address that was confirmed by opening its link; tell the old one; return it.

    Raises:
        LinkRefused: the link is older than a day, used, or another account's.
    """
    try:
        pk, before, address = signing.loads(token, salt=EMAIL_SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkRefused from None
    mine = User.objects.filter(pk=seat.user.pk, email=before)
    if pk != seat.user.pk or not mine.update(email=address):
        raise LinkRefused
    record_change(ADDRESS_CHANGED, user=seat.user, seat=seat)
    return str(address)


@transaction.atomic
def end_sessions(*, user: User, seat: Seat | None) -> None:
    """End every session of the account, on every device."""
    if seat:
        act = Act(act="sessions.ended", actor=seat.actor, subject=seat.actor)
        record(act, institution=seat.institution, at=seat.at)
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Keep the language in which the account is spoken to, also in mails."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
