"""Findings: recorded without a list, shown by files that are made harmless, closed once."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.supervision.actions.findings import MOST_FILES, mend
from netral.supervision.errors import MendedAlready, ProofTooLarge
from netral.supervision.exhibits import MOST, taken
from netral.supervision.models import Finding, FindingFile
from tests.cast import Member
from tests.films import send_film
from tests.supervision.scene import found, photographed

pytestmark = pytest.mark.django_db
SignIn = Callable[[Client, User], None]


@pytest.fixture
def finding(hendra: Member, tree: dict[str, Unit], at: Moment) -> Finding:
    return found(tree["32.76.06"], f"user:{hendra.user.pk}", at)


@pytest.fixture
def as_hendra(client: Client, hendra: Member, sign_in: SignIn) -> Client:
    sign_in(client, hendra.user)
    return client


def photo(kind: str = "JPEG", color: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, kind)
    return out.getvalue()


def prove(client: Client, finding: Finding, name: str, octets: bytes) -> int:
    file = SimpleUploadedFile(name, octets)
    url = f"/pengawasan/temuan/{finding.slug}/bukti/"
    return client.post(url, {"file": file}).status_code


def test_something_seen_on_the_way_is_recorded(as_hendra: Client, tree: dict[str, Unit]) -> None:
    url = f"/pengawasan/temuan/baru/{tree['32.76.06.1001'].pk}/"
    data = {"sheet": "abcdefghjk", "topic": "offices", "what": "Spanduk di pagar.", "place": ""}
    for _ in range(2):  # a double click
        assert as_hendra.post(url, data).status_code == 302
    assert Finding.objects.get().what == "Spanduk di pagar."
    assert Entry.objects.filter(act="finding.opened").count() == 1


def test_a_name_is_refused_and_the_text_kept(
    as_hendra: Client, ratna: Member, tree: dict[str, Unit]
) -> None:
    url = f"/pengawasan/temuan/baru/{tree['32.76.06'].pk}/"
    data = {"topic": "cars", "what": "Mobil dipakai ratna contoh.", "place": "Garasi"}
    answer = as_hendra.post(url, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mobil dipakai ratna contoh." in page
    assert "kirimkan rujukan" in page
    assert not Finding.objects.exists()


def test_a_photo_is_drawn_anew_and_shown_to_readers_alone(
    as_hendra: Client, finding: Finding, tono: Member, sign_in: SignIn
) -> None:
    evil = b"<script>alert(1)</script>"
    assert prove(as_hendra, finding, "bukti.jpg", photo() + evil) == 302
    kept = FindingFile.objects.get()
    assert evil not in bytes(kept.content)
    url = f"/pengawasan/temuan/{finding.slug}/bukti/1/"
    answer = as_hendra.get(url)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    assert as_hendra.get(url.replace("/1/", "/2/")).status_code == 404
    assert as_hendra.get(url.replace("/1/", "/0/")).status_code == 404
    sign_in(as_hendra, tono.user)
    assert as_hendra.get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("bukti.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("bukti.jpg", b"<html><script>alert(1)</script>"),
        ("bukti.pdf", b"%PDF-1.7 nothing of the kind"),
        ("bukti.gif", photo("GIF")),
        ("video.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\0" * 99),
        ("kosong.jpg", b""),
    ],
)
def test_what_is_no_photo_and_no_paper_is_refused(
    name: str, octets: bytes, as_hendra: Client, finding: Finding
) -> None:
    assert prove(as_hendra, finding, name, octets) == 422
    assert not FindingFile.objects.exists()


def test_a_video_of_two_gigabytes_is_never_read() -> None:
    class Video(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError(size)

    file = UploadedFile(Video(), "../../rapat.mp4", "video/mp4", 2_000_000_000)
    with pytest.raises(ProofTooLarge) as refused:
        taken(file)
    assert refused.value.facts == {"name": "rapat.mp4", "megabytes": MOST // 1_000_000}


def test_a_film_of_two_gigabytes_is_refused_before_anything_of_it_is_read(
    as_hendra: Client, finding: Finding
) -> None:
    answer = send_film(as_hendra, reverse("supervision:prove_finding", args=[finding.slug]))
    assert answer.status_code == 413
    assert "Video tidak diterima" in answer.content.decode()


def test_the_same_photo_is_kept_once_and_no_more_than_some(
    as_hendra: Client, finding: Finding
) -> None:
    for _ in range(2):
        assert prove(as_hendra, finding, "a.jpg", photo()) == 302
    assert FindingFile.objects.count() == 1
    for n in range(MOST_FILES + 1):
        prove(as_hendra, finding, "a.jpg", photo(color=f"#0000{n * 9 + 20:02d}"))
    assert FindingFile.objects.count() == MOST_FILES


def test_a_finding_is_closed_with_what_was_done(as_hendra: Client, finding: Finding) -> None:
    url = f"/pengawasan/temuan/{finding.slug}/tutup/"
    assert as_hendra.post(url, {"remedy": " "}).status_code == 422
    assert as_hendra.post(url, {"remedy": "Diturunkan oleh Pak Joko."}).status_code == 422
    assert Finding.objects.get().mended_at is None
    assert as_hendra.post(url, {"remedy": "Baliho diturunkan."}).status_code == 302
    closed = Finding.objects.get()
    assert (closed.state, closed.remedy) == ("mended", "Baliho diturunkan.")
    refused = as_hendra.post(url, {"remedy": "Lagi."})
    assert refused.status_code == 422
    assert Finding.objects.get().remedy == "Baliho diturunkan."


def test_closing_twice_at_once_is_refused(finding: Finding, hendra: Member, at: Moment) -> None:
    by = f"user:{hendra.user.pk}"
    mend(finding=finding, remedy="Diturunkan.", by=by, at=at)
    with pytest.raises(MendedAlready):
        mend(finding=finding, remedy="Dibuang.", by=by, at=at)
    assert Entry.objects.filter(act="finding.mended").count() == 1


def test_an_auditor_reads_but_neither_closes_nor_adds(
    client: Client, finding: Finding, hendra: Member, auditor: User, at: Moment, sign_in: SignIn
) -> None:
    photographed(finding, f"user:{hendra.user.pk}", at)
    sign_in(client, auditor)
    assert client.get(f"/pengawasan/temuan/{finding.slug}/bukti/1/").status_code == 200
    assert (
        client.post(f"/pengawasan/temuan/{finding.slug}/tutup/", {"remedy": "x"}).status_code == 404
    )
    assert prove(client, finding, "a.jpg", photo()) == 404
