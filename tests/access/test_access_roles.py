from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from netral.access import actions
from netral.access.core import (
    BY_HAND,
    ROLES,
    Duty,
    Power,
    Role,
    may_give,
    may_hand_code,
    tidy_username,
    username_for,
)
from netral.access.errors import LastAtTheDesk, OwnRole, RoleNotYours, RolesApart
from netral.access.models import Grant, User
from netral.access.queries import Seat, role_held, seat
from netral.ledger.models import Entry
from netral.tenancy.models import Institution
from tests.access.conftest import NOW, PASSWORD, nip

NIP = nip(7)
Make = Callable[..., User]
Enter = Callable[..., Any]


@pytest.fixture
def admin(make: Make, enter: Enter) -> User:
    user = make(nip(1), role=Role.ADMIN)
    enter(nip(1))
    return user


def ask(**more: str) -> dict[str, str]:
    today = f"{timezone.localdate():%Y-%m-%d}"
    return {"number": NIP, "role": "auditor", "starts_on": today, "ends_on": ""} | more


def test_a_role_is_given_in_two_steps(admin: User, make: Make, client: Client) -> None:
    user = make(NIP)
    shown = client.post("/akun/peran/", ask())
    assert "Berikan peran ini?" in shown.content.decode()
    assert not Grant.objects.filter(role=Role.AUDITOR).exists()
    wrong = client.post("/akun/peran/", ask(confirm="1", password="salah sekali"))
    assert wrong.status_code == 200
    assert not Grant.objects.filter(role=Role.AUDITOR).exists()
    done = client.post("/akun/peran/", ask(confirm="1", password=PASSWORD))
    assert done["Location"] == "/akun/peran/"
    given = Grant.objects.get(role=Role.AUDITOR)
    assert (given.user, given.institution, given.unit_path) == (user, given.institution, "")
    assert "Auditor" in client.get("/akun/peran/").content.decode()


def test_a_role_holds_from_its_first_to_its_last_day(
    admin: User, make: Make, client: Client, depok: Institution
) -> None:
    make(NIP)
    form = ask(starts_on="2026-03-10", ends_on="2026-03-12", confirm="1", password=PASSWORD)
    client.post("/akun/peran/", form)
    given = Grant.objects.get(role=Role.AUDITOR)
    assert given.starts_at.isoformat() == "2026-03-09T17:00:00+00:00"
    assert given.ends_at is not None
    assert given.ends_at.isoformat() == "2026-03-12T17:00:00+00:00"


@pytest.mark.parametrize(
    "more",
    [
        {"role": "admin"},
        {"role": "superadmin"},
        {"role": "head"},
        {"role": "x"},
        {"number": nip(99)},
        {"number": "🦑"},
        {"starts_on": "kemarin"},
        {"ends_on": "2001-01-01"},
        {"number": ""},
    ],
)
def test_nothing_else_is_given(
    admin: User, make: Make, client: Client, more: dict[str, str]
) -> None:
    make(NIP)
    before = Grant.objects.count()
    answer = client.post("/akun/peran/", ask(confirm="1", password=PASSWORD, **more))
    assert answer.context["form"].errors
    assert Grant.objects.count() == before


def test_people_of_another_city_stay_hidden(
    admin: User, make: Make, client: Client, malang: Institution
) -> None:
    make(NIP, institution=malang)
    answer = client.post("/akun/peran/", ask())
    assert "number" in answer.context["form"].errors


def test_a_role_is_ended_only_where_it_was_given(
    admin: User, make: Make, client: Client, malang: Institution
) -> None:
    make(NIP)
    client.post("/akun/peran/", ask(confirm="1", password=PASSWORD))
    given = Grant.objects.get(role=Role.AUDITOR)
    foreign = make(nip(9), role=Role.AUDITOR, institution=malang).grants.get()
    assert client.post(f"/akun/peran/{foreign.pk}/akhiri/").status_code == 404
    own = admin.grants.get()
    assert client.post(f"/akun/peran/{own.pk}/akhiri/").status_code == 403
    assert client.get(f"/akun/peran/{given.pk}/akhiri/").status_code == 405
    client.post(f"/akun/peran/{given.pk}/akhiri/")
    given.refresh_from_db()
    assert given.ends_at is not None
    assert Entry.objects.filter(act="grant.ended").count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMIN, Role.SUPERADMIN}])
def test_only_the_personnel_office_gives_roles(
    make: Make, enter: Enter, client: Client, role: Role
) -> None:
    make(nip(2), role=role)
    enter(nip(2))
    assert client.get("/akun/peran/").status_code == 404
    assert client.post("/akun/peran/", ask()).status_code == 404


def test_nobody_gives_more_than_he_holds(make: Make, depok: Institution) -> None:
    user = make(NIP)
    for role in Role:
        giver = make(
            nip(20 + list(Role).index(role)), role=role if role != Role.SUPERADMIN else None
        )
        if role == Role.SUPERADMIN:
            Grant.objects.create(user=giver, role=role, source="command", starts_at=NOW)
        sits = seat(giver, now=timezone.now(), chosen=None)
        assert sits is not None
        for wanted in Role:
            allowed = role == Role.ADMIN and wanted in BY_HAND
            assert may_give(sits.powers, wanted) == allowed
            if not allowed:
                with pytest.raises(RoleNotYours):
                    actions.give_role(
                        user=user, role=wanted, seat=sits, starts_at=NOW, ends_at=None
                    )


@given(st.sets(st.sampled_from(list(Role))), st.sampled_from(list(Role)))
def test_what_is_given_by_hand_lies_within_what_the_giver_holds(
    held: set[Role], wanted: Role
) -> None:
    powers = [Power(role, "") for role in held]
    duties = {duty for role in held for duty in ROLES[role]}
    if may_give(powers, wanted):
        apart = {Duty.AUDIT, Duty.ANSWER_ADVICE, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION}
        assert ROLES[wanted] - apart <= duties
        assert Duty.GIVE_ROLES in duties


@given(st.sampled_from(list(Role)), st.sampled_from(["", "1/", "1/2/"]))
def test_nobody_gives_over_more_units_than_the_own(role: Role, path: str) -> None:
    powers = [Power(Role.ADMIN, "1/")]
    if may_give(powers, role, path):
        assert path.startswith("1/")


def test_a_code_for_staff_comes_from_the_whole_institution() -> None:
    operator, admin = [Power(Role.OPERATOR, "1/")], [Power(Role.ADMIN, "")]
    employee, head = [Power(Role.EMPLOYEE, "1/")], [Power(Role.HEAD, "1/")]
    assert may_hand_code(operator, employee)
    assert may_hand_code(operator, [])
    assert not may_hand_code(operator, head)
    assert may_hand_code(admin, head)
    assert not may_hand_code(admin, [Power(Role.SUPERADMIN, "")])
    assert not may_hand_code(employee, [])


@given(st.text(max_size=40))
def test_a_tidied_name_is_tidy(typed: str) -> None:
    name = tidy_username(typed)
    assert tidy_username(name) == name
    assert "\x00" not in name


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_only_national_numbers_are_shared_by_cities(number: str) -> None:
    shared = username_for(number, "depok") == username_for(number, "malang")
    assert shared == (len(number) in {16, 18})


# ---- Commands


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def activate(client: Client, said: str) -> None:
    lines = dict(line.split(": ", 1) for line in said.strip().splitlines())
    form = {
        "number": lines["Sign-in name"],
        "code": lines["Activation code"].split("  ")[0],
        "password": "empat kata tanpa kaitan",
    }
    assert client.post("/akun/aktivasi/", form).status_code == 302


def test_the_first_administrator_of_an_institution_comes_from_the_command_line(
    depok: Institution, client: Client
) -> None:
    activate(client, run("buat_admin", NIP, "--institution", "32.76", "--name", "Admin Contoh"))
    assert client.get("/akun/peran/").status_code == 200
    assert Grant.objects.get().role == Role.ADMIN


def test_an_administrator_of_the_installation_is_announced_to_every_institution(
    depok: Institution, malang: Institution, client: Client
) -> None:
    activate(client, run("buat_admin", "pengelola", "--installation"))
    assert client.get("/akun/").context["seat"].may(Duty.RUN_INSTALLATION)
    assert Entry.objects.filter(act="superadmin.appointed").count() == 2


@pytest.mark.parametrize(
    ("where", "act"),
    [(("--institution", "depok"), "grant.ended"), (("--installation",), "superadmin.dismissed")],
)
def test_who_was_appointed_from_the_command_line_is_dismissed_there(
    depok: Institution, client: Client, where: tuple[str, ...], act: str
) -> None:
    activate(client, run("buat_admin", NIP, *where))
    assert client.get("/kelola/unit/").status_code != 404
    assert "no longer" in run("buat_admin", NIP, *where, "--end")
    assert client.get("/kelola/unit/").status_code == 404
    assert Entry.objects.get(act=act).institution == depok
    with pytest.raises(CommandError):
        run("buat_admin", NIP, *where, "--end")


def test_an_installation_without_institutions_can_have_an_administrator(
    client: Client, db: None
) -> None:
    activate(client, run("buat_admin", "pengelola", "--installation"))
    assert client.get("/akun/").status_code == 200


@pytest.mark.parametrize("words", [("--institution", "atlantis"), ()])
def test_a_wrong_place_is_refused(depok: Institution, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("buat_admin", NIP, *words)


def test_lost_factors_are_dropped_on_the_word_of_officers(make: Make, client: Client) -> None:
    user = make(NIP)
    client.force_login(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get("/akun/").status_code == 200
    run("lepas_faktor", NIP, "--reason", "Ponsel hilang; Sari dan Budi")
    assert client.get("/akun/").status_code == 302
    assert Entry.objects.filter(act="factors.dropped").count() == 1
    client.post("/masuk/", {"login": NIP, "password": PASSWORD})
    assert client.get("/akun/").status_code == 200
    with pytest.raises(CommandError):
        run("lepas_faktor", nip(99), "--reason", "x")


def test_roles_do_not_cost_more_queries_the_more_there_are(
    admin: User, make: Make, client: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        make(nip(40 + n), role=Role.DRAFTER)
    with django_assert_max_num_queries(6):
        client.get("/akun/peran/")


def test_a_role_over_the_top_unit_is_over_the_whole(make: Make) -> None:
    grant = make(NIP, role=Role.HEAD).grants.get()
    for path, whole in (("", True), ("7/", True), ("7/12/", False)):
        grant.unit_path = path
        assert role_held(grant).whole is whole


# ---- Who appoints a desk does not read what reaches it


def sitting(user: User) -> Seat:
    found = seat(user, now=timezone.now(), chosen=None)
    assert found is not None
    return found


def give(user: User, role: Role, giver: User) -> Grant:
    return actions.give_role(user=user, role=role, seat=sitting(giver), starts_at=NOW, ends_at=None)


def refused_at(answer: Any, field: str, words: str) -> None:
    """Expect the page of roles with the refusal at one field, in words and for readers aloud."""
    page = answer.content.decode()
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert f'id="id_{field}_error"' in page
    assert "Berikan peran ini?" not in page


def kept(answer: Any) -> dict[str, str]:
    """Return what stands in the form for the next try."""
    form = answer.context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_a_refusal_between_the_two_steps_is_said_at_the_field(
    admin: User, make: Make, client: Client
) -> None:
    user = make(NIP)
    assert (
        "Berikan peran ini?" in client.post("/akun/peran/", ask(role="inspector")).content.decode()
    )
    give(user, Role.CASE_OFFICER, admin)
    second = ask(role="inspector", confirm="1", password=PASSWORD)
    refused_at(client.post("/akun/peran/", second), "number", "Inspektorat")
    assert not Grant.objects.filter(role=Role.INSPECTOR).exists()


def test_who_serves_a_part_gives_no_role_over_the_whole(
    make: Make, enter: Enter, client: Client
) -> None:
    user = make(nip(1), role=Role.ADMIN)
    user.grants.update(unit_path="7/")
    make(NIP)
    enter(nip(1))
    answer = client.post("/akun/peran/", ask())
    refused_at(answer, "role", "Anda tidak berwenang memberikan peran ini")
    assert not Grant.objects.filter(role=Role.AUDITOR).exists()


@pytest.mark.parametrize("role", BY_HAND)
def test_nobody_gives_a_role_to_oneself(admin: User, client: Client, role: Role) -> None:
    with pytest.raises(OwnRole):
        give(admin, role, admin)
    first = ask(number=nip(1), role=role, ends_on="2031-03-12")
    for form in (first, first | {"confirm": "1", "password": PASSWORD}):
        answer = client.post("/akun/peran/", form)
        refused_at(answer, "number", "Anda tidak dapat memberikan peran kepada diri sendiri")
        assert kept(answer) == first
    assert not Grant.objects.filter(role=role).exists()


@pytest.mark.parametrize(
    ("has", "wanted"),
    [
        (Role.ADMIN, Role.INSPECTOR),
        (Role.CASE_OFFICER, Role.INSPECTOR),
        (Role.INSPECTOR, Role.CASE_OFFICER),
    ],
)
def test_nobody_serves_the_personnel_office_and_the_inspektorat(
    admin: User, make: Make, client: Client, has: Role, wanted: Role
) -> None:
    user = make(NIP, role=has)
    with pytest.raises(RolesApart):
        give(user, wanted, admin)
    answer = client.post("/akun/peran/", ask(role=wanted))
    refused_at(answer, "number", "Inspektorat")
    assert kept(answer) == ask(role=wanted)
    assert not Grant.objects.filter(user=user, role=wanted).exists()
    user.grants.update(ends_at=NOW)
    assert give(user, wanted, admin).role == wanted


def test_a_role_that_begins_tomorrow_is_apart_too(admin: User, make: Make) -> None:
    user = make(NIP)
    tomorrow = timezone.now() + timedelta(days=1)
    actions.give_role(
        user=user, role=Role.CASE_OFFICER, seat=sitting(admin), starts_at=tomorrow, ends_at=None
    )
    with pytest.raises(RolesApart):
        give(user, Role.INSPECTOR, admin)


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.INSPECTOR])
def test_a_desk_for_suspicions_is_never_emptied(
    admin: User, make: Make, client: Client, role: Role
) -> None:
    given = give(make(NIP), role, admin)
    with pytest.raises(LastAtTheDesk):
        actions.end_role(given=given, seat=sitting(admin))
    other = make(nip(8))
    give(other, role, admin)
    other.is_active = False
    other.save()
    answer = client.post(f"/akun/peran/{given.pk}/akhiri/")
    assert "tidak akan sampai kepada siapa pun" in answer.content.decode()
    given.refresh_from_db()
    assert given.ends_at is None
    other.is_active = True
    other.save()
    actions.end_role(given=given, seat=sitting(admin))
    given.refresh_from_db()
    assert given.ends_at is not None
