import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest

from netral.access.actions import confirm_identity
from netral.access.errors import ConfirmationMissing, ConfirmationWrong, TooManyTries
from netral.access.models import User
from netral.signing.core import Level
from tests.access.conftest import PASSWORD, nip

NIP = "199001012015011000"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
Ask = Callable[[object], HttpRequest]


def code_at(moment: float) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(moment) // 30)))


def test_a_password_counts_for_five_minutes(make: Callable[..., User], ask: Ask) -> None:
    request = ask(make(NIP))
    with time_machine.travel(1_780_000_000, tick=False) as clock:
        proof = confirm_identity(request, password=PASSWORD)
        assert (proof.level, proof.method) == (Level.REENTRY, "password")
        clock.shift(299)
        assert confirm_identity(request).method == "recent"
        clock.shift(1)
        with pytest.raises(ConfirmationMissing):
            confirm_identity(request)


def test_a_wrong_password_is_refused_even_after_a_right_one(
    make: Callable[..., User], ask: Ask
) -> None:
    request = ask(make(NIP))
    confirm_identity(request, password=PASSWORD)
    with pytest.raises(ConfirmationWrong):
        confirm_identity(request, password="bukan-kata-sandinya")


def test_the_right_password_is_refused_after_five_wrong_ones(
    make: Callable[..., User], ask: Ask
) -> None:
    user = make(NIP)
    for _ in range(5):
        with pytest.raises(ConfirmationWrong):
            confirm_identity(ask(user), password="bukan-kata-sandinya")
    with pytest.raises(TooManyTries):
        confirm_identity(ask(user), password=PASSWORD)


def test_right_passwords_use_up_no_tries(make: Callable[..., User], ask: Ask) -> None:
    user = make(NIP)
    for _ in range(12):
        assert confirm_identity(ask(user), password=PASSWORD).method == "password"


def test_a_code_is_good_once_through_its_whole_tolerance(
    make: Callable[..., User], ask: Ask
) -> None:
    user = make(NIP)
    TOTP.activate(user, SECRET)
    with time_machine.travel(1_780_000_000, tick=False) as clock:
        early = code_at(time.time() + 30)
        assert confirm_identity(ask(user), code=f"{early[:3]} {early[3:]}").method == "totp"
        for _ in range(5):
            with pytest.raises((ConfirmationWrong, TooManyTries)):
                confirm_identity(ask(user), code=early)
            clock.shift(15)


def test_a_code_without_authenticator_is_wrong(make: Callable[..., User], ask: Ask) -> None:
    for hostile in ("000000", "' or 1=1 --", "\x00", "9" * 5000):
        with pytest.raises((ConfirmationWrong, TooManyTries)):
            confirm_identity(ask(make(NIP)), code=hostile)


def test_a_sign_in_or_someone_elses_re_entry_does_not_count(
    make: Callable[..., User], ask: Ask
) -> None:
    request = ask(make(NIP))
    confirm_identity(request, password=PASSWORD)
    request.user = make(nip(1))
    with pytest.raises(ConfirmationMissing):
        confirm_identity(request)
    with pytest.raises(ConfirmationMissing):
        confirm_identity(ask(AnonymousUser()), password=PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_tries_are_counted_outside_the_act(make: Callable[..., User], ask: Ask) -> None:
    request = ask(make(NIP))
    with pytest.raises(transaction.TransactionManagementError), transaction.atomic():
        confirm_identity(request, password=PASSWORD)
