"""The pages: sign a pact as an employee, run a campaign as an officer, watch it as a head."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks import default_task_backend
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from netral.access.core import Role
from netral.access.models import User
from netral.notices.models import Message
from netral.orgs.actions.people import transfer
from netral.orgs.queries import root
from netral.pacts.actions.roster import reconcile
from netral.pacts.core import State
from netral.pacts.forms import Statements
from netral.pacts.models import Campaign, PaperForm, Pledge, Report, Signature
from netral.signing.models import Paper
from netral.tallies.actions import fold
from tests.pacts.conftest import AT, DEADLINE, NOW, PASSWORD, City, Sign, pledges
from tests.pacts.test_pacts_scans import picture


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(user: User | None) -> Client:
    assert user
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_an_employee_signs_on_one_page_and_gets_a_receipt_with_a_sealed_pdf(
    sealed_house: object, staffed: City, campaign: Campaign
) -> None:
    pledge = pledges(campaign)[0]
    client = signed_in(pledge.person.account)
    page = text_of(client.get(f"/pakta/{campaign.slug}/"))
    assert campaign.text_sha256 in page
    assert "Tanda tangani pakta" in page
    assert "Jumat, 28 Juni 2024 pukul 16.00 WIB" in page
    pledge.refresh_from_db()
    assert pledge.state == State.OPENED
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256}
    answer = client.post(f"/pakta/{campaign.slug}/", form, follow=True)
    assert "Anda sudah menandatangani pakta" in text_of(answer)
    signature = Signature.objects.get(pledge=pledge)
    assert (signature.level, signature.method) == (1, "password")
    pdf = client.get(f"/pakta/{campaign.slug}/bukti.pdf")
    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"ETSI.CAdES.detached" in pdf.content
    signature.paper.refresh_from_db()
    assert signature.paper.sealed_at
    again = client.get(f"/pakta/{campaign.slug}/bukti.pdf")
    assert again.content == pdf.content


def test_a_signature_rings_for_its_seal_with_ids_only(
    campaign: Campaign, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    pledge = pledges(campaign)[0]
    client = signed_in(pledge.person.account)
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256}
    default_task_backend.clear()  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/pakta/{campaign.slug}/", form)
    (task,) = default_task_backend.results  # type: ignore[attr-defined]
    assert task.args == [[Paper.objects.get().pk]]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        pytest.param({"password": "bukan ini"}, "tidak cocok", id="wrong password"),
        pytest.param({"password": ""}, "kata sandi", id="no password"),
        pytest.param({"read": ""}, "telah membaca", id="not read"),
    ],
)
def test_without_proof_or_tick_nothing_is_signed_and_the_page_says_why(
    change: dict[str, str], word: str, campaign: Campaign
) -> None:
    client = signed_in(pledges(campaign)[0].person.account)
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256} | change
    answer = client.post(f"/pakta/{campaign.slug}/", {k: v for k, v in form.items() if v})
    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)
    assert not Signature.objects.exists()


def test_a_second_signature_within_five_minutes_needs_no_password(staffed: City) -> None:
    first, second = staffed.campaign(), staffed.campaign(name="Pakta kedua")
    pledge = pledges(first)[0]
    client = signed_in(pledge.person.account)
    form = {"read": "on", "password": PASSWORD, "text_sha256": first.text_sha256}
    client.post(f"/pakta/{first.slug}/", form)
    page = text_of(client.get(f"/pakta/{second.slug}/"))
    assert 'name="password"' not in page
    client.post(f"/pakta/{second.slug}/", {"read": "on", "text_sha256": second.text_sha256})
    assert set(Signature.objects.values_list("method", flat=True)) == {"password", "recent"}


def test_the_deadline_passes_while_the_page_is_open(
    campaign: Campaign, clock: time_machine.Traveller
) -> None:
    pledge = pledges(campaign)[0]
    clock.move_to(DEADLINE - timedelta(minutes=1))
    client = signed_in(pledge.person.account)
    client.get(f"/pakta/{campaign.slug}/")
    clock.move_to(DEADLINE + timedelta(seconds=1))
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256}
    answer = client.post(f"/pakta/{campaign.slug}/", form)
    assert answer.status_code == 409
    assert "berakhir pada Jumat, 28 Juni 2024 pukul 16.00 WIB" in text_of(answer)
    assert not Signature.objects.exists()


def test_a_double_post_leads_to_the_same_receipt(campaign: Campaign) -> None:
    client = signed_in(pledges(campaign)[0].person.account)
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256}
    first = client.post(f"/pakta/{campaign.slug}/", form)
    second = client.post(f"/pakta/{campaign.slug}/", form)
    assert first.url == second.url == f"/pakta/{campaign.slug}/bukti/"  # type: ignore[attr-defined]
    assert Signature.objects.count() == 1


def test_a_refusal_is_read_by_the_owner_and_not_by_the_head(
    staffed: City, campaign: Campaign
) -> None:
    pledge = pledges(campaign)[0]
    client = signed_in(pledge.person.account)
    reason = "Saya ingin membaca edarannya dulu."
    client.post(f"/pakta/{campaign.slug}/tolak/", {"reason": reason})
    page = f"/pakta/{campaign.slug}/pegawai/{pledge.pk}/"
    owner = signed_in(staffed.owner())
    head = signed_in(staffed.officer("kepala", Role.HEAD, pledge.unit.path))
    assert reason in text_of(owner.get(page))
    assert "Menolak" in text_of(head.get(page))
    assert reason not in text_of(head.get(page))


@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_reaches_the_receipt_or_the_signature_of_another(
    role: Role | None, staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    put_name(pledges(campaign)[0])
    user = (
        staffed.officer("lain", role) if role else staffed.people("Dinas Kesehatan", 1)[0].account
    )
    client = signed_in(user)
    for address in ("bukti/", "bukti.pdf"):
        assert client.get(f"/pakta/{campaign.slug}/{address}").status_code == 404
    form = {"read": "on", "password": PASSWORD, "text_sha256": campaign.text_sha256}
    client.post(f"/pakta/{campaign.slug}/", form)
    assert Signature.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(campaign: Campaign) -> None:
    assert Client().get(f"/pakta/{campaign.slug}/").status_code == 302


def test_an_owner_writes_checks_and_opens_a_campaign(staffed: City) -> None:
    client = signed_in(staffed.owner())
    page = text_of(client.get("/pakta/baru/"))
    assert "Belum diverifikasi" in page
    assert "Menolak politik uang" in page
    form = {
        "name": "Pakta Pilkada 2024",
        "title": "Pakta Integritas",
        "opening": "Saya menyatakan:",
        "statements": "Netral.\n\nTidak memihak.\n",
        "closing": "Demikian.",
        "opens_at": "2024-06-26T08:00",
        "deadline": "2024-06-28T16:00",
    }
    answer = client.post("/pakta/baru/", form, follow=True)
    assert "12 orang akan diminta" in text_of(answer)
    draft = Campaign.objects.get()
    assert draft.deadline == DEADLINE  # read on the wall clock of the institution
    assert draft.text["statements"] == ["Netral.", "Tidak memihak."]
    answer = client.post(f"/pakta/{draft.slug}/buka/", follow=True)
    assert Pledge.objects.count() == 12
    draft.refresh_from_db()
    assert draft.stage == "open"
    assert client.get(f"/pakta/{draft.slug}/ubah/").status_code == 409


def test_a_campaign_with_impossible_dates_is_told_at_its_fields(staffed: City) -> None:
    client = signed_in(staffed.owner())
    form = {
        "name": "Pakta", "title": "Pakta", "statements": "Netral.",
        "opens_at": "2024-06-28T16:00", "deadline": "2024-06-26T08:00",
    }  # fmt: skip
    answer = client.post("/pakta/baru/", form)
    assert answer.status_code == 422
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_only_an_owner_writes_campaigns(role: Role, staffed: City) -> None:
    client = signed_in(staffed.officer("lain", role))
    draft = staffed.draft()
    for address in ("baru/", f"{draft.slug}/ubah/", f"{draft.slug}/buka/", f"{draft.slug}/"):
        assert client.get(f"/pakta/{address}").status_code == 404


def board(client: Client, campaign: Campaign, unit: int | None = None) -> str:
    fold()
    place = f"{unit}/" if unit else ""
    return text_of(client.get(f"/pakta/{campaign.slug}/papan/{place}"))


def test_a_signature_is_seen_on_three_levels_of_the_board(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    client = signed_in(staffed.owner())
    put_name(next(p for p in pledges(campaign) if p.unit.name == "Puskesmas Mawar"))
    assert "1 dari 12" in board(client, campaign)
    assert "1 dari 7" in board(client, campaign, staffed.units["Dinas Kesehatan"].pk)
    assert "1 dari 4" in board(client, campaign, staffed.units["Puskesmas Mawar"].pk)
    assert "0 dari 5" in board(client, campaign, staffed.units["Dinas Pendidikan"].pk)


def test_the_board_reads_counters_and_never_people(
    staffed: City, campaign: Campaign, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(staffed.owner())
    with django_assert_max_num_queries(14) as asked:
        client.get(f"/pakta/{campaign.slug}/papan/")
    statements = " ".join(query["sql"] for query in asked.captured_queries)
    assert "tallies_count" in statements
    assert "pacts_pledge" not in statements
    assert "orgs_person" not in statements


def test_the_queries_of_a_board_do_not_grow_with_units(staffed: City, campaign: Campaign) -> None:
    client = signed_in(staffed.owner())
    client.get(f"/pakta/{campaign.slug}/papan/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/pakta/{campaign.slug}/papan/")
    for n in range(20):
        staffed.unit(f"Dinas {n}")
        staffed.people(f"Dinas {n}", 1)
    wide = staffed.campaign(name="Lebar")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/pakta/{wide.slug}/papan/")
    assert len(many) == len(few)


def test_a_head_sees_the_own_subtree_and_no_other(staffed: City, campaign: Campaign) -> None:
    health = staffed.units["Dinas Kesehatan"]
    client = signed_in(staffed.officer("kepala", Role.HEAD, health.path))
    answer = client.get(f"/pakta/{campaign.slug}/papan/")
    assert answer.url == f"/pakta/{campaign.slug}/papan/{health.pk}/"  # type: ignore[attr-defined]
    page = board(client, campaign, health.pk)
    assert "0 dari 7" in page
    assert staffed.house.name not in page.split("<main")[1].split("</main")[0]
    other = staffed.units["Dinas Pendidikan"].pk
    for part in ("", "pegawai/", "laporan.xlsx"):
        address = f"/pakta/{campaign.slug}/papan/{other}/{part}"
        assert client.get(address).status_code == 404
    assert client.post(f"/pakta/{campaign.slug}/papan/{other}/ingatkan/").status_code == 404
    stranger = next(p for p in pledges(campaign) if p.unit_id == other)
    assert client.get(f"/pakta/{campaign.slug}/pegawai/{stranger.pk}/").status_code == 404


def test_figures_refresh_as_a_fragment(staffed: City, campaign: Campaign) -> None:
    client = signed_in(staffed.owner())
    answer = client.get(
        f"/pakta/{campaign.slug}/papan/?bagian=angka", headers={"HX-Request": "true"}
    )
    assert text_of(answer).lstrip().startswith('<section class="progress"')


def test_a_reminder_goes_to_those_who_wait_and_only_once_a_day(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    health = staffed.units["Dinas Kesehatan"]
    put_name(next(p for p in pledges(campaign) if p.unit == health))
    client = signed_in(staffed.officer("kepala", Role.HEAD, health.path))
    address = f"/pakta/{campaign.slug}/papan/{health.pk}/ingatkan/"
    assert "6 orang" in text_of(client.post(address, follow=True))
    assert "sudah diingatkan hari ini" in text_of(client.post(address, follow=True))
    assert Message.objects.filter(template="pacts/reminder", channel="app").count() == 6


def test_the_late_list_shows_who_is_waited_for(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    signer, waiting, *_ = pledges(campaign)
    put_name(signer)
    client = signed_in(staffed.owner())
    top = root(staffed.house).pk
    page = text_of(client.get(f"/pakta/{campaign.slug}/papan/{top}/pegawai/"))
    assert waiting.person.name in page
    assert signer.person.name not in page
    page = text_of(client.get(f"/pakta/{campaign.slug}/papan/{top}/pegawai/?keadaan=signed"))
    assert signer.person.name in page
    nonsense = client.get(f"/pakta/{campaign.slug}/papan/{top}/pegawai/?keadaan=x&page=zz&nama=%27")
    assert nonsense.status_code == 200


def test_a_transfer_is_shown_beside_the_person_with_the_signature(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = next(p for p in pledges(campaign) if p.unit.name == "Puskesmas Mawar")
    put_name(pledge)
    target = staffed.units["Dinas Pendidikan"]
    transfer(person=pledge.person, unit=target, by="system", at=AT)
    reconcile(campaign=campaign, at=AT)
    client = signed_in(staffed.owner())
    address = f"/pakta/{campaign.slug}/papan/{target.pk}/pegawai/?keadaan=signed"
    assert "Pindah dari Puskesmas Mawar" in text_of(client.get(address))
    page = text_of(client.get(f"/pakta/{campaign.slug}/pegawai/{pledge.pk}/"))
    assert "Pindah dari Puskesmas Mawar" in page
    assert "Sudah menandatangani" in page


def test_two_officers_take_a_paper_and_it_counts_as_level_nought(
    staffed: City, campaign: Campaign
) -> None:
    pledge = pledges(campaign)[0]
    one = signed_in(staffed.officer("loket1", Role.OPERATOR, pledge.unit.path))
    two = signed_in(staffed.officer("loket2", Role.OPERATOR, pledge.unit.path))
    base = f"/pakta/{campaign.slug}/pegawai/{pledge.pk}"
    form = {"scan": io.BytesIO(picture()), "signed_on": "2024-06-25"}
    answer = one.post(f"{base}/kertas/", form, follow=True)
    assert "petugas kedua" in text_of(answer)
    assert not Signature.objects.exists()
    assert one.post(f"{base}/periksa/").status_code == 409
    two.post(f"{base}/periksa/")
    signature = Signature.objects.get(pledge=pledge)
    assert (signature.level, signature.method) == (0, "paper")
    assert signature.signed_at.date().isoformat() == "2024-06-25"
    fold()
    owner = signed_in(staffed.owner())
    assert "Tingkat 0" in board(owner, campaign)
    scan = two.get(f"{base}/pindaian/")
    assert scan.headers["Content-Security-Policy"].startswith("sandbox")
    assert scan.content.startswith(b"\xff\xd8\xff")


def test_a_paper_may_be_sent_back_and_taken_again(staffed: City, campaign: Campaign) -> None:
    pledge = pledges(campaign)[0]
    one = signed_in(staffed.officer("loket1", Role.OPERATOR))
    two = signed_in(staffed.officer("loket2", Role.OPERATOR))
    base = f"/pakta/{campaign.slug}/pegawai/{pledge.pk}"
    for _ in range(2):
        form = {"scan": io.BytesIO(picture()), "signed_on": "2024-06-25"}
        one.post(f"{base}/kertas/", form)
        assert PaperForm.objects.count() == 1
        two.post(f"{base}/periksa/", {"send_back": "1", "reason": "Pindaian terpotong."})
        assert not PaperForm.objects.exists()


def test_a_scan_that_took_the_place_of_the_one_seen_is_not_confirmed(
    staffed: City, campaign: Campaign
) -> None:
    pledge = pledges(campaign)[0]
    one = signed_in(staffed.officer("loket1", Role.OPERATOR))
    two = signed_in(staffed.officer("loket2", Role.OPERATOR))
    base = f"/pakta/{campaign.slug}/pegawai/{pledge.pk}"
    one.post(f"{base}/kertas/", {"scan": io.BytesIO(picture()), "signed_on": "2024-06-25"})
    seen = PaperForm.objects.get().scan_sha256
    assert f'name="scan" value="{seen}"' in two.get(f"{base}/periksa/").content.decode()
    other = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(other, "PNG")
    one.post(f"{base}/kertas/", {"scan": io.BytesIO(other.getvalue()), "signed_on": "2024-06-25"})
    sent_back = {"scan": seen, "send_back": "1", "reason": "Pindaian terpotong."}
    for stale in ({"scan": seen}, sent_back):
        assert two.post(f"{base}/periksa/", stale).status_code == 409
    assert not Signature.objects.exists()
    now = PaperForm.objects.get().scan_sha256
    assert now != seen
    assert two.post(f"{base}/periksa/", {"scan": now}).status_code == 302
    assert Signature.objects.get(pledge=pledge).level == 0


@pytest.mark.parametrize("day", ["2024-06-23", "2024-06-27", "2024-06-29", "bukan hari"])
def test_a_paper_dated_outside_the_campaign_is_refused_at_its_field(
    day: str, staffed: City, campaign: Campaign
) -> None:
    client = signed_in(staffed.officer("loket1", Role.OPERATOR))
    address = f"/pakta/{campaign.slug}/pegawai/{pledges(campaign)[0].pk}/kertas/"
    answer = client.post(address, {"scan": io.BytesIO(picture()), "signed_on": day})
    assert answer.status_code == 422
    assert not PaperForm.objects.exists()


def test_an_owner_exempts_records_leave_and_asks_again(staffed: City, campaign: Campaign) -> None:
    client = signed_in(staffed.owner())
    one, two, *_ = pledges(campaign)
    base = f"/pakta/{campaign.slug}/pegawai"
    answer = client.post(f"{base}/{one.pk}/bebas/", {"reason": "Tugas belajar"})
    assert answer.status_code == 422
    client.post(f"{base}/{one.pk}/bebas/", {"reason": "Tugas belajar", "basis": "SK 12/2024"})
    client.post(f"{base}/{two.pk}/cuti/", {"reason": "Cuti melahirkan"})
    states = dict(Pledge.objects.values_list("pk", "state"))
    assert (states[one.pk], states[two.pk]) == ("exempt", "on_leave")
    client.post(f"{base}/{two.pk}/kembali/", {"reason": "Sudah bekerja"})
    two.refresh_from_db()
    assert two.state == "not_yet"
    assert "SK 12/2024" in text_of(client.get(f"{base}/{one.pk}/"))


def test_the_final_report_is_a_sealed_pdf_and_a_harmless_workbook(
    sealed_house: object, staffed: City, campaign: Campaign, put_name: Sign,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    pledge = pledges(campaign)[0]
    pledge.person.name = '=HYPERLINK("http://x","klik")'
    pledge.person.save()
    put_name(pledge)
    clock.move_to(DEADLINE + timedelta(hours=1))
    client = signed_in(staffed.owner())
    client.post(f"/pakta/{campaign.slug}/tutup/")
    top = root(staffed.house).pk
    answer = client.post(f"/pakta/{campaign.slug}/papan/{top}/laporan/", follow=True)
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"ETSI.CAdES.detached" in answer.content
    report = Report.objects.get()
    assert report.is_final
    assert report.figures["whole"]["signed"] == 1
    sheet = client.get(f"/pakta/{campaign.slug}/papan/{top}/laporan.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    cells = [cell for each in book.worksheets for row in each.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
    totals = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[8] == 12]
    assert totals


def test_an_extended_deadline_is_shown_and_a_changed_roster_is_told(
    staffed: City, campaign: Campaign
) -> None:
    client = signed_in(staffed.owner())
    form = {"deadline": "2024-07-01T16:00", "basis": "Nota dinas 5"}
    page = text_of(client.post(f"/pakta/{campaign.slug}/perpanjang/", form, follow=True))
    assert "Senin, 1 Juli 2024 pukul 16.00 WIB" in page
    staffed.people("Dinas Pendidikan", 2)
    assert "Selaraskan" in board(client, campaign)
    page = text_of(client.post(f"/pakta/{campaign.slug}/selaraskan/", follow=True))
    fold()
    assert "0 dari 14" in board(client, campaign)


def test_the_index_shows_each_reader_their_own(
    staffed: City, campaign: Campaign, put_name: Sign
) -> None:
    pledge = pledges(campaign)[0]
    page = text_of(signed_in(pledge.person.account).get("/pakta/"))
    assert campaign.name in page
    assert "Tulis" not in page
    page = text_of(signed_in(staffed.owner()).get("/pakta/"))
    assert f"/pakta/{campaign.slug}/papan/" in page


def test_another_institution_sees_nothing(
    staffed: City, campaign: Campaign, make_city: Callable[[str], City]
) -> None:
    other = make_city("99.72")
    client = signed_in(other.officer("tetangga", Role.ADMIN))
    pledge = pledges(campaign)[0]
    addresses = ["", "papan/", "buka/", "ubah/", "loket/", f"pegawai/{pledge.pk}/"]
    for address in addresses:
        assert client.get(f"/pakta/{campaign.slug}/{address}").status_code == 404
    assert json.dumps(addresses)


def test_no_statement_holds_what_a_database_cannot_keep() -> None:
    with pytest.raises(ValidationError):
        Statements().clean("Saya netral.\na\x00b")
    assert Statements().clean("Satu.\n\nDua.") == ["Satu.", "Dua."]


def test_who_is_not_asked_cannot_post_to_a_pact(staffed: City, campaign: Campaign) -> None:
    client = signed_in(staffed.officer("audit", Role.AUDITOR))
    assert client.get(f"/pakta/{campaign.slug}/").status_code == 200
    assert client.post(f"/pakta/{campaign.slug}/", {"read": "on"}).status_code == 404
