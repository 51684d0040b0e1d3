"""The re-entry that stands before a signature: password, one-time code, or one just given."""

import time
from dataclasses import dataclass
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from netral.access.errors import ConfirmationMissing, ConfirmationWrong
from netral.access.limits import Limit, spend
from netral.access.models import User
from netral.signing.core import Level

CONFIRM: Final = Limit("confirm", tries=5, seconds=300)


@dataclass(frozen=True, slots=True)
class Proof:
    """How sure the house is who acts: the level on the one scale, and by what method."""

    level: Level
    method: str  # "password", "totp" or "recent"


def confirm_identity(request: HttpRequest, *, password: str = "", code: str = "") -> Proof:
    """Make sure that the person at the keyboard is the account's own; call it before the act.

    A password or code that is given is checked, whatever was entered before. Without one, a
    re-entry of the last five minutes in this session counts (a sign-in does not).

    Raises:
        ConfirmationMissing: nothing was given and nothing recent is on record.
        ConfirmationWrong: what was given is not right, or the code was used before.
        TooManyTries: five wrong ones within five minutes.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise ConfirmationMissing
    if not password and not code.strip():
        if recently_confirmed(request):
            return Proof(Level.REENTRY, "recent")
        raise ConfirmationMissing
    with CONFIRM.attempt(str(user.pk)):
        if password:
            return _by_password(request, user, password)
        return _by_code(request, user, code)


def recently_confirmed(request: HttpRequest) -> bool:
    """Tell whether this session holds a re-entry that still counts."""
    records = get_authentication_records(request, request.user)
    latest = max((r["at"] for r in records if r.get("reauthenticated")), default=None)
    if latest is None:
        return False
    return bool(0 <= time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def _by_password(request: HttpRequest, user: User, password: str) -> Proof:
    if not user.check_password(password):
        raise ConfirmationWrong
    record_authentication(request, user, method="password", reauthenticated=True)
    return Proof(Level.REENTRY, "password")


def _by_code(request: HttpRequest, user: User, code: str) -> Proof:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if found is None or not found.wrap().validate_code(code) or not spend_code(user, code):
        raise ConfirmationWrong
    found.record_usage()
    record_authentication(
        request, user, method="mfa", id=found.pk, type=found.type, reauthenticated=True
    )
    return Proof(Level.REENTRY, "totp")


def spend_code(user: User, code: str) -> bool:
    """Use up a one-time code for as long as the tolerance would accept it again.

    allauth remembers a code for one period only, but accepts it for three. It also reads past
    spaces, dashes and every other sign: `12-34-56` is the code that `123456` was.
    """
    digits = "".join(sign for sign in code if sign.isdigit())
    periods = 2 * mfa_settings.TOTP_TOLERANCE + 2
    return spend(f"totp:{user.pk}:{digits}", seconds=periods * mfa_settings.TOTP_PERIOD)
