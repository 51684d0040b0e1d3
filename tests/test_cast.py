"""The cast has the powers that its descriptions promise."""

from typing import Any

import pytest

from netral.access.core import Duty
from netral.access.models import User
from netral.access.queries import seat
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from tests.cast import SINCE, Member


@pytest.mark.parametrize(
    ("who", "duty", "where"),
    [
        ("ratna", Duty.BE_BOUND, "32.76.06"),
        ("hendra", Duty.PASS_ON_CIRCULAR, "32.76.06"),
        ("bima", Duty.TAKE_PAPER, "32.76.06.1004"),
        ("dewi", Duty.IMPORT_ROSTER, "32.76"),
        ("laras", Duty.DRAFT_CIRCULAR, "32.76"),
        ("wali", Duty.SIGN_CIRCULAR, "32.76"),
        ("auditor", Duty.AUDIT, "32.76"),
    ],
)
def test_each_may_do_their_duty(
    request: Any, tree: dict[str, Unit], who: str, duty: Duty, where: str
) -> None:
    found: Member | User = request.getfixturevalue(who)
    user = found.user if isinstance(found, Member) else found
    sits = seat(user, now=SINCE, chosen=None)
    assert sits is not None
    assert sits.may(duty, tree[where].path)


def test_a_head_has_no_power_elsewhere(hendra: Member, tree: dict[str, Unit]) -> None:
    sits = seat(hendra.user, now=SINCE, chosen=None)
    assert sits is not None
    assert not sits.may(Duty.SEE_BOARD, tree["hukum"].path)


def test_a_guest_sits_nowhere(tamu: User) -> None:
    assert seat(tamu, now=SINCE, chosen=None) is None


def test_depok_has_a_day_of_its_own(depok: Institution, at: Moment) -> None:
    assert moment(depok, SINCE) == at
