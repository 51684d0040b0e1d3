"""The list of what an institution lacks: read from the data, seen by who builds, gone when done."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from netral.access.core import Power, Role
from netral.access.models import User
from netral.access.queries import Seat
from netral.insight.setup import Setup, setup
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests.cast import Member, appoint, employ

SignIn = Callable[[Client, User], None]


def steps(made: Setup | None) -> dict[str, str]:
    """Return what is missing, by the last part of the address that mends it."""
    assert made is not None
    return {step.title: step.missing for step in made.missing}


@pytest.fixture
def seat(depok: Institution, dewi: Member, at: Moment) -> Seat:
    """The administrator at her desk."""
    return Seat(dewi.user, depok, (Power(Role.ADMIN, ""),), at)


def test_a_new_institution_is_led_to_its_first_unit(
    client: Client, sign_in: SignIn, dewi: Member
) -> None:
    sign_in(client, dewi.user)
    page = client.get("/saya/").text
    assert "Siapkan Pemerintah Kota Depok" in page
    assert "Lambang" in page
    assert "Tidak ada yang menunggu Anda" not in page


def test_steps_vanish_as_the_data_comes(
    seat: Seat, depok: Institution, tree: dict[str, Unit], at: Moment
) -> None:
    before = steps(setup(seat))
    assert {"Segel", "Pejabat penanda tangan", "Kepala unit kerja"} <= set(before)
    assert "Data pegawai" not in before
    create_seal_key(institution=depok, by="system", at=at)
    top = [unit for unit in tree.values() if unit.parent_id == tree["32.76"].pk]
    wali = employ(tree["32.76"], "Wali Contoh", 60)
    appoint(wali, tree["32.76"], "Wali Kota", Role.SIGNATORY)
    for n, unit in enumerate(top):
        appoint(employ(unit, f"Kepala {n}", 70 + n), unit, "Kepala", Role.HEAD, is_head=True)
    after = steps(setup(seat))
    assert not {"Segel", "Pejabat penanda tangan", "Kepala unit kerja"} & set(after)


def test_a_head_is_missed_where_the_term_has_ended(
    seat: Seat, tree: dict[str, Unit], hendra: Member
) -> None:
    hendra.person.holdings.update(ends_on=date(2024, 6, 1))
    assert tree["32.76.06"].parent_id == tree["32.76"].pk
    made = steps(setup(seat))["Kepala unit kerja"]
    n = len([u for u in tree.values() if u.parent_id == tree["32.76"].pk])
    assert made.startswith(f"{n} unit")


@pytest.mark.parametrize("who", ["laras", "hendra", "wali"])
def test_nobody_else_sees_it(
    client: Client, sign_in: SignIn, who: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    sign_in(client, member.user)
    assert "Yang masih kurang" not in client.get("/saya/").text


def test_it_asks_as_much_for_many_as_for_few(
    seat: Seat, tree: dict[str, Unit], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12) as few:
        setup(seat)
    for n in range(5):
        employ(tree["disdik"], f"Orang {n}", 200 + n)
    with django_assert_max_num_queries(len(few.captured_queries)):
        setup(seat)


def test_who_has_a_slip_is_missed_no_more(seat: Seat, tree: dict[str, Unit]) -> None:
    made = employ(tree["disdik"], "Orang Baru", 90)
    made.person.account = None
    made.person.save()
    assert steps(setup(seat))["Akun"] == "1 pegawai belum mempunyai akun."
    made.person.account = made.user  # its slip is printed, whether it is used or not
    made.person.save()
    assert "Akun" not in steps(setup(seat))
