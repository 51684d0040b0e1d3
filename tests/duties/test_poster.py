"""The poster on the wall: a camera reads its three codes, and it names nobody."""

import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from netral.access.models import User
from netral.circulars.models import Circular
from netral.duties.papers import Poster, Size, poster
from netral.duties.queries.posters import numbers
from netral.duties.reader import channels, read_channels
from netral.kernel.tables import BadTable
from netral.orgs.models import Unit
from tests.cast import AT, Member

SignIn = Callable[[Client, User], None]


def page(unit: Unit) -> str:
    return reverse("duties:poster", args=[unit.pk])


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a3", 842)])
def test_a_camera_reads_where_to_report_ask_and_verify(
    size: str, width: int, circular: Circular, hendra: Member, client: Client, sign_in: SignIn,
    program: Callable[[str], Path], tmp_path: Path,
) -> None:  # fmt: skip
    sign_in(client, hendra.user)
    pdf = client.get(page(hendra.person.unit), {"ukuran": size}).content
    (tmp_path / "poster.pdf").write_bytes(pdf)
    drawn = [str(program("pdftoppm")), "-r", "72", "-png", "poster.pdf", "p"]
    subprocess.run(drawn, check=True, cwd=tmp_path)
    (picture,) = tmp_path.glob("p*.png")  # one page
    image = Image.open(picture)
    assert abs(image.width - width) <= 1
    read = {each.text for each in zxingcpp.read_barcodes(image)}
    assert read == {
        "https://www.lapor.go.id",
        "http://localhost:8000/bolehkah/depok/",
        "http://localhost:8000/verifikasi/",
    }


@pytest.mark.django_db
def test_it_is_for_who_answers_for_the_unit(
    circular: Circular, tree: dict[str, Unit], ratna: Member, hendra: Member, bima: Member,
    client: Client, sign_in: SignIn,
) -> None:  # fmt: skip
    own, other = tree["32.76.06"], tree["disdik"]
    for member in (hendra, bima):
        sign_in(client, member.user)
        assert client.get(page(own)).content.startswith(b"%PDF")
        assert client.get(page(other)).status_code == 404
    sign_in(client, ratna.user)
    assert client.get(page(own)).status_code == 404


@pytest.mark.django_db
def test_it_says_where_the_institution_itself_takes_reports(
    circular: Circular, hendra: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[dict[str, Any]] = []

    def keep(_template: str, data: dict[str, Any], **_more: object) -> bytes:
        said.append(data)
        return b"%PDF"

    monkeypatch.setattr(import_module("netral.duties.papers.poster"), "typeset", keep)
    for email in ("", "lapor@depok.example"):
        unit = Unit.objects.select_related("institution").get(pk=hendra.person.unit_id)
        unit.institution.contact_email = email
        poster(Poster(unit, [], channels(), Size.A4), at=AT.local())
    without, named = said
    assert without["own"] == ""
    assert "belum mencantumkan kanal pelaporannya sendiri" in without["foot"]
    assert named["own"] == (
        "Melapor langsung kepada Pemerintah Kota Depok: lapor@depok.example (rekaan untuk peragaan)"
    )
    assert "belum" not in named["foot"]


@pytest.mark.django_db
def test_it_names_the_circulars_that_reach_the_unit(
    circular: Circular, tree: dict[str, Unit], dewi: Member
) -> None:
    assert numbers(tree["32.76.06"]) == ["270/343-Huk"]


def test_an_address_that_nobody_has_verified_says_so() -> None:
    first, *rest = channels()
    assert not first.sure
    assert all(channel.url.startswith("https://") for channel in (first, *rest))


@pytest.mark.parametrize("text", ["x = 1", '[[channel]]\nname = "x"', '[[channel]]\nname = ""'])
def test_a_malformed_file_of_channels_is_refused(text: str) -> None:
    with pytest.raises(BadTable):
        read_channels(text)
