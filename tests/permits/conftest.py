"""Requests of the cast: Ratna asks, Hendra heads Kecamatan Beji, the mayor signs for all."""

from datetime import date
from typing import Any

import pytest

from netral.kernel.moment import Moment
from netral.orgs.models import Person
from netral.permits.actions.asking import ask
from netral.permits.actions.deciding import Ruled, decide
from netral.permits.actions.moves import Hand
from netral.permits.core import Body, Kind, Wish
from netral.permits.models import Permit
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests.cast import Member

FIRST, LAST = date(2024, 7, 1), date(2024, 12, 16)


def service(**other: Any) -> Wish:
    """Return a wish to serve at a polling station from July to December."""
    facts: dict[str, Any] = {
        "kind": Kind.ADHOC, "election": "pilkada-2024", "body": Body.STATION,
        "place": "TPS 12 Kelurahan Beji", "starts_on": FIRST, "ends_on": LAST,
    }  # fmt: skip
    return Wish(**(facts | other))


def leave(**other: Any) -> Wish:
    """Return a wish for unpaid leave beside a spouse who stands for mayor."""
    facts: dict[str, Any] = {
        "kind": Kind.CLTN, "election": "pilkada-2024", "office": "mayor", "region": "Kota Contoh",
        "starts_on": date(2024, 8, 27), "ends_on": date(2024, 11, 27),
    }  # fmt: skip
    return Wish(**(facts | other))


def asked(member: Member, at: Moment, wish: Wish | None = None) -> Permit:
    """Send a request as its person."""
    made = ask(person=fresh(member), wish=wish or service(), by=f"user:{member.user.pk}", at=at)
    return again(made)


def granted(permit: Permit, hand: Hand, at: Moment, conditions: str = "") -> Permit:
    """Grant a request."""
    ruled = Ruled(granted=True, reason="Tugas tidak terganggu.", conditions=conditions)
    decide(permit=permit, ruled=ruled, hand=hand, turn=permit.turn, at=at)
    return again(permit)


def again(permit: Permit) -> Permit:
    """Read a permit anew, with what actions want."""
    joined = ("institution", "person__unit", "person__institution", "person__account", "entry",
              "paper")  # fmt: skip
    found: Permit = Permit.objects.select_related(*joined).get(pk=permit.pk)
    return found


def fresh(member: Member) -> Person:
    """Read a person anew."""
    return Person.objects.select_related("institution", "unit").get(pk=member.person.pk)


def hand(member: Member, title: str = "Camat Beji") -> Hand:
    """Return a member as the one who acts."""
    return Hand(f"user:{member.user.pk}", member.person.full_name, title)


@pytest.fixture
def sealed(depok: Institution, at: Moment) -> Institution:
    """Give the city its seal."""
    create_seal_key(institution=depok, by="system", at=at)
    return depok
