"""Pages of orgs: who sees them, what they do, what they cost."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from python_calamine import CalamineWorkbook

from netral.access.actions import activate
from netral.access.core import Role
from netral.access.models import ActivationCode, Grant, User
from netral.ledger.models import Entry
from netral.notices.actions import send_due
from netral.notices.models import Message
from netral.orgs.actions.accounts import issue_accounts, issue_slips
from netral.orgs.actions.people import add_people
from netral.orgs.actions.sweeping import resume_rosters
from netral.orgs.actions.units import add_unit
from netral.orgs.core import PersonFacts, PersonKind, Service, UnitKind
from netral.orgs.core.pictures import NotAPicture, small_png
from netral.orgs.models import Holding, Office, Person, RosterImport, Unit
from netral.orgs.queries import root
from netral.orgs.queries.rosters import vault
from netral.orgs.tasks import work_on_roster
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import Member
from tests.orgs.files import line, nip, table, text

LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan Keluarga Berencana Kota"


def at(name: str, *args: object, **more: object) -> str:
    return reverse(f"orgs:{name}", args=args, kwargs=more)


@pytest.fixture
def admin(client: Client, dewi: Member) -> Client:
    client.force_login(dewi.user)
    return client


@pytest.fixture
def operator(client: Client, bima: Member) -> Client:
    client.force_login(bima.user)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status, answer.content[:2000]
    return str(answer.content.decode())


def send(client: Client, to: str, /, **given: object) -> str:
    answer = client.post(to, given, follow=True)
    assert answer.status_code == 200, answer.content[:3000]
    return str(answer.content.decode())


# ---- Who sees what


def test_employees_and_strangers_see_nothing_of_it(client: Client, ratna: Member) -> None:
    names = ["units", "people", "imports", "institution", "template"]
    for name in names:
        assert client.get(at(name)).status_code == 302
    client.force_login(ratna.user)
    for name in names:
        assert client.get(at(name)).status_code == 404
    assert client.get(at("person", ratna.person.pk)).status_code == 404


def test_an_operator_sees_the_own_subtree_only(
    operator: Client, ratna: Member, dewi: Member, tree: dict[str, Unit]
) -> None:
    shown = page(operator, at("people"))
    assert "Ratna Contoh" in shown
    assert "Dewi Contoh" not in shown
    assert f'href="{at("slips", tree["32.76.06"].pk)}"' in shown
    page(operator, at("person", ratna.person.pk))
    page(operator, at("person", dewi.person.pk), 404)
    page(operator, at("slips", tree["32.76.06.1001"].pk))
    page(operator, at("slips", tree["disdik"].pk), 404)
    for name in ("correct_person", "transfer", "leave", "gone"):
        page(operator, at(name, ratna.person.pk), 404)


def test_another_institution_is_out_of_sight(admin: Client, city: Institution) -> None:
    alien = root(city)
    for name in ("unit", "rename_unit", "add_unit", "slips"):
        page(admin, at(name, alien.pk), 404)
    assert admin.post(at("rename_unit", alien.pk), {"name": "x"}).status_code == 404


# ---- Units


def test_the_tree_shows_every_unit_with_few_queries(
    admin: Client, depok: Institution, tree: dict[str, Unit], django_assert_max_num_queries: Any
) -> None:
    for n in range(40):
        add_unit(
            institution=depok, parent=tree["disdik"], code=f"sd{n}", name=f"SDN Contoh {n}",
            kind=UnitKind.SCHOOL, by=cast.BY, at=cast.AT,
        )  # fmt: skip
    with django_assert_max_num_queries(14):
        shown = page(admin, at("units"))
    assert "SDN Contoh 39" in shown
    assert shown.index("SDN Contoh 2<") < shown.index("SDN Contoh 10<")
    assert "SDN Contoh 7" in page(admin, at("units") + "?q=contoh 7")
    assert "Tidak ada unit yang cocok" in page(admin, at("units") + "?q=zzz")


@pytest.mark.slow
def test_a_tree_of_700_units_stays_light(
    admin: Client, depok: Institution, tree: dict[str, Unit], django_assert_max_num_queries: Any
) -> None:
    entry = tree["disdik"].entry
    made = Unit.objects.bulk_create(
        Unit(
            institution=depok, parent=tree["disdik"], code=f"sd{n}", name=f"{LONG} {n}",
            kind=UnitKind.SCHOOL, valid_from=tree["disdik"].valid_from, entry=entry, path="",
        )
        for n in range(700)
    )  # fmt: skip
    for unit in made:
        unit.path = f"{tree['disdik'].path}{unit.pk}/"
    Unit.objects.bulk_update(made, ["path"], batch_size=200)
    with django_assert_max_num_queries(14):
        shown = page(admin, at("units"))
    assert shown.count("</li>") > 700


def test_a_unit_is_opened_renamed_moved_merged_and_closed(
    admin: Client, tree: dict[str, Unit]
) -> None:
    disdik, beji = tree["disdik"], tree["32.76.06"]
    send(admin, at("add_unit", disdik.pk), name=LONG, short_name="", kind="uptd", code="u1",
         siasn_id="", region_code="", begins_on="2024-01-01")  # fmt: skip
    made = Unit.objects.get(code="u1")
    assert LONG in page(admin, at("unit", made.pk))
    send(admin, at("rename_unit", made.pk), name="UPTD Baru", short_name="", on="2024-06-01")
    shown = page(admin, at("unit", made.pk))
    assert LONG in shown
    assert "Sebelumnya" in shown
    send(admin, at("move_unit", made.pk), parent=f"{beji.name} · {beji.code}")
    made.refresh_from_db()
    assert made.parent == beji
    send(admin, at("merge_unit", made.pk), into=disdik.code, on="2024-06-26")
    made.refresh_from_db()
    assert made.successor == disdik
    assert "berakhir pada" in page(admin, at("unit", made.pk))
    send(admin, at("close_unit", tree["sdn-beji-1"].pk), on="2024-06-26")
    assert Unit.objects.get(code="sdn-beji-1").valid_to


def test_bad_input_about_units_gets_words(admin: Client, tree: dict[str, Unit]) -> None:
    pk = tree["disdik"].pk
    shown = send(admin, at("add_unit", pk), name="", kind="uptd", code="", region_code="32-76",
                 begins_on="kemarin")  # fmt: skip
    assert "error-summary" in shown
    shown = send(admin, at("move_unit", pk), parent="Dinas Entah")
    assert "Pilih dari saran" in shown
    answer = admin.post(at("move_unit", pk), {"parent": "sdn-beji-1"})
    assert answer.status_code == 409
    assert "berada di dalam" in answer.content.decode()


# ---- Offices


def test_the_first_office_of_a_unit_is_offered_as_the_one_that_answers(
    admin: Client, tree: dict[str, Unit]
) -> None:
    top = page(admin, at("add_office", tree["32.76"].pk))
    assert 'value="Wali Kota Depok"' in top
    assert 'value="signatory" selected' in top
    unit = tree["32.76.06.1001"]
    assert "checked" in page(admin, at("add_office", unit.pk))
    shown = send(admin, at("add_office", unit.pk), title="Lurah Beji", role="head", is_head="on")
    assert "Siapa yang memegangnya?" in shown
    assert 'name="capacity"' in shown
    assert "checked" not in page(admin, at("add_office", unit.pk))


def test_an_office_is_opened_handed_over_and_relieved(
    admin: Client, tree: dict[str, Unit], ratna: Member, hendra: Member
) -> None:
    unit = tree["32.76.06.1001"]
    send(admin, at("add_office", unit.pk), title="Lurah Beji", role="head", is_head="on")
    office = Office.objects.get(title="Lurah Beji")
    assert "Kosong" in page(admin, at("unit", unit.pk))
    label = f"{ratna.person.full_name} · {ratna.person.identity}"
    given = {"person": label, "capacity": "definitive", "starts_on": "2024-06-01", "basis": ""}
    send(admin, at("hand_over", office.pk), **given)
    assert Grant.objects.filter(user=ratna.user, role=Role.HEAD).exists()
    answer = admin.post(at("hand_over", office.pk), given | {"person": hendra.person.identity})
    assert answer.status_code == 409
    assert "dipegang" in answer.content.decode()
    assert "Tidak ada pegawai bertugas" in send(
        admin, at("hand_over", office.pk), **given | {"person": "000"}
    )
    term = Holding.objects.get(office=office)
    send(admin, at("end_term", term.pk), ends_on="2024-06-20")
    assert "Ratna Contoh" in page(admin, at("office", office.pk))
    send(admin, at("close_office", office.pk))
    assert admin.get(at("hand_over", office.pk)).status_code == 409


# ---- People


def test_people_are_found_by_name_number_unit_and_kind(
    admin: Client, ratna: Member, bima: Member, tree: dict[str, Unit]
) -> None:
    for asked, seen in (
        ({"words": "ratna"}, True),
        ({"words": ratna.person.identity[:12]}, True),
        ({"words": "bukan siapa"}, False),
        ({"unit": "32.76.06"}, True),
        ({"unit": tree["disdik"].code}, False),
        ({"kind": "pns"}, True),
        ({"kind": "bumd"}, False),
        ({"service": "gone"}, False),
        ({"unit": "entah", "words": "ratna"}, True),
    ):
        answer = admin.get(at("people"), asked)
        assert ("Ratna Contoh" in answer.content.decode()) is seen, asked


def test_the_list_costs_the_same_for_two_and_for_sixty(
    admin: Client, depok: Institution, tree: dict[str, Unit], django_assert_max_num_queries: Any
) -> None:
    rows = [
        (tree["disdik"], PersonFacts(kind=PersonKind.NON_ASN, identity=f"L{n}", name=f"Orang {n}"))
        for n in range(60)
    ]
    add_people(institution=depok, rows=rows, by=cast.BY, at=cast.AT)
    with django_assert_max_num_queries(14):
        shown = page(admin, at("people"))
    assert "Orang 10" in shown
    assert "Orang 9" not in shown  # on the second page


def test_a_person_is_added_corrected_moved_sent_on_leave_and_back(
    admin: Client, tree: dict[str, Unit]
) -> None:
    beji = tree["32.76.06"]
    given = {
        "kind": "non_asn",
        "identity": "K-77",
        "name": "Sri Contoh",
        "phone": "+62 812 3456 78",
    }
    assert "error-summary" in send(admin, at("add_person", beji.pk), **given | {"kind": "pns"})
    send(admin, at("add_person", beji.pk), **given)
    sri = Person.objects.get(identity="K-77")
    assert (sri.unit, sri.phone) == (beji, "0812345678")
    send(admin, at("correct_person", sri.pk), kind="non_asn", name="Sri Rekaan", phone="")
    send(admin, at("transfer", sri.pk), unit="disdik", basis="SK 1/2024")
    send(admin, at("leave", sri.pk), note="Cuti melahirkan", until="2024-09-01")
    send(admin, at("back", sri.pk), unit="disdik")
    send(admin, at("gone", sri.pk), service="moved", note="Mutasi")
    sri.refresh_from_db()
    assert (sri.name, sri.unit, sri.service) == ("Sri Rekaan", tree["disdik"], Service.MOVED)
    shown = page(admin, at("person", sri.pk))
    for words in ("Sri Contoh → Sri Rekaan", "Kecamatan Beji → Dinas Pendidikan", "Cuti melahirkan",
                  "Pindah ke instansi lain"):  # fmt: skip
        assert words in shown, words


def test_remarks_on_the_data_are_shown_in_words(admin: Client, ratna: Member) -> None:
    Person.objects.filter(pk=ratna.person.pk).update(
        warnings=["birth_differs", "of-the-future"], nik_mask="327601••••••••00"
    )
    shown = page(admin, at("person", ratna.person.pk))
    assert "perbaikan tanggal lahir" in shown
    assert "327601••••••••00" in shown


# ---- Rosters


def upload(client: Client, octets: bytes, name: str = "roster.csv", **more: object) -> RosterImport:
    answer = client.post(at("imports"), {"file": SimpleUploadedFile(name, octets), **more})
    assert answer.status_code == 302, answer.content.decode()
    found: RosterImport = RosterImport.objects.latest("pk")
    assert answer["Location"] == at("roster", found.pk)
    return found


def roster(*lines: dict[str, object]) -> bytes:
    return text(table(lines)).encode()


def test_a_roster_goes_from_upload_to_applied(admin: Client, tree: dict[str, Unit]) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji"), line(1, UNOR_NAMA="?")))
    assert "sedang diperiksa" in page(admin, at("roster", found.pk))
    fragment = admin.get(at("progress", found.pk), headers={"hx-request": "true"})
    assert "hx-get" in fragment.content.decode()
    assert "HX-Refresh" not in fragment.headers
    work_on_roster.call(found.pk)
    assert admin.get(at("progress", found.pk)).headers["HX-Refresh"] == "true"
    shown = page(admin, at("roster", found.pk))
    assert "Yang akan terjadi" in shown
    assert "tidak ada dalam susunan unit" in shown
    assert admin.post(at("apply_roster", found.pk), {"missing": "keep"}).status_code == 302
    assert admin.post(at("apply_roster", found.pk), {"missing": "end"}).status_code == 409
    work_on_roster.call(found.pk)
    shown = page(admin, at("roster", found.pk))
    assert "Data pegawai sudah diterapkan" in shown
    assert Person.objects.get(identity=nip(0)).unit == tree["32.76.06"]
    assert "roster.csv" in page(admin, at("imports"))


def test_who_is_missing_can_be_ended_and_downloaded(admin: Client, ratna: Member) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji")))
    work_on_roster.call(found.pk)
    assert "Ratna Contoh" in page(admin, at("roster", found.pk))
    octets = admin.get(at("missing", found.pk)).content
    rows = CalamineWorkbook.from_object(io.BytesIO(octets)).get_sheet_by_index(0).to_python()
    assert [ratna.person.identity, "Ratna Contoh", "Kecamatan Beji"] in rows
    admin.post(at("apply_roster", found.pk), {"missing": "end"})
    work_on_roster.call(found.pk)
    ratna.person.refresh_from_db()
    assert ratna.person.service == Service.ENDED


def test_refused_lines_are_downloaded_without_living_formulas(
    admin: Client, tree: dict[str, Unit]
) -> None:
    evil = '=HYPERLINK("http://x","y")'
    found = upload(admin, roster(line(0, NAMA=evil, UNOR_NAMA="@SUM(1)")))
    work_on_roster.call(found.pk)
    csv = admin.get(at("refused", pk=found.pk, kind="csv"))
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in csv.content.decode()
    assert "'@SUM" in csv.content.decode()
    octets = admin.get(at("refused", pk=found.pk, kind="xlsx")).content
    with zipfile.ZipFile(io.BytesIO(octets)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_a_bad_file_says_what_to_do(admin: Client, tree: dict[str, Unit]) -> None:
    for octets, words in (
        (b"%PDF-1.7", "bukan tabel melainkan PDF"),
        (b"", "tidak memuat pegawai"),
    ):
        found = upload(admin, octets, "daftar.xlsx")
        work_on_roster.call(found.pk)
        shown = page(admin, at("roster", found.pk))
        assert words in shown
        assert "Unggah berkas lain" in shown
    assert "error-summary" in send(admin, at("imports"))


def test_a_roster_is_set_aside(admin: Client, tree: dict[str, Unit]) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji")))
    work_on_roster.call(found.pk)
    assert "disisihkan" in send(admin, at("drop_roster", found.pk))
    assert admin.post(at("apply_roster", found.pk)).status_code == 409


def test_the_template_is_a_roster_of_the_simple_layout(
    admin: Client, depok: Institution, tree: dict[str, Unit]
) -> None:
    octets = admin.get(at("template")).content
    found = upload(admin, octets, "templat.xlsx")
    work_on_roster.call(found.pk)
    found.refresh_from_db()
    assert found.layout == "simple"
    assert found.found["counts"]["new"] == 2


def test_what_a_dead_worker_left_is_finished(admin: Client, tree: dict[str, Unit]) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji")))
    assert resume_rosters(cast.SINCE) == 0
    later = found.started_at.replace(year=found.started_at.year + 1)
    assert resume_rosters(later) == 1
    found.refresh_from_db()
    assert found.state == RosterImport.State.CHECKED
    admin.post(at("apply_roster", found.pk))
    assert resume_rosters(later.replace(year=later.year + 1)) == 1
    assert Person.objects.filter(identity=nip(0)).exists()


def test_what_ends_every_worker_is_given_up_and_told(admin: Client, tree: dict[str, Unit]) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji")))
    RosterImport.objects.filter(pk=found.pk).update(options=found.options | {"resumed": 2})
    later = found.started_at.replace(year=found.started_at.year + 1)
    assert resume_rosters(later) == 1
    assert resume_rosters(later.replace(year=later.year + 1)) == 0
    found.refresh_from_db()
    assert (found.state, found.staged) == ("failed", None)
    assert "tidak terbaca sampai selesai" in admin.get(at("roster", found.pk)).content.decode()


def test_lines_that_nobody_applies_are_erased(admin: Client, tree: dict[str, Unit]) -> None:
    found = upload(admin, roster(line(0, UNOR_NAMA="Kecamatan Beji")))
    work_on_roster.call(found.pk)
    resume_rosters(cast.SINCE.replace(year=cast.SINCE.year + 1))
    found.refresh_from_db()
    assert (found.state, found.staged) == ("dropped", None)


def test_the_command_checks_tells_and_applies(
    depok: Institution, tree: dict[str, Unit], tmp_path: Any
) -> None:
    path, refused = tmp_path / "r.csv", tmp_path / "refused.csv"
    path.write_bytes(roster(line(0, UNOR_NAMA="Kecamatan Beji"), line(1, UNOR_NAMA="Dinas X")))
    out = io.StringIO()
    call_command("impor", "depok", path, refused=refused, stdout=out)
    assert re.search(r"1 +Baru", out.getvalue())
    assert "Dinas X" in refused.read_text(encoding="utf-8-sig")
    assert not Person.objects.exists()
    call_command("impor", "depok", path, apply=True, create_below="disdik", stdout=out)
    assert Person.objects.count() == 2
    assert Unit.objects.get(name="Dinas X").parent == tree["disdik"]
    for wrong in (["entah", path], ["depok", tmp_path / "none"]):
        with pytest.raises(CommandError):
            call_command("impor", *wrong)
    with pytest.raises(CommandError):
        call_command("impor", "depok", path, create_below="entah")
    path.write_bytes(b"%PDF")
    with pytest.raises(CommandError, match="PDF"):
        call_command("impor", "depok", path)


# ---- Slips


def test_slips_are_printed_once_and_open_accounts(
    operator: Client, depok: Institution, tree: dict[str, Unit]
) -> None:
    beji = tree["32.76.06"]
    facts = [
        PersonFacts(kind=PersonKind.NON_ASN, identity=f"K-{n}", name=f"Sri {n}") for n in (1, 2)
    ]
    add_people(institution=depok, rows=[(beji, f) for f in facts], by=cast.BY, at=cast.AT)
    assert "2 orang di sini belum dapat masuk" in page(operator, at("slips", beji.pk))
    assert not ActivationCode.objects.exists()
    answer = operator.post(at("slips", beji.pk), {"as": "page"})
    shown = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    code = re.findall(r'slip-code">([^<]+)<', shown)[0]
    user = User.objects.get(username="depok-k-1")
    assert Grant.objects.get(user=user).unit_path == beji.path
    activate(username="depok-k-1", code=code, password="gamelan-di-pendapa", now=cast.SINCE)
    assert "1 orang" in page(operator, at("slips", beji.pk))
    answer = operator.post(at("slips", beji.pk), {"as": "pdf"})
    assert answer.content.startswith(b"%PDF")


def test_an_operator_prints_no_slip_for_staff(
    operator: Client, hendra: Member, ratna: Member
) -> None:
    shown = send(operator, at("slip", hendra.person.pk))
    assert "Tanpa lembar aktivasi" in shown
    assert "slip-code" not in shown
    assert "slip-code" in send(operator, at("slip", ratna.person.pk))


def test_accounts_come_with_the_roles_of_offices_held(
    depok: Institution, tree: dict[str, Unit], ratna: Member
) -> None:
    facts = PersonFacts(kind=PersonKind.NON_ASN, identity="K-9", name="Tanpa Akun")
    person = add_people(institution=depok, rows=[(tree["disdik"], facts)], by=cast.BY, at=cast.AT)[
        0
    ]
    member = Member(person, ratna.user)
    cast.appoint(member, tree["disdik"], "Kepala Dinas Pendidikan", Role.HEAD, is_head=True)
    assert issue_accounts(institution=depok, people=[person], by=cast.BY, at=cast.AT) == 1
    assert issue_accounts(institution=depok, people=[person], by=cast.BY, at=cast.AT) == 0
    roles = Grant.objects.filter(user__username="depok-k-9").values_list("role", flat=True)
    assert sorted(roles) == [Role.EMPLOYEE, Role.HEAD]


def test_no_slip_without_people(depok: Institution) -> None:
    made = issue_slips(institution=depok, people=[], by=cast.BY, at=cast.AT)
    assert (list(made.slips), list(made.without)) == ([], [])


# ---- The institution


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "RAHASIA"
    Image.new("RGB", size, "teal").save(out, kind, exif=exif)
    return out.getvalue()


def test_the_emblem_is_drawn_anew_and_small(admin: Client, depok: Institution) -> None:
    assert admin.get(at("emblem")).status_code == 404
    for kind in ("PNG", "JPEG", "WEBP"):
        file = SimpleUploadedFile("lambang", picture(kind))
        assert admin.post(at("emblem"), {"emblem": file}).status_code == 302
    kept = admin.get(at("emblem"))
    assert kept["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(kept.content)) as drawn:
        assert drawn.size == (512, 171)
    assert b"RAHASIA" not in kept.content


@pytest.mark.parametrize("octets", [b"<svg onload=alert(1)>", b"GIF89a", b"", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(admin: Client, depok: Institution, octets: bytes) -> None:
    answer = admin.post(at("emblem"), {"emblem": SimpleUploadedFile("x.png", octets)})
    assert "error-summary" in answer.content.decode()
    with pytest.raises(NotAPicture):
        small_png(octets)


def test_the_institution_is_changed(admin: Client, depok: Institution) -> None:
    given = {"name": "Pemerintah Kota Depok", "place": "Depok", "head_title": "Wali Kota Depok",
             "address": "Jalan Contoh 1", "zone": "Asia/Jakarta", "week_days": "6"}  # fmt: skip
    send(admin, at("institution"), **given)
    depok.refresh_from_db()
    assert (depok.week_days, depok.address) == (6, "Jalan Contoh 1")
    assert "error-summary" in send(admin, at("institution"), **given | {"zone": "Mars"})


STATED = {"name": "Pemerintah Kota Depok", "place": "Depok", "head_title": "Wali Kota Depok",
          "zone": "Asia/Jakarta", "week_days": "5"}  # fmt: skip


def test_a_public_contact_is_shown_to_strangers_and_can_be_taken_back(
    admin: Client, depok: Institution, client: Client
) -> None:
    given = {"contact_phone": "(021) 555-0100", "contact_email": "lapor@depok.example",
             "contact_url": "https://lapor.depok.example/"}  # fmt: skip
    assert "Melihat pelanggaran?" not in client.get(reverse("web:house", args=["depok"])).text
    send(admin, at("institution"), **STATED, **given)
    depok.refresh_from_db()
    assert depok.contacts == tuple(given.values())
    shown = client.get(reverse("web:house", args=["depok"])).text
    for link in ("tel:0215550100", "mailto:lapor@depok.example", "https://lapor.depok.example/"):
        assert f'href="{link}"' in shown
    assert Entry.objects.filter(act="institution.changed").count() == 1
    send(admin, at("institution"), **STATED)
    depok.refresh_from_db()
    assert depok.contacts == ()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("contact_phone", "telepon Pak Budi"),
        ("contact_phone", "112; rm -rf"),
        ("contact_phone", "1" * 40),
        ("contact_email", "lapor@depok"),
        ("contact_email", "a@b.example\nBcc: c@d.example"),
        ("contact_url", "javascript:alert(1)"),
        ("contact_url", "http://depok.example"),
        ("contact_url", "https://x/" + "a" * 300),
    ],
)
def test_a_contact_that_is_none_is_refused_and_nothing_is_lost(
    admin: Client, depok: Institution, name: str, typed: str
) -> None:
    answer = send(admin, at("institution"), **STATED | {name: typed, "address": "Jalan Lain 9"})
    assert "error-summary" in answer
    assert "Jalan Lain 9" in answer
    depok.refresh_from_db()
    assert (depok.contacts, depok.address) == ((), "")


def test_codes_go_out_by_mail_and_are_forgotten_once_sent(
    admin: Client, depok: Institution, tree: dict[str, Unit], settings: Any, mailoutbox: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    kind, beji = PersonKind.NON_ASN, tree["32.76.06"]
    rows = [
        (beji, PersonFacts(kind=kind, identity="K-1", name="Sri", email="sri@contoh.id")),
        (beji, PersonFacts(kind=kind, identity="K-2", name="Tanpa Surel")),
    ]
    add_people(institution=depok, rows=rows, by=cast.BY, at=cast.AT)
    assert "Kirim kode lewat surel kepada 1 orang" in page(admin, at("slips", beji.pk))
    assert "1 kode dikirim lewat surel" in send(admin, at("slips", beji.pk), **{"as": "mail"})
    assert Message.objects.get().facts["login"] == "depok-k-1"
    send_due(now=timezone.now())
    (mail,) = mailoutbox
    assert mail.to == ["sri@contoh.id"]
    code = re.search(r"Kode aktivasi: ([A-Z0-9-]+)", mail.body)
    assert code is not None
    assert Message.objects.get().facts == {}
    activate(username="depok-k-1", code=code[1], password="gamelan-di-pendapa", now=timezone.now())


def test_a_file_too_large_is_turned_away_at_the_door(
    admin: Client, tree: dict[str, Unit], settings: Any
) -> None:
    settings.ROSTER_MAX_MB = 0
    answer = admin.post(at("imports"), {"file": SimpleUploadedFile("r.csv", b"NIP BARU")})
    assert "lebih besar dari 0 MB" in answer.content.decode()
    assert not RosterImport.objects.exists()


def test_a_nik_given_by_hand_is_kept_sealed(depok: Institution, tree: dict[str, Unit]) -> None:
    facts = PersonFacts(kind=PersonKind.NON_ASN, identity="K-1", name="Sri", nik="3276012609860000")
    rows = [(tree["disdik"], facts)]
    person = add_people(institution=depok, rows=rows, by=cast.BY, at=cast.AT)[0]
    assert person.nik_mask == "327601••••••••00"
    assert vault().open(bytes(person.nik_cipher or b"")) == b"3276012609860000"
    assert person.nik_hash == vault().mark("3276012609860000")
