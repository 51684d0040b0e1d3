"""Nil reports: who may state one, for which days, and what stands against it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from netral.access.core import Role
from netral.access.models import User
from netral.kernel.evidence import Proof
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.actions import offices
from netral.orgs.core import Capacity
from netral.orgs.models import Office, Unit
from netral.supervision.actions.findings import mend
from netral.supervision.core.periods import last_month, last_week, this_month
from netral.supervision.models import Finding, NilReport
from netral.supervision.queries.evidence import shown
from tests.cast import BY, Member
from tests.supervision.scene import found, left
from tests.supervision.suspicions import recorded

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
WEEK = (date(2024, 6, 17), date(2024, 6, 23))


@pytest.fixture
def as_hendra(client: Client, hendra: Member, sign_in: SignIn) -> Client:
    sign_in(client, hendra.user)
    return client


def state(client: Client, unit: Unit, **other: str) -> int:
    data = {"unit": str(unit.pk), "period": "week", "agree": "on"} | other
    return client.post("/pengawasan/nihil/", data).status_code


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_offered_period_is_over_and_whole(today: date) -> None:
    week, month, now = last_week(today), last_month(today), this_month(today)
    assert (week.days, week.starts_on.weekday()) == (7, 0)
    assert week.ends_on < today <= week.ends_on + timedelta(days=7)
    assert (month.starts_on.day, month.ends_on + timedelta(days=1)) == (1, today.replace(day=1))
    assert (now.starts_on, now.ends_on) == (today.replace(day=1), today)


def test_last_week_is_stated_with_one_tick(as_hendra: Client, tree: dict[str, Unit]) -> None:
    beji = tree["32.76.06"]
    assert state(as_hendra, beji) == 302
    kept = NilReport.objects.get()
    assert (kept.starts_on, kept.ends_on) == WEEK
    assert "Sejak Senin, 17 Juni 2024 sampai dengan Minggu, 23 Juni 2024" in kept.statement
    assert kept.stated_by.title == "Camat Beji"
    assert kept.statement in as_hendra.get("/pengawasan/nihil/").content.decode()


def test_the_same_period_twice_is_one_statement(as_hendra: Client, tree: dict[str, Unit]) -> None:
    for _ in range(2):
        assert state(as_hendra, tree["32.76.06"]) == 302
    assert NilReport.objects.count() == 1
    assert Entry.objects.filter(act="nil_report.stated").count() == 1


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"agree": ""}, "Centang kotak ini untuk membuat pernyataan."),
        ({"period": "days"}, "Pilih tanggalnya."),
        ({"period": "days", "starts_on": "2024-06-20", "ends_on": "2024-06-19"},
         "Hari terakhir mendahului hari pertama."),
        ({"period": "days", "starts_on": "2024-06-20", "ends_on": "2024-06-27"},
         "Masa ini belum selesai"),
        ({"period": "days", "starts_on": "2023-06-20", "ends_on": "2024-06-20"},
         "paling lama 62 hari"),
        ({"period": "days", "starts_on": "soon", "ends_on": "2024-06-20"}, "Tulis tanggal"),
        ({"period": "year"}, "year"),
        ({"unit": "999999"}, "999999"),
    ],
)  # fmt: skip
def test_what_cannot_be_stated_is_told(
    other: dict[str, str], words: str, as_hendra: Client, tree: dict[str, Unit]
) -> None:
    data = {"unit": str(tree["32.76.06"].pk), "period": "week", "agree": "on"} | other
    answer = as_hendra.post("/pengawasan/nihil/", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not NilReport.objects.exists()


def test_an_open_finding_of_the_period_stands_against_it_until_it_is_mended(
    as_hendra: Client, hendra: Member, tree: dict[str, Unit], at: Moment
) -> None:
    beji, by = tree["32.76.06"], f"user:{hendra.user.pk}"
    earlier = replace(at, acted=at.acted - timedelta(days=7))
    finding = found(beji, by, earlier)
    assert state(as_hendra, beji) == 422
    assert state(as_hendra, beji, period="month") == 302  # found after it
    mend(finding=finding, remedy="Diturunkan.", by=by, at=at)
    assert state(as_hendra, beji) == 302


def test_a_finding_of_a_unit_with_its_own_head_is_that_heads(
    as_hendra: Client, yusuf: Member, tree: dict[str, Unit], at: Moment
) -> None:
    earlier = replace(at, acted=at.acted - timedelta(days=7))
    found(tree["32.76.06.1001"], f"user:{yusuf.user.pk}", earlier)
    assert state(as_hendra, tree["32.76.06"]) == 302
    found(tree["32.76.06.1004"], BY, earlier)  # nobody heads it
    assert Finding.objects.count() == 2
    assert state(as_hendra, tree["32.76.06"], period="now") == 422


def test_only_who_heads_the_unit_states_it(
    client: Client, bima: Member, yusuf: Member, ratna: Member, tree: dict[str, Unit],
    sign_in: SignIn,
) -> None:  # fmt: skip
    for user, status in ((bima.user, 404), (ratna.user, 404), (yusuf.user, 422)):
        sign_in(client, user)
        assert state(client, tree["32.76.06"]) == status
    assert not NilReport.objects.exists()


def test_a_stand_in_states_it_and_the_next_holder_sees_it(
    client: Client, hendra: Member, kadis: Member, tree: dict[str, Unit], at: Moment,
    sign_in: SignIn,
) -> None:  # fmt: skip
    offices.hand_over(
        office=Office.objects.get(title="Camat Beji"), person=kadis.person,
        capacity=Capacity.PLH, starts_on=date(2024, 6, 20), ends_on=date(2024, 6, 30),
        basis="Nota dinas", by=BY, at=at,
    )  # fmt: skip
    sign_in(client, kadis.user)
    assert state(client, tree["32.76.06"]) == 302
    assert NilReport.objects.get().stated_by.title == "Plh. Camat Beji"
    sign_in(client, hendra.user)
    assert "Kadis Contoh" in client.get("/pengawasan/nihil/").content.decode()


def test_for_an_empty_office_nobody_states_it(
    as_hendra: Client, hendra: Member, tree: dict[str, Unit], at: Moment
) -> None:
    left(hendra, at)
    assert state(as_hendra, tree["32.76.06"]) in {404, 422}
    assert not NilReport.objects.exists()


def test_it_proves_the_days_that_it_covers(
    as_hendra: Client, tree: dict[str, Unit], at: Moment
) -> None:
    state(as_hendra, tree["32.76.06"])
    (proof,) = shown(tree["32.76.06"].institution, at.acted, at.logged)
    assert (proof.proof, proof.covers) == (Proof.NIL_REPORT, WEEK)


def test_a_mayor_heads_the_root_and_may_state_it(
    client: Client, wali: Member, tree: dict[str, Unit], sign_in: SignIn
) -> None:
    sign_in(client, wali.user)
    assert state(client, tree["32.76"]) == 302
    assert NilReport.objects.get().stated_by.office.role == Role.SIGNATORY


def test_a_link_offers_the_days_that_are_asked_about(
    as_hendra: Client, tree: dict[str, Unit]
) -> None:
    days = {"starts_on": "2024-05-14", "ends_on": "2024-05-31"}
    offered = {"unit": str(tree["32.76.06"].pk)} | days
    page = as_hendra.get("/pengawasan/nihil/", offered).content.decode()
    assert re.search(r'value="days"[^>]*checked', page)
    assert "<details open>" in page
    for day in days.values():
        assert f'value="{day}"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "<script>"}, {"ends_on": "2024-02-31"}, {"ends_on": ""},
        {"starts_on": "0202-05-14"}, {"unit": "999999"}, {"unit": "' OR 1=1"},
    ],
)  # fmt: skip
def test_a_link_that_makes_no_sense_offers_nothing_and_breaks_nothing(
    wrong: dict[str, str], as_hendra: Client, tree: dict[str, Unit]
) -> None:
    good = {"unit": str(tree["32.76.06"].pk), "starts_on": "2024-05-14", "ends_on": "2024-05-31"}
    answer = as_hendra.get("/pengawasan/nihil/", good | wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'value="week"[^>]*checked', page)
    assert "<details open>" not in page
    assert "<script>" not in page


def test_while_the_heads_own_clock_runs_nothing_can_be_stated_and_then_it_can(
    as_hendra: Client, hendra: Member, ratna: Member, tree: dict[str, Unit]
) -> None:
    recorded(hendra, ratna)  # told today, which lies in this month and not in the last week
    answer = as_hendra.post(
        "/pengawasan/nihil/",
        {"unit": str(tree["32.76.06"].pk), "period": "now", "agree": "on"},
    )
    assert answer.status_code == 422
    assert not NilReport.objects.exists()
    assert state(as_hendra, tree["32.76.06"]) == 302
