"""The board of duties, the late list, files, open figures: right readers, bounded, harmless."""

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from netral.circulars.models import Circular
from netral.duties.actions.counting import count
from netral.duties.actions.publishing import publish_figures
from netral.duties.actions.reckoning import reckon
from netral.duties.core import State
from netral.duties.core.published import Measure
from netral.duties.core.weeks import week_of
from netral.duties.models import Obligation
from netral.insight.views import compliance
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member
from tests.circulars.conftest import draft, facts, office, published, signed

__all__ = ["draft", "facts", "office", "published", "signed"]  # fixtures lent by circulars
SignIn = Callable[[Client, object], None]
WEEK = week_of(AT.local().date())
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'


@pytest.fixture
def city(published: Circular, hendra: Member) -> Institution:
    """A city with two obligations late and one fulfilled, at the unit of Hendra."""
    house = published.institution
    reckon(institution=house, at=AT)
    rows = list(Obligation.objects.of(house).filter(unit__code="32.76.06").order_by("due_at"))
    assert len(rows) >= 2
    Obligation.objects.filter(pk=rows[0].pk).update(
        state=State.LATE, due_at=AT.acted.replace(day=3)
    )
    count(institution=house, obligations=Obligation.objects.of(house))
    return house


def test_the_board_says_what_is_late_and_names_no_person(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member, hendra: Member
) -> None:
    sign_in(client, dewi.user)
    page = client.get("/papan/kewajiban/").text
    assert "1 terlambat" in page
    assert "Camat Beji" in page
    assert hendra.person.full_name not in page
    assert page.count("<svg") >= 2
    late = client.get("/papan/terlambat/").text
    assert "1 kewajiban terlambat" in late
    assert hendra.person.full_name not in late


def test_a_long_late_list_begins_short_and_is_whole_at_a_tap(
    client: Client,
    sign_in: SignIn,
    city: Institution,
    dewi: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Obligation.objects.of(city).filter(unit__code="32.76.06")
    rows.update(state=State.LATE, due_at=AT.acted.replace(day=3))
    monkeypatch.setattr(compliance, "SHOWN", 1)
    sign_in(client, dewi.user)
    page, whole = (client.get(f"/papan/terlambat/{asked}").text for asked in ("", "?semua=1"))
    assert f"{rows.count()} kewajiban terlambat" in page
    assert f"Tampilkan semua ({rows.count()})" in page
    assert page.count('<th scope="row">') == 1
    assert whole.count('<th scope="row">') == rows.count()
    assert "Tampilkan semua" not in whole


@pytest.mark.parametrize(
    "address",
    [
        "/papan/kewajiban/{}/",
        "/papan/kewajiban/{}/unduh.xlsx",
        "/papan/kewajiban/{}/unduh.csv",
        "/papan/terlambat/?unit={}",
    ],
)
def test_a_head_sees_the_own_unit_and_none_beside(
    client: Client, sign_in: SignIn, city: Institution, tree: dict[str, Unit], hendra: Member,
    address: str,
) -> None:  # fmt: skip
    sign_in(client, hendra.user)
    assert client.get(address.format(tree["32.76.06"].pk)).status_code == 200
    assert client.get(address.format(tree["disdik"].pk)).status_code == 404
    assert client.get(address.format(tree["32.76"].pk)).status_code == 404


@pytest.mark.parametrize("typed", ["nonsense", "<script>", "act_on_knowledge"])
def test_a_strange_kind_is_none(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member, typed: str
) -> None:
    sign_in(client, dewi.user)
    answer = client.get("/papan/kewajiban/", {"jenis": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert client.get("/papan/terlambat/", {"unit": "²"}).status_code == 200
    assert client.get("/papan/terlambat/", {"unit": "9" * 5000}).status_code == 200


def test_one_kind_can_be_looked_at_alone(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member
) -> None:
    sign_in(client, dewi.user)
    page = client.get("/papan/kewajiban/", {"jenis": "guide"}).text
    assert "Tidak ada yang terlambat" in page or "belum ada kewajiban" in page
    assert "Perkembangan" not in page


def test_the_groups_of_duties_can_be_looked_at_alone_and_add_up(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member
) -> None:
    sign_in(client, dewi.user)
    top = Unit.objects.get(parent=None).pk
    owed = {}
    for part in ("", "circular", "cascade", "pact"):
        board = client.get("/papan/kewajiban/", {"jenis": part})
        owed[part] = board.context["page"].figures.owed
        text = client.get(f"/papan/kewajiban/{top}/unduh.csv", {"jenis": part}).content.decode()
        assert ("Kewajiban dari edaran" in text) is (part == "circular")
        listed = client.get("/papan/terlambat/", {"jenis": part}).context["count"]
        assert listed == board.context["page"].figures.late
        if part:
            assert f'value="{part}" selected' in board.text
            assert board.text.count(f"?jenis={part}") >= 2  # units and files keep it
    assert owed[""] == owed["circular"] + owed["cascade"] + owed["pact"]
    assert owed["cascade"] > 0


def test_what_the_law_always_asks_is_told_and_counted_on_no_board(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member
) -> None:
    sign_in(client, dewi.user)
    page = client.get("/papan/kewajiban/", {"jenis": "standing"})
    assert "PP 94/2021 Pasal 26" in page.text
    assert "rahasia" in page.text
    assert page.context["page"].figures.owed == 0
    assert client.get("/papan/terlambat/", {"jenis": "standing"}).context["count"] == 0


def test_the_board_asks_as_much_for_many_units_as_for_few(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    sign_in(client, dewi.user)
    for part in ("", "?jenis=circular"):
        with django_assert_max_num_queries(25):
            client.get(f"/papan/kewajiban/{part}")


def test_hostile_names_stay_text_in_every_file(
    client: Client, sign_in: SignIn, city: Institution, tree: dict[str, Unit], dewi: Member
) -> None:
    Unit.objects.filter(pk=tree["32.76.06"].pk).update(name=HOSTILE)
    sign_in(client, dewi.user)
    top = tree["32.76"].pk
    page = client.get("/papan/kewajiban/").text
    assert "<script>alert" not in page
    text = client.get(f"/papan/kewajiban/{top}/unduh.csv").content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith("=")]
    book = client.get(f"/papan/kewajiban/{top}/unduh.xlsx").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name)
        assert not [name for name in parts.namelist() if "hyperlink" in name.lower()]


def test_a_city_where_nothing_is_owed_says_so(
    client: Client, sign_in: SignIn, dewi: Member
) -> None:
    sign_in(client, dewi.user)
    assert "belum ada kewajiban yang berjalan" in client.get("/papan/kewajiban/").text
    assert "Tidak ada yang terlambat" in client.get("/papan/terlambat/").text
    top = Unit.objects.get(parent=None).pk
    assert client.get(f"/papan/kewajiban/{top}/unduh.xlsx").status_code == 200


def test_looking_writes_nothing(
    client: Client, sign_in: SignIn, city: Institution, dewi: Member
) -> None:
    before = Entry.objects.count()
    sign_in(client, dewi.user)
    for path in ("/papan/kewajiban/", "/papan/terlambat/", "/papan/daerah/", "/data-terbuka/"):
        assert client.get(path).status_code == 200
    assert Entry.objects.count() == before


# ---- Open to everybody


@pytest.fixture
def opened(city: Institution) -> Institution:
    publish_figures(institution=city, week=WEEK, by=BY, at=AT)
    return city


def test_strangers_read_bands_and_never_counts(client: Client, opened: Institution) -> None:
    page = client.get("/data-terbuka/depok/").text
    assert "CC BY 4.0" in page
    told = json.loads(client.get("/data-terbuka/depok/data.json").content)
    (house,) = told["institutions"]
    for row in house["kinds_of_unit"]:
        for measure in Measure:
            if measure in row:
                low, high = row[measure]
                assert (low % 5, high - low) == (0, 4)
    for measure, (low, high) in house["total"].items():
        cells = [row[measure] for row in house["kinds_of_unit"] if measure in row]
        assert [low, high] == [sum(c[0] for c in cells), sum(c[1] for c in cells)]


def test_csv_and_json_say_the_same(client: Client, opened: Institution) -> None:
    answer = client.get("/data-terbuka/semua.csv")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = json.loads(client.get("/data-terbuka/semua.json").content)["institutions"][0]
    assert [row["unit_kind"] for row in rows] == [
        *(row["kind"] for row in told["kinds_of_unit"]), "total",
    ]  # fmt: skip
    for row, kind in zip(rows, told["kinds_of_unit"], strict=False):
        assert [int(row["owed_from"]), int(row["owed_to"])] == kind["owed"]


def test_the_licence_is_the_installations(
    client: Client, opened: Institution, settings: Settings
) -> None:
    settings.OPEN_LICENCE = "belum ditetapkan"
    assert "belum ditetapkan" in client.get("/data-terbuka/").text
    assert json.loads(client.get("/data-terbuka/semua.json").content)["licence"] == (
        "belum ditetapkan"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/data-terbuka/nirgends/",
        "/data-terbuka/depok/?minggu=x",
        "/data-terbuka/depok/?minggu=2001-01-01",
        "/data-terbuka/depok/data.exe",
    ],
)
def test_what_was_not_published_is_not_there(
    client: Client, opened: Institution, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_before_anything_is_published_the_page_says_when(
    client: Client, depok: Institution
) -> None:
    assert "Belum ada data yang diterbitkan" in client.get("/data-terbuka/").text
    assert "Belum ada yang dapat dibandingkan" in client.get("/papan/daerah/").text
    assert client.get("/data-terbuka/depok/").status_code == 404


def test_institutions_are_compared_by_province(client: Client, opened: Institution) -> None:
    page = client.get("/papan/daerah/").text
    assert "Jawa Barat" in page
    assert "Pemerintah Kota Depok" in page
    assert "Jawa Barat" in client.get("/papan/daerah/?provinsi=nonsense").text
