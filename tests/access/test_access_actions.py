from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from netral.access import actions, queries
from netral.access.core import Duty, NewAccount, NewGrant, Role
from netral.access.errors import (
    AccountHeldElsewhere,
    CodeNotYours,
    CodeRefused,
    NotYours,
    SameUsername,
    TooManyTries,
)
from netral.access.models import ActivationCode, Grant, User
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.notices.models import Message
from netral.tenancy.models import Institution
from tests.access.conftest import AT, NOW, PASSWORD, nip

NIP = "199001012015011000"
Make = Callable[..., User]


def test_accounts_are_made_once_and_recorded_as_one_act(depok: Institution) -> None:
    rows = [NewAccount(number=nip(n), name=f"Orang {n}") for n in range(30)]
    first = actions.create_accounts(rows, institution=depok, by="system", at=AT)
    again = actions.create_accounts(rows, institution=depok, by="system", at=AT)
    assert [u.pk for u in first] == [u.pk for u in again]
    assert Entry.objects.filter(act="account.created").count() == 1
    assert not any(u.has_usable_password() for u in first)


def test_a_national_number_is_one_account_in_two_cities_and_a_local_one_is_two(
    depok: Institution, malang: Institution
) -> None:
    rows = [NewAccount(number="19900101 201501 1 000"), NewAccount(number="K-012", email="A@B.id")]
    here = actions.create_accounts(rows, institution=depok, by="system", at=AT)
    there = actions.create_accounts(rows, institution=malang, by="system", at=AT)
    assert here[0].pk == there[0].pk
    assert here[0].username == NIP
    assert [here[1].username, there[1].username] == ["depok-k-012", "malang-k-012"]
    assert here[1].email == "a@b.id"


def test_two_rows_never_share_an_account(depok: Institution) -> None:
    rows = [NewAccount(number="K 12"), NewAccount(number="k-12")]
    with pytest.raises(SameUsername):
        actions.create_accounts(rows, institution=depok, by="system", at=AT)
    assert not User.objects.exists()


def test_a_grant_holds_from_its_start_until_just_before_its_end(
    depok: Institution, make: Make
) -> None:
    user = make(NIP, role=None)
    actions.grant(
        user=user, role=Role.HEAD, institution=depok, unit_path="1/", source="office:1",
        starts_at=NOW, ends_at=NOW + timedelta(days=1), by="user:1", at=AT,
    )  # fmt: skip

    def seat(after: timedelta) -> queries.Seat | None:
        return queries.seat(user, now=NOW + after, chosen=None)

    assert seat(timedelta(seconds=-1)) is None
    held = seat(timedelta())
    assert held is not None
    assert held.may(Duty.SEE_BOARD, "1/2/")
    assert not held.may(Duty.SEE_BOARD, "2/")
    assert seat(timedelta(days=1)) is None


def test_many_grants_are_one_act_and_end_together(depok: Institution, make: Make) -> None:
    users = [make(nip(n), role=None) for n in range(3)]
    new = [NewGrant(u.pk, Role.EMPLOYEE, "1/", "roster:1", NOW) for u in users]
    actions.grant_all(new, institution=depok, by="system", at=AT)
    assert Entry.objects.filter(act="grant.given").count() == 1
    ended = actions.end_grants(
        institution=depok, source="roster:1", ends_at=NOW - timedelta(days=3), by="user:1", at=AT
    )
    assert ended == 3
    assert not Grant.objects.of(depok).filter(ends_at=None).exists()
    assert fields(Entry.objects.get(act="grant.ended"))["detail"]["grants"] == 3
    again = actions.end_grants(
        institution=depok, source="roster:1", ends_at=NOW, by="user:1", at=AT
    )
    assert again == 0
    assert Entry.objects.filter(act="grant.ended").count() == 1


def test_many_sources_end_within_a_larger_act(depok: Institution, make: Make) -> None:
    users = [make(nip(n), role=None) for n in range(3)]
    new = [NewGrant(u.pk, Role.EMPLOYEE, "", f"person:{u.pk}", NOW) for u in users]
    actions.grant_all(new, institution=depok, by="system", at=AT)
    sources = [f"person:{u.pk}" for u in users[:2]]
    assert actions.end_all(sources, institution=depok, ends_at=NOW + timedelta(days=1)) == 2
    assert actions.end_all(sources, institution=depok, ends_at=NOW + timedelta(days=1)) == 0
    assert Grant.objects.of(depok).filter(ends_at=None).count() == 1
    assert not Entry.objects.filter(act="grant.ended").exists()


def test_nothing_to_do_leaves_no_entry(depok: Institution) -> None:
    assert actions.grant_all([], institution=depok, by="system", at=AT) == []
    assert actions.make_codes([], institution=depok, by="system", at=AT) == {}
    assert actions.create_accounts([], institution=depok, by="system", at=AT) == []
    assert not Entry.objects.exists()


def test_a_seat_requires_as_if_nothing_were_there(depok: Institution, make: Make) -> None:
    sits = queries.seat(make(NIP, role=Role.HEAD, path="1/"), now=NOW, chosen=None)
    assert sits is not None
    sits.require(Duty.SEE_BOARD, "1/2/")
    with pytest.raises(NotYours):
        sits.require(Duty.SEE_BOARD, "2/")
    with pytest.raises(NotYours):
        sits.require(Duty.RUN_INSTALLATION)


def test_grants_of_another_institution_are_not_ended(
    depok: Institution, malang: Institution, make: Make
) -> None:
    make(NIP)
    assert not actions.end_grants(
        institution=malang, source="test", ends_at=NOW, by="user:1", at=AT
    )


def test_a_code_opens_an_account_once(depok: Institution, make: Make) -> None:
    user = make(NIP, password=None)
    code = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]} "
    opened = actions.activate(
        username="19900101 201501 1 000", code=typed, password=PASSWORD, now=NOW
    )
    assert opened.check_password(PASSWORD)
    with pytest.raises(CodeRefused):
        actions.activate(username=NIP, code=code, password="kata-sandi-kedua-ini", now=NOW)
    opened.refresh_from_db()
    assert opened.check_password(PASSWORD)
    entry = Entry.objects.get(act="account.activated")
    assert fields(entry)["subject"] == f"user:{user.pk}"


def test_only_the_newest_code_is_good_and_not_for_ever(depok: Institution, make: Make) -> None:
    user = make(NIP, password=None)
    old = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    new = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    with pytest.raises(CodeRefused):
        actions.activate(username=NIP, code=old, password=PASSWORD, now=NOW)
    late = NOW + timedelta(days=30)
    with pytest.raises(CodeRefused):
        actions.activate(username=NIP, code=new, password=PASSWORD, now=late)
    actions.activate(username=NIP, code=new, password=PASSWORD, now=late - timedelta(seconds=1))


def test_a_newer_code_of_another_city_ends_the_older_one(
    depok: Institution, malang: Institution, make: Make
) -> None:
    user = make(NIP, password=None)
    old = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    new = actions.make_codes([user], institution=malang, by="system", at=AT)[user.pk]
    with pytest.raises(CodeRefused):
        actions.activate(username=NIP, code=old, password=PASSWORD, now=NOW)
    assert actions.activate(username=NIP, code=new, password=PASSWORD, now=NOW) == user


def test_the_owner_is_told_when_a_code_sets_a_password_anew(depok: Institution, make: Make) -> None:
    user = make(NIP, password=None, email="sari@example.id")
    for told in (0, 2):  # the first code opens the account, the second one takes it over
        code = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
        actions.activate(username=NIP, code=code, password=PASSWORD, now=NOW)
        assert Message.objects.filter(recipient=f"user:{user.pk}").count() == told
    assert set(Message.objects.values_list("channel", "address")) == {
        ("app", ""), ("mail", "sari@example.id"),
    }  # fmt: skip


def test_a_weak_password_leaves_the_code_good(depok: Institution, make: Make) -> None:
    user = make(NIP, password=None)
    code = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    with pytest.raises(ValidationError):
        actions.activate(username=NIP, code=code, password="pendek", now=NOW)
    assert actions.activate(username=NIP, code=code, password=PASSWORD, now=NOW) == user


@pytest.mark.parametrize("number", [NIP, nip(9), "", "a\x00b", "🦑" * 300])
def test_a_wrong_number_and_a_wrong_code_read_alike(
    depok: Institution, make: Make, number: str
) -> None:
    actions.make_codes([make(NIP, password=None)], institution=depok, by="system", at=AT)
    with pytest.raises(CodeRefused):
        actions.activate(username=number, code="2222 2222 2222", password=PASSWORD, now=NOW)


def test_the_sixth_guess_is_not_even_looked_at(depok: Institution, make: Make) -> None:
    user = make(NIP, password=None)
    code = actions.make_codes([user], institution=depok, by="system", at=AT)[user.pk]
    for _ in range(5):
        with pytest.raises(CodeRefused):
            actions.activate(username=NIP, code="2222", password=PASSWORD, now=NOW)
    with pytest.raises(TooManyTries):
        actions.activate(username=NIP, code=code, password=PASSWORD, now=NOW)
    assert ActivationCode.objects.get().used_at is None


def test_an_operator_hands_out_no_code_for_a_staff_account(depok: Institution, make: Make) -> None:
    operator = make(nip(1), role=Role.OPERATOR, path="1/2/")
    admin = make(nip(2), role=Role.ADMIN)
    head = make(NIP, role=Role.HEAD, path="1/2/", password=None)
    by = {"institution": depok, "at": AT}
    with pytest.raises(CodeNotYours):
        actions.make_codes([head], by=f"user:{operator.pk}", **by)  # type: ignore[arg-type]
    assert actions.make_codes([head], by=f"user:{admin.pk}", **by)  # type: ignore[arg-type]


def test_no_city_opens_an_account_that_serves_another(
    depok: Institution, malang: Institution, make: Make
) -> None:
    make(NIP, role=Role.SIGNATORY, institution=malang)
    user = make(NIP, password=None)
    admin = make(nip(2), role=Role.ADMIN)
    with pytest.raises(AccountHeldElsewhere):
        actions.make_codes([user], institution=depok, by=f"user:{admin.pk}", at=AT)


def test_whoever_recorded_a_role_first_keeps_the_account(
    depok: Institution, malang: Institution, make: Make
) -> None:
    user = make(NIP)
    make(NIP, institution=malang)
    ours, theirs = make(nip(2), role=Role.ADMIN), make(nip(3), role=Role.ADMIN, institution=malang)
    with pytest.raises(AccountHeldElsewhere):
        actions.make_codes([user], institution=malang, by=f"user:{theirs.pk}", at=AT)
    assert actions.make_codes([user], institution=depok, by=f"user:{ours.pk}", at=AT)
    actions.end_grants(institution=depok, source="test", ends_at=NOW, by="user:1", at=AT)
    assert actions.make_codes([user], institution=malang, by=f"user:{theirs.pk}", at=AT)


def test_an_ended_superadmin_sits_nowhere(depok: Institution, make: Make) -> None:
    user = make(NIP, role=None)
    Grant.objects.create(
        user=user, role=Role.SUPERADMIN, source="command", starts_at=NOW - timedelta(days=2),
        ends_at=NOW - timedelta(days=1),
    )  # fmt: skip
    assert queries.seat(user, now=NOW, chosen=None) is None
    assert queries.seat(user, now=NOW - timedelta(hours=30), chosen=None) is not None
