"""The pages: asking in two steps, deciding, the register, and what stays hidden."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.permits.actions.deciding import recommend, send_back
from netral.permits.core import Shown, State
from netral.permits.models import Permit
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.permits.conftest import LAST, again, asked, granted, hand, leave, service

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]
FORM: dict[str, Any] = {
    "body": "station", "place": "TPS 12 Kelurahan Beji", "election": "pilkada-2024",
    "starts_on": "2024-07-01", "ends_on": "2024-12-16", "note": "",
}  # fmt: skip
SEND = {"send": "1", "agree": "on"}
ASK = "/izin/baru/badan-adhoc/"


@pytest.fixture
def as_ratna(client: Client, ratna: Member, hendra: Member, sign_in: SignIn) -> Client:
    sign_in(client, ratna.user)
    return client


@pytest.fixture
def as_hendra(client: Client, hendra: Member, sign_in: SignIn) -> Client:
    sign_in(client, hendra.user)
    return client


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


# ---- Asking


def test_a_request_is_filled_in_checked_and_sent(as_ratna: Client) -> None:
    assert "Panitia Pemilihan Kecamatan" in said(as_ratna.get(ASK))
    check = said(as_ratna.post(ASK, FORM))
    assert "Aturan yang berlaku membolehkan" in check
    assert "Hendra Contoh" in check
    assert not Permit.objects.exists()
    answer = as_ratna.post(ASK, FORM | SEND, follow=True)
    assert "Permohonan Anda terkirim." in said(answer)
    assert Permit.objects.get().place == "TPS 12 Kelurahan Beji"


def test_nothing_is_sent_without_the_promise_and_nothing_typed_is_lost(as_ratna: Client) -> None:
    answer = as_ratna.post(ASK, FORM | {"send": "1"})
    assert answer.status_code == 422
    assert 'value="TPS 12 Kelurahan Beji"' in said(answer)
    assert not Permit.objects.exists()


def test_going_back_keeps_what_was_typed(as_ratna: Client) -> None:
    answer = as_ratna.post(ASK, FORM | {"change": "1"})
    assert answer.status_code == 200
    assert 'value="TPS 12 Kelurahan Beji"' in said(answer)
    assert 'value="2024-12-16"' in said(answer)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ends_on": "2024-06-30"}, "Hari terakhir mendahului hari pertama."),
        ({"starts_on": "soon"}, "Tulis tanggal"),
        ({"election": "pemilu-1955"}, "pemilu-1955"),
        ({"body": "ppk"}, "ppk"),
        ({"place": "x" * 161}, "160"),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    given: dict[str, str], words: str, as_ratna: Client
) -> None:
    answer = as_ratna.post(ASK, FORM | given | SEND)
    assert answer.status_code == 422
    assert words in said(answer) or "error-summary" in said(answer)
    assert not Permit.objects.exists()


def test_a_period_that_is_taken_is_told_at_the_days(
    as_ratna: Client, ratna: Member, at: Moment
) -> None:
    asked(ratna, at)
    answer = as_ratna.post(ASK, FORM | {"place": "TPS 13"} | SEND)
    assert answer.status_code == 422
    assert "sudah mempunyai permohonan atau izin sejenis" in said(answer)


def test_what_people_type_is_never_markup(as_ratna: Client) -> None:
    evil = "<script>alert(1)</script>"
    answer = as_ratna.post(ASK, FORM | {"place": evil} | SEND, follow=True)
    assert evil not in said(answer)
    assert "&lt;script&gt;" in said(answer)


def test_a_double_click_sends_once(as_ratna: Client) -> None:
    for _ in range(2):
        as_ratna.post(ASK, FORM | SEND)
    assert Permit.objects.count() == 1


def test_an_elected_head_of_region_asks_nobody(
    client: Client, wali: Member, sign_in: SignIn
) -> None:
    sign_in(client, wali.user)
    assert client.get(ASK).status_code in {404, 409}


# ---- One request


def test_only_the_asker_those_above_and_the_register_read_a_request(
    client: Client, sign_in: SignIn, ratna: Member, hendra: Member, dewi: Member, laras: Member,
    bima: Member, auditor: User, at: Moment,
) -> None:  # fmt: skip
    permit = asked(ratna, at)
    seen = {}
    for name, user in (
        ("ratna", ratna.user), ("hendra", hendra.user), ("dewi", dewi.user), ("auditor", auditor),
        ("laras", laras.user), ("bima", bima.user),
    ):  # fmt: skip
        sign_in(client, user)
        seen[name] = client.get(f"/izin/{permit.slug}/").status_code
    assert seen == {
        "ratna": 200, "hendra": 200, "dewi": 200, "auditor": 200, "laras": 404, "bima": 404,
    }  # fmt: skip


def test_the_head_grants_with_conditions_and_the_letter_says_them(
    as_hendra: Client, ratna: Member, at: Moment, sealed: Institution
) -> None:
    permit = asked(ratna, at)
    page = f"/izin/{permit.slug}/putuskan/"
    assert "1 belum diverifikasi, 4 terpenuhi" in said(as_hendra.get(page))
    form = {"choice": "conditions", "reason": "Tugas teratur.", "conditions": "Piket tetap.",
            "turn": "0"}  # fmt: skip
    answer = as_hendra.post(page, form, follow=True)
    assert "IZIN-0001/2024" in said(answer)
    letter = as_hendra.get(f"/izin/{permit.slug}/surat.pdf?unduh")
    assert letter.headers["Content-Type"] == "application/pdf"
    assert 'filename="izin-0001-2024.pdf"' in letter.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"choice": "grant"}, "Tulis alasannya"),
        ({"reason": "Ya."}, "Pilih keputusan Anda."),
        ({"choice": "conditions", "reason": "Ya."}, "Tulis paling sedikit satu ketentuan."),
    ],
)
def test_a_decision_is_complete_or_told(
    form: dict[str, str], words: str, as_hendra: Client, ratna: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    answer = as_hendra.post(f"/izin/{permit.slug}/putuskan/", form | {"turn": "0"})
    assert answer.status_code == 422
    assert words in said(answer)
    assert again(permit).state == State.WAITING


@pytest.mark.parametrize("turn", ["1", "", "-5", "9" * 30, "x"])
def test_a_decision_on_something_else_than_what_is_there_is_refused(
    turn: str, as_hendra: Client, ratna: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    form = {"choice": "grant", "reason": "Ya.", "turn": turn}
    answer = as_hendra.post(f"/izin/{permit.slug}/putuskan/", form)
    assert answer.status_code in {409, 422}
    assert again(permit).state == State.WAITING


def test_nobody_decides_on_the_own_request(as_hendra: Client, hendra: Member, at: Moment) -> None:
    permit = asked(hendra, at)
    form = {"choice": "grant", "reason": "Ya.", "turn": "0"}
    answer = as_hendra.post(f"/izin/{permit.slug}/putuskan/", form)
    assert answer.status_code == 409
    assert "permohonannya sendiri" in said(answer)
    assert again(permit).state == State.WAITING


def test_a_question_is_answered_on_its_page(
    as_ratna: Client, ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    send_back(permit=permit, question="TPS berapa?", hand=hand(hendra), turn=0, at=at)
    assert "TPS berapa?" in said(as_ratna.get("/saya/")) or "Jawab" in said(as_ratna.get("/saya/"))
    page = f"/izin/{permit.slug}/jawab/"
    assert "TPS berapa?" in said(as_ratna.get(page))
    form = FORM | {"place": "TPS 14", "words": "TPS 14.", "turn": "1"}
    assert as_ratna.post(page, FORM | {"turn": "1"}).status_code == 422
    assert as_ratna.post(page, form).status_code == 302
    assert again(permit).place == "TPS 14"


def test_a_request_is_withdrawn_and_a_permit_given_back(
    as_ratna: Client, ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = asked(ratna, at)
    as_ratna.post(f"/izin/{permit.slug}/tarik/", {"turn": "0"})
    assert again(permit).state == State.WITHDRAWN
    permit = granted(asked(ratna, at), hand(hendra), at)
    page = f"/izin/{permit.slug}/akhiri/"
    wrong = as_ratna.post(page, {"last_on": "2025-01-01", "turn": "1"})
    assert (wrong.status_code, again(permit).state) == (422, State.GRANTED)
    as_ratna.post(page, {"last_on": "2024-09-30", "turn": "1"})
    assert (again(permit).state, again(permit).last_on) == (State.ENDED, date(2024, 9, 30))


def test_a_permit_given_back_before_its_first_day_is_said_to_be_unused(
    as_ratna: Client, ratna: Member, hendra: Member, at: Moment
) -> None:
    permit = granted(asked(ratna, at), hand(hendra), at)
    last_on = permit.starts_on - timedelta(days=1)
    as_ratna.post(f"/izin/{permit.slug}/akhiri/", {"last_on": str(last_on), "turn": "1"})
    assert again(permit).last_on == last_on
    for page in (f"/izin/{permit.slug}/", "/izin/"):
        assert "Tidak dipakai sama sekali." in said(as_ratna.get(page))


def test_the_mayor_revokes_leave_that_a_head_only_recommended(
    client: Client, sign_in: SignIn, ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    permit = asked(ratna, at, leave())
    recommend(permit=permit, words="Dapat.", hand=hand(hendra), turn=0, at=at)
    permit = granted(again(permit), hand(wali, "Wali Kota Depok"), at)
    page = f"/izin/{permit.slug}/cabut/"
    sign_in(client, hendra.user)
    assert client.get(page).status_code == 404
    sign_in(client, wali.user)
    assert client.post(page, {"reason": "Keliru.", "turn": "2"}).status_code == 302
    assert again(permit).state == State.REVOKED


# ---- Desk, tasks, register


def test_a_request_waits_on_the_desk_and_among_the_tasks_of_the_head(
    as_hendra: Client, ratna: Member, at: Moment
) -> None:
    asked(ratna, at)
    assert "1 permohonan izin menunggu Anda" in said(as_hendra.get("/izin/meja/"))
    assert "Permohonan izin Ratna Contoh menunggu Anda" in said(as_hendra.get("/saya/"))


def test_a_late_request_is_shown_to_the_level_above(
    client: Client, sign_in: SignIn, ratna: Member, hendra: Member, wali: Member, at: Moment
) -> None:
    asked(ratna, Moment(at.acted - timedelta(days=20), at.logged))
    sign_in(client, wali.user)
    desk = said(client.get("/izin/meja/"))
    assert "Terlambat di unit kerja di bawah Anda" in desk
    assert "Ratna Contoh" in desk


@pytest.fixture
def registered(
    ratna: Member, hendra: Member, wali: Member, tree: dict[str, Unit], at: Moment
) -> list[Permit]:
    """Three permits: one granted and running, one waiting, one leave; the last in Disdik."""
    other = cast.employ(tree["disdik"], "=Sari Contoh", 31)
    running = service(starts_on=date(2024, 6, 20), ends_on=LAST)
    return [
        granted(asked(ratna, at, running), hand(hendra), at),
        asked(ratna, at, leave()),
        asked(other, at),
    ]


def test_bolehkah_is_told_what_the_register_proves_of_the_reader(
    registered: list[Permit], client: Client, ratna: Member, hendra: Member, sign_in: SignIn
) -> None:
    told = []
    for member in (ratna, hendra):
        sign_in(client, member.user)
        told.append(client.get("/saya/keterangan.json").json())
    assert [each["facts"] for each in told] == [{"permit": "yes"}, {}]
    assert {each["on"] for each in told} == {"2024-06-26"}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?kind=adhoc", 2),
        ("?kind=cltn", 1),
        (f"?shown={Shown.RUNNING}", 1),
        (f"?shown={Shown.WAITING}", 2),
        (f"?shown={Shown.COMING}", 0),
        ("?serving=on", 1),
        ("?name=sari", 1),
        ("?kind=nonsense", 3),
        ("?unit=99999999999999999999", 3),
        ("?page=9999", 3),
    ],
)
def test_the_register_shows_what_fits(
    query: str, count: int, registered: list[Permit], client: Client, dewi: Member,
    sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(client, dewi.user)
    page = said(client.get(f"/izin/register/{query}"))
    assert page.count('<th scope="row">') == count


def test_a_head_s_register_holds_the_own_unit_alone(
    registered: list[Permit], as_hendra: Client
) -> None:
    page = said(as_hendra.get("/izin/register/"))
    assert "Ratna" in page
    assert "Sari" not in page


def test_the_files_hold_the_register_and_neither_reasons_nor_spouses(
    registered: list[Permit], client: Client, dewi: Member, sign_in: SignIn
) -> None:
    sign_in(client, dewi.user)
    text = client.get("/izin/register.csv").content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 4
    assert "'=Sari Contoh" in text
    assert "Kota Contoh" not in text
    assert "Tugas tidak terganggu" not in text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/izin/register.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[0][0] == "Nomor"


def test_the_register_asks_as_much_for_many_as_for_few(
    registered: list[Permit], client: Client, dewi: Member, sign_in: SignIn,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    sign_in(client, dewi.user)
    with django_assert_max_num_queries(12):
        client.get("/izin/register/")


def test_an_employee_sees_no_desk_and_no_register(as_ratna: Client) -> None:
    for path in ("meja/", "register/", "register.csv", "register.xlsx"):
        assert as_ratna.get(f"/izin/{path}").status_code == 404
