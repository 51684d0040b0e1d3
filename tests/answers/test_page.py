"""The page and its file at the server: what is served, and that nothing asked leaves a trace."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client
from django.urls import reverse

from netral.access.models import User
from netral.answers.queries.package import package
from netral.rules.core import space
from netral.rules.queries import shipped
from netral.tenancy.models import Institution
from tests.cast import AT, Member
from tests.web.test_web_policy import BUDGET, look_at, weight

pytestmark = pytest.mark.django_db

STATIC: Final = Path(__file__).resolve().parents[2] / "netral/answers/static/answers"
PAGE: Final = "/bolehkah/depok/"
ASKED: Final = {
    "perbuatan": "medsos.like", "sebagai": "pns", "pemilihan": "pilkada-2024",
    "tanggal": "2024-09-21",
}  # fmt: skip


def file_of(house: Institution) -> str:
    return reverse("answers:rules", args=[house.slug, package(house, AT.acted).digest])


def brought(page: bytes) -> dict[str, Any]:
    found = re.search(rb'<script id="brought"[^>]*>(.*?)</script>', page)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


# ---- Which institution


def test_the_only_institution_opens_at_once(client: Client, depok: Institution) -> None:
    assert client.get("/bolehkah/").headers["Location"] == PAGE


def test_several_are_offered_and_a_reader_gets_the_own(
    client: Client, depok: Institution, ratna: Member, sign_in: Callable[[Client, User], None]
) -> None:
    Institution.objects.create(
        code="35.73", slug="malang", name="Pemerintah Kota Malang", place="Malang",
        kind="city", head_title="Wali Kota Malang", zone="Asia/Jakarta",
    )  # fmt: skip
    assert b"/bolehkah/malang/" in client.get("/bolehkah/").content
    sign_in(client, ratna.user)
    assert client.get("/bolehkah/").headers["Location"] == PAGE


def test_an_unknown_institution_has_no_page(client: Client, depok: Institution) -> None:
    assert client.get("/bolehkah/tiada/").status_code == 404


# ---- The page


def test_the_page_brings_words_and_no_rules(client: Client, depok: Institution) -> None:
    answer = client.get(PAGE)
    told = brought(answer.content)
    assert told["rules"] == file_of(depok)
    assert told["today"] == "2024-06-26"
    assert told["season"] == "pilkada-2024"
    assert told["subject"] == ""
    assert told["sayings"]["no_sanction"].startswith("Sumber")
    assert b"SKB22" not in answer.content


def test_who_is_signed_in_is_asked_as_what_the_roster_says(
    client: Client, ratna: Member, sign_in: Callable[[Client, User], None]
) -> None:
    sign_in(client, ratna.user)
    assert brought(client.get(PAGE).content)["subject"] == "pns"


def test_english_is_brought_to_who_reads_english(client: Client, depok: Institution) -> None:
    client.cookies["bahasa"] = "en"
    told = brought(client.get(PAGE).content)
    assert told["outcomes"]["prohibited"] == "Prohibited"
    assert told["days"][0] == "Monday"


def test_a_first_visit_is_light_without_the_rules(client: Client, depok: Institution) -> None:
    page = client.get(PAGE).content
    named = [file for file in look_at(page).files if not file.endswith(".js")]
    scripts = [f"/static/answers/{path.name}" for path in STATIC.glob("*.js")]
    total = len(gzip.compress(page, 9))
    total += sum(weight(path) for path in [*named, *scripts, "/static/web/shell.js"])
    assert total <= BUDGET


# ---- The file


def test_the_address_of_the_file_is_the_digest_of_all_of_it(
    client: Client, depok: Institution
) -> None:
    answer = client.get(file_of(depok))
    digest = hashlib.sha256(answer.content).hexdigest()
    assert digest.startswith(package(depok, AT.acted).digest)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in answer.headers["Vary"]
    record = json.loads(answer.content)
    assert record["table"] == space.digest(shipped().engine)
    assert record["sha256"] == shipped().sha256


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_the_file_comes_compressed_and_small(
    client: Client, depok: Institution, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    answer = client.get(file_of(depok), headers={"accept-encoding": f"{encoding}, x"})
    assert answer.headers["Content-Encoding"] == encoding
    assert len(answer.content) <= 60_000
    assert unpack(answer.content) == client.get(file_of(depok)).content


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("br; q=0.000,gzip;q=0.1", "gzip"),
        ("BR", "br"),
        ("brotli-not, x-gzip", None),
        ("*", None),
        ("", None),
    ],
)
def test_no_browser_gets_an_encoding_that_it_rules_out(
    client: Client, depok: Institution, accepted: str, encoding: str | None
) -> None:
    answer = client.get(file_of(depok), headers={"accept-encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding


def test_a_file_of_another_digest_is_not_there(client: Client, depok: Institution) -> None:
    other = reverse("answers:rules", args=["depok", "0" * 32])
    assert client.get(other).status_code == 404


def test_seasons_say_what_the_calendar_says(depok: Institution) -> None:
    seasons = json.loads(package(depok, AT.acted).plain)["seasons"]
    pilkada = next(s for s in seasons if s["code"] == "pilkada-2024")
    runs = {(run["starts"], run["stage"], run["campaign"]) for run in pilkada["segments"]}
    assert (None, "before", "before") in runs
    assert ("2024-09-22", "after", "before") in runs
    assert ("2024-09-25", "after", "during") in runs
    assert ("2024-11-24", "after", "quiet") in runs
    assert ("2024-11-27", "after", "after") in runs


def test_offices_with_dates_of_their_own_are_offered_apart(depok: Institution) -> None:
    seasons = json.loads(package(depok, AT.acted).plain)["seasons"]
    codes = [s["code"] for s in seasons if s["code"].startswith("pemilu-2024")]
    assert len(codes) > 1


# ---- Without scripts


def test_the_plain_form_answers_with_the_day_as_the_reason(
    client: Client, depok: Institution
) -> None:
    before = client.post(PAGE, ASKED).content.decode()
    after = client.post(PAGE, ASKED | {"tanggal": "2024-09-23"}).content.decode()
    assert "Pelanggaran kode etik" in before
    assert "Sebelum penetapan calon" in before
    assert "Pelanggaran disiplin berat" in after
    assert "Setelah penetapan calon" in after


def test_what_is_posted_is_not_kept(client: Client, depok: Institution) -> None:
    answer = client.post(PAGE, ASKED)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "medsos.like" not in (answer.headers.get("Location") or "")
    assert not client.session.keys()


def test_a_question_keeps_what_was_said(client: Client, depok: Institution) -> None:
    asked = ASKED | {"perbuatan": "kampanye.hadir"}
    page = client.post(PAGE, asked).content.decode()
    assert 'value="support:yes"' in page
    said = client.post(PAGE, asked | {"keadaan": ["support:no"]}).content.decode()
    assert "Anda tidak menunjukkan dukungan apa pun" in said
    open_ = client.post(PAGE, asked | {"keadaan": ["support:?"]}).content.decode()
    assert "Bila ya" in open_


@pytest.mark.parametrize(
    "wrong",
    [
        {"perbuatan": "tiada"}, {"sebagai": "raja"}, {"pemilihan": "x"}, {"tanggal": "kemarin"},
        {"tanggal": "1900-01-01"}, {"keadaan": "tiada:yes"}, {"keadaan": "support:mungkin"},
        {"keadaan": "stage:before"}, {"perbuatan": ""},
    ],
)  # fmt: skip
def test_what_is_no_code_is_refused_with_words(
    client: Client, depok: Institution, wrong: dict[str, str]
) -> None:
    answer = client.post(PAGE, ASKED | wrong)
    assert answer.status_code == 422
    assert b"error-summary" in answer.content


def test_the_plain_form_may_be_asked_for(client: Client, depok: Institution) -> None:
    page = client.get(f"{PAGE}?bentuk=biasa").content
    assert b"page.js" not in page
    assert b"may-live" not in page
