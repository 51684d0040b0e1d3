"""Sessions as people meet them in a browser, and what must not get through."""

import io
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.orgs.models import Unit
from netral.outreach.actions.planning import cancel
from netral.outreach.core import FileRole
from netral.outreach.core.codes import Form, code
from netral.outreach.models import Attendance, Session, SessionFile
from netral.tenancy.models import Institution
from tests.cast import AT, Member
from tests.films import send_film
from tests.outreach.conftest import again, closed, later, picture, planned, there

pytestmark = pytest.mark.django_db
Enter = Callable[[Client, Any], None]


def shown(session: Session, form: Form = Form.LINK, seconds: float = 0) -> str:
    """Return the code as the server shows it `seconds` after noon."""
    return code(bytes(session.code_key), session.slug, form, AT.acted, back=int(-seconds // 30))


def arrive(session: Session, link: str) -> str:
    return reverse("outreach:arrive", args=[session.slug, link])


# ---- Attendance


def now(session: Session, client: Client, form: Form) -> str:
    """Read the code from the screen, as the host's page shows it now."""
    page = client.get(reverse("outreach:screen", args=[session.slug])).content.decode()
    digits = re.search(r'class="digits">(\d{3}) (\d{3})<', page)
    assert digits
    if form is Form.SHOWN:
        return "".join(digits.groups())
    at = client.get(reverse("outreach:index")).wsgi_request.seat.at.acted  # type: ignore[attr-defined]
    return code(bytes(session.code_key), session.slug, form, at)


def test_who_scans_confirms_once_and_a_replay_changes_nothing(
    beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    made, host, guest = planned(beji, hendra), Client(), Client()
    sign_in(host, hendra.user)
    sign_in(guest, ratna.user)
    address = arrive(made, now(made, host, Form.LINK))
    assert "Saya hadir" in guest.get(address).content.decode()
    assert not Attendance.objects.exists()  # looking is not claiming
    assert guest.post(address).status_code == 302
    assert guest.post(address).status_code == 200
    assert "Anda tercatat hadir" in guest.get(address).content.decode()
    assert Attendance.objects.get().person == ratna.person


def test_who_must_sign_in_first_is_still_in_time(
    beji: Unit, hendra: Member, ratna: Member, sign_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code dies while somebody types a password; the browser that came in time is known."""
    made, host, guest = planned(beji, hendra), Client(), Client()
    sign_in(host, hendra.user)
    address = arrive(made, now(made, host, Form.LINK))
    assert guest.get(address).headers["Location"].startswith("/masuk/")
    session = guest.session
    kept = session["arrived"][made.slug]
    session["arrived"] = {made.slug: kept - 120}  # two minutes pass
    session.save()
    guest.force_login(ratna.user)
    monkeypatch.setattr("netral.outreach.core.codes.STEPS", dict.fromkeys(Form, 1))
    assert guest.get(address).status_code == 200
    session = guest.session
    session["arrived"] = {made.slug: kept - 700}
    session.save()
    assert guest.get(address).status_code == 404


def test_the_screenshot_of_an_old_code_is_told_what_to_do_and_nothing_of_the_session(
    client: Client, beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    made = planned(beji, hendra)
    sign_in(client, ratna.user)
    answer = client.get(arrive(made, shown(made, seconds=-120)))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Pindai lagi layar" in page
    assert made.title not in page
    assert client.get(arrive(made, "0" * 16)).status_code == 404
    gone = client.get(reverse("outreach:arrive", args=["tidakada", "0" * 16]))
    assert "Pindai lagi layar" in gone.content.decode()


def test_typed_digits_count_whatever_the_phone_thinks_of_the_time(
    beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    made, host, guest = planned(beji, hendra), Client(), Client()
    sign_in(host, hendra.user)
    sign_in(guest, ratna.user)
    digits = now(made, host, Form.SHOWN)
    address = reverse("outreach:claim", args=[made.slug])
    phone = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT"}  # a quarter century behind
    typed = {"code": f"{digits[:3]} {digits[3:]}", "at": "2001-01-01"}
    assert guest.post(address, typed, headers=phone).status_code == 302
    assert Attendance.objects.get().method == "code"


def test_guessing_stops_after_five_tries(
    client: Client, beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    made = planned(beji, hendra)
    sign_in(client, ratna.user)
    address = reverse("outreach:claim", args=[made.slug])
    pages = [client.post(address, {"code": f"00000{n}"}) for n in range(6)]
    assert {page.status_code for page in pages} == {422}
    assert "tidak berlaku lagi" in pages[4].content.decode()
    assert "tidak berlaku lagi" not in pages[5].content.decode()  # too many tries
    host = Client()
    sign_in(host, hendra.user)
    good = {"code": now(made, host, Form.SHOWN)}
    assert client.post(address, good).status_code == 422
    assert not Attendance.objects.exists()


def test_two_sessions_at_once_are_told_by_name(
    beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    first, second = planned(beji, hendra), planned(beji, hendra, title="Rapat staf")
    there(first, ratna)
    host, guest = Client(), Client()
    sign_in(host, hendra.user)
    sign_in(guest, ratna.user)
    posted = {"code": now(second, host, Form.SHOWN)}
    page = guest.post(reverse("outreach:claim", args=[second.slug]), posted)
    assert page.status_code == 422
    assert "Apel netralitas" in page.content.decode()


def test_people_of_other_units_find_nothing(
    client: Client, beji: Unit, hendra: Member, laras: Member, sign_in: Enter
) -> None:
    made = planned(beji, hendra, link="https://rapat.example/x")
    sign_in(client, laras.user)
    for name in ("show", "screen", "enter", "close", "edit", "add_file", "roll_csv", "minutes"):
        assert client.get(reverse(f"outreach:{name}", args=[made.slug])).status_code == 404, name


def test_only_hosts_get_the_list_and_it_is_the_one_that_was_hashed(
    client: Client, beji: Unit, hendra: Member, ratna: Member, sign_in: Enter
) -> None:
    made = planned(beji, hendra)
    there(made, ratna)
    closed(made, hendra)
    sign_in(client, ratna.user)
    assert client.get(reverse("outreach:roll_csv", args=[made.slug])).status_code == 404
    page = client.get(reverse("outreach:show", args=[made.slug])).content.decode()
    assert "Dua pertanyaan dijawab." in page
    sign_in(client, hendra.user)
    roll = client.get(reverse("outreach:roll_csv", args=[made.slug]))
    kept = SessionFile.objects.get(role=FileRole.ROLL)
    assert roll.content == bytes(kept.content)
    assert again(made).roll_sha256 == kept.sha256
    xlsx = client.get(reverse("outreach:roll_xlsx", args=[made.slug]))
    assert xlsx.content.startswith(b"PK")


# ---- Planning


def test_a_session_that_ends_before_it_starts_is_told_at_its_field_and_keeps_the_rest(
    client: Client, beji: Unit, hendra: Member, sign_in: Enter
) -> None:
    sign_in(client, hendra.user)
    posted = {
        "unit": beji.pk, "kind": "meeting", "title": "Rapat \u202epalsu", "purposes": ["guide"],
        "starts_at": "2024-07-01T10:00", "ends_at": "2024-07-01T09:00", "agenda": "Pokok satu",
    }  # fmt: skip
    page = client.post(reverse("outreach:new"), posted)
    assert page.status_code == 422
    assert "Pokok satu" in page.content.decode()
    changes: list[dict[str, Any]] = [
        {"kind": "online"},
        {"link": "javascript:alert(1)"},
        {"link": "ftp://a.example"},
        {"purposes": []},
        {"unit": "0"},
        {"starts_at": "0001-01-01T00:00"},
    ]
    for change in changes:
        good = posted | {"ends_at": "2024-07-01T11:00"} | change
        assert client.post(reverse("outreach:new"), good).status_code == 422, change
    assert not Session.objects.exists()
    done = client.post(reverse("outreach:new"), posted | {"ends_at": "2024-07-01T11:00"})
    assert done.status_code == 302
    made = Session.objects.get()
    assert made.title == "Rapat palsu"
    assert made.starts_at.isoformat() == "2024-07-01T03:00:00+00:00"  # WIB


# ---- Files


def upload(client: Client, session: Session, role: str, octets: bytes, name: str = "a") -> Any:
    file = SimpleUploadedFile(name, octets)
    return client.post(
        reverse("outreach:add_file", args=[session.slug]), {"role": role, "file": file}
    )


@pytest.fixture
def hosted(client: Client, beji: Unit, hendra: Member, sign_in: Enter) -> Session:
    sign_in(client, hendra.user)
    return planned(beji, hendra)


def test_a_photo_loses_its_place_and_device_and_stands_upright(
    client: Client, hosted: Session
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "RahasiaPonsel"
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    Image.new("RGB", (60, 20), "teal").save(out, "JPEG", exif=exif, comment=b"rahasia")
    assert upload(client, hosted, "photo", out.getvalue(), "IMG.HEIC").status_code == 302
    kept = SessionFile.objects.get()
    octets = bytes(kept.content)
    assert (kept.media_type, kept.name) == ("image/jpeg", "IMG.jpg")
    assert b"Rahasia" not in octets
    assert b"rahasia" not in octets
    with Image.open(io.BytesIO(octets)) as drawn:
        assert drawn.size == (20, 60)
        assert not drawn.getexif()
    shown_ = client.get(reverse("outreach:file", args=[hosted.slug, kept.pk]))
    assert shown_.headers["X-Content-Type-Options"] == "nosniff"
    assert upload(client, hosted, "photo", out.getvalue()).status_code == 302
    assert SessionFile.objects.count() == 1  # the same one once


def bomb() -> bytes:
    """Return a PNG of some kilobytes that would unpack to 400 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    side = (20_000).to_bytes(4, "big")
    head = chunk(b"IHDR", side + side + bytes([1, 0, 0, 0, 0]))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(bytes(99_999)))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize("role", ["photo", "material"])
@pytest.mark.parametrize(
    "octets",
    [SVG, HTML, b"\xff\xd8\xff" + HTML, b"%PDF-1.7\n" + HTML, b"GIF89a" + HTML, bomb(),
     b"\x00" * 99, b"PK\x03\x04" + b"\x00" * 99],
)  # fmt: skip
def test_what_is_no_picture_or_document_is_refused_in_words(
    role: str, octets: bytes, client: Client, hosted: Session
) -> None:
    page = upload(client, hosted, role, octets, "foto.jpg")
    assert page.status_code == 422
    assert "Berkas" in page.content.decode()
    assert not SessionFile.objects.exists()


def test_a_picture_with_a_page_hidden_behind_it_keeps_only_the_picture(
    client: Client, hosted: Session
) -> None:
    assert upload(client, hosted, "photo", picture() + HTML).status_code == 302
    assert HTML not in bytes(SessionFile.objects.get().content)


def test_material_with_a_script_in_it_is_refused(client: Client, hosted: Session) -> None:
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))"
        b">>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page"
        b"/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )
    page = upload(client, hosted, "material", pdf, "bahan.pdf")
    assert page.status_code == 422
    assert not SessionFile.objects.exists()


def test_a_film_of_two_gigabytes_is_refused_before_it_is_read(
    client: Client, hosted: Session
) -> None:
    answer = send_film(client, reverse("outreach:add_file", args=[hosted.slug]))
    assert answer.status_code == 413
    assert "Video tidak disimpan" in answer.content.decode()


def test_a_file_needs_the_token_of_its_form(beji: Unit, hendra: Member, sign_in: Enter) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, hendra.user)
    made = planned(beji, hendra)
    assert upload(client, made, "photo", picture()).status_code == 403
    assert not SessionFile.objects.exists()


def test_a_session_keeps_so_many_files_and_no_more(
    client: Client, hosted: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netral.outreach.actions.files.MOST", 2)
    for side in (8, 9):
        assert upload(client, hosted, "photo", picture(side)).status_code == 302
    assert upload(client, hosted, "photo", picture(10)).status_code == 422


def test_minutes_come_after_the_meeting_and_photographs_with_them_until_it_is_closed(
    client: Client, hosted: Session, hendra: Member, ratna: Member
) -> None:
    there(hosted, ratna)
    after = later(hours=20)
    Institution.objects.update(demo_starts_at=after.acted)
    assert upload(client, hosted, "photo", picture()).status_code == 302
    closed(hosted, hendra, after)
    address = reverse("outreach:add_file", args=[hosted.slug])
    assert client.get(address).status_code == 302
    kept = list(SessionFile.objects.values_list("pk", flat=True))
    page = upload(client, hosted, "photo", picture(9))
    assert page.status_code == 422
    assert "berkasnya tetap seperti adanya" in page.content.decode()
    photo = SessionFile.objects.get(role=FileRole.PHOTO)
    gone = client.post(reverse("outreach:remove_file", args=[hosted.slug, photo.pk]), follow=True)
    assert "berkasnya tetap seperti adanya" in gone.content.decode()
    assert list(SessionFile.objects.values_list("pk", flat=True)) == kept
    shown = client.get(reverse("outreach:show", args=[hosted.slug])).content.decode()
    assert f'"{address}"' not in shown
    assert "/hapus/" not in shown


def test_a_cancelled_session_takes_no_files(client: Client, hosted: Session) -> None:
    cancel(session=hosted, reason="Hujan.", by="user:1", at=AT)
    assert upload(client, hosted, "photo", picture()).status_code == 422
    assert not SessionFile.objects.exists()


def test_a_photograph_of_who_does_not_want_it_can_be_taken_out_again(
    client: Client, hosted: Session, ratna: Member, sign_in: Enter
) -> None:
    assert upload(client, hosted, "photo", picture()).status_code == 302
    kept = SessionFile.objects.get()
    address = reverse("outreach:remove_file", args=[hosted.slug, kept.pk])
    assert address in client.get(reverse("outreach:show", args=[hosted.slug])).content.decode()
    guest = Client()
    sign_in(guest, ratna.user)
    assert address not in guest.get(reverse("outreach:show", args=[hosted.slug])).content.decode()
    assert guest.post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not SessionFile.objects.exists()
    entry = Entry.objects.get(act="session.file_removed")
    assert fields(entry)["detail"]["sha256"] == kept.sha256
    assert client.post(address).status_code == 404


def test_numbers_that_are_no_keys_are_passed_over(client: Client, hosted: Session) -> None:
    answer = client.post(
        reverse("outreach:enter", args=[hosted.slug]), {"orang": ["9" * 5000, "9" * 19, "-1"]}
    )
    assert answer.status_code == 302
    assert not Attendance.objects.exists()


def test_a_list_that_is_over_says_so_and_what_to_do(
    client: Client, hosted: Session, ratna: Member
) -> None:
    early = hosted.starts_at - timedelta(days=9), hosted.ends_at - timedelta(days=9)
    Session.objects.update(starts_at=early[0], ends_at=early[1])
    where = reverse("outreach:enter", args=[hosted.slug])
    page = client.post(where, {"orang": [str(ratna.person.pk)]}, follow=True).content.decode()
    assert "sampai 3 hari setelah kegiatan" in page
    assert not Attendance.objects.exists()
