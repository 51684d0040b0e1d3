"""Metadata for the network of legal documentation: sixteen, as data, none claimed mandatory."""

import csv
import io
import tomllib

import pytest
from django.test import Client

from netral.circulars import jdih
from netral.circulars.actions.publishing import revoke
from netral.circulars.core import Dating, Form
from netral.circulars.models import Circular
from netral.orgs.models import Unit
from tests.cast import AT, BY, Member
from tests.circulars import scene


@pytest.fixture
def root(tree: dict[str, Unit]) -> Unit:
    return tree["32.76"]


@pytest.fixture
def circular(root: Unit, wali: Member) -> Circular:
    return scene.published(root, wali, dated_on=scene.DAY)


def values(circular: Circular) -> dict[str, str]:
    return {d.field: d.value for d in jdih.metadata(circular, url="https://contoh/edaran/x/")}


def test_there_are_sixteen_and_nobody_says_which_are_mandatory() -> None:
    listed = tomllib.loads(jdih.FILE.read_text(encoding="utf-8"))["metadata"]
    assert len(listed) == len({each["field"] for each in listed}) == 16
    assert {each["mandatory"] for each in listed} == {"unverified"}
    assert all(each["label"] and each["source"] for each in listed)


def test_a_circular_describes_itself(circular: Circular) -> None:
    told = values(circular)
    assert told == {
        "type": "Naskah dinas arahan",
        "title": f"Surat Edaran Wali Kota Depok Nomor 270/343-Huk tentang {circular.subject}",
        "heading": "Indonesia. Kota Depok",
        "number": "270/343-Huk",
        "form": "Surat Edaran",
        "abbreviation": "SE",
        "place": "Depok",
        "dates": "2024-05-31; 2024-06-26",
        "origin": "https://contoh/edaran/x/",
        "subject": circular.subject,
        "status": "Berlaku",
        "language": "Indonesia",
        "location": "Pemerintah Kota Depok",
        "area": "Hukum administrasi negara",
        "attachments": "Tidak ada",
        "initiator": "Pemerintah Kota Depok",
    }


def test_the_status_follows_the_life(root: Unit, wali: Member, circular: Circular) -> None:
    scene.published(root, wali, "270/344-Huk", supersedes=circular)
    circular.refresh_from_db()
    assert values(circular)["status"] == "Tidak berlaku, digantikan oleh 270/344-Huk"
    other = scene.published(root, wali, "270/345-Huk")
    revoke(circular=other, reason="Uji.", by=BY, at=AT)
    other.refresh_from_db()
    assert values(other)["status"] == "Tidak berlaku, dicabut"


def test_what_is_not_known_is_said(root: Unit, wali: Member) -> None:
    told = values(scene.published(root, wali, "", form=Form.INSTRUCTION, dating=Dating.UNKNOWN))
    assert told["number"] == "tanpa nomor"
    assert told["title"].startswith("Instruksi Wali Kota Depok tentang")
    assert told["dates"].startswith("tidak diketahui; ")


def test_a_number_that_names_itself_is_not_named_twice(root: Unit, wali: Member) -> None:
    told = values(scene.published(root, wali, "Nomor 35 Tahun 2024"))
    assert "Depok Nomor 35 Tahun 2024 tentang" in told["title"]


def test_it_comes_as_json_and_as_a_table(client: Client, circular: Circular) -> None:
    told = client.get(f"/edaran/{circular.slug}/jdih/").json()
    table = client.get(f"/edaran/{circular.slug}/jdih/?bentuk=csv")
    heads, row = csv.reader(io.StringIO(table.content.decode()))
    assert heads == [each["label"] for each in told["metadata"]]
    assert row == [each["value"] for each in told["metadata"]]
    assert "attachment" in table.headers["Content-Disposition"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_runs_in_a_spreadsheet(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x")'
    told = jdih.as_csv([jdih.Datum("subject", "Subjek", evil, "unverified", "uji")])
    _head, (cell,) = csv.reader(io.StringIO(told))
    assert cell == f"'{evil}"
