"""The national board: for whoever runs the installation, in bands, and nothing below a top."""

import csv
import io
import itertools
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.duties.core.bands import Band
from netral.duties.queries.boards import board_of
from netral.insight.core.nation import PACTS, Cell, Line, added, behind, cells
from netral.insight.queries.national import nation
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.models import Unit
from netral.pacts.models import Campaign
from netral.tallies.actions import fold, post
from netral.tenancy.models import Institution
from tests.cast import AT, BY, NOON, Member
from tests.circulars.conftest import draft, facts, office, published, signed
from tests.insight.test_insight_pages import campaign

__all__ = ["campaign", "draft", "facts", "office", "published", "signed"]  # fixtures lent
SignIn = Callable[[Client, User], None]
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'
ADDRESS = "/papan/nasional/"
FILES = (f"{ADDRESS}data.csv", f"{ADDRESS}data.xlsx")


@pytest.fixture
def operator(dewi: Member) -> User:
    """Whoever runs the installation; Dewi keeps her own role beside it."""
    Grant.objects.create(
        user=dewi.user, role=Role.SUPERADMIN, institution=None, unit_path="",
        source="command:test", starts_at=NOON, entry=dewi.person.entry,
    )  # fmt: skip
    return dewi.user


def opened(code: str, name: str) -> Institution:
    """Open another institution."""
    facts = InstitutionFacts(
        code=code, slug=code.replace(".", "-"), name=name, place=name, head_title="Wali"
    )
    return open_institution(facts=facts, by=BY, at=AT)


def counted(house: Institution, owed: int, done: int, late: int) -> None:
    """Let the counters of a top say how many duties there are."""
    top = Unit.objects.of(house).get(parent=None)
    measures = {"owed": owed, "fulfilled": done, "late": late}
    changes = [(top.pk, name, amount) for name, amount in measures.items()]
    post(institution=house, board=board_of(), changes=changes)
    fold()


@pytest.mark.django_db
def test_the_operator_alone_finds_it(
    client: Client, sign_in: SignIn, campaign: Campaign, operator: User, bima: Member, wali: Member
) -> None:
    for member in (bima, wali):
        sign_in(client, member.user)
        for address in (ADDRESS, *FILES):
            assert client.get(address).status_code == 404
    sign_in(client, operator)
    for address in (ADDRESS, *FILES):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_it_tells_bands_of_institutions_and_names_nothing_below(
    client: Client, sign_in: SignIn, campaign: Campaign, operator: User, ratna: Member,
    tree: dict[str, Unit],
) -> None:  # fmt: skip
    counted(campaign.institution, owed=123, done=62, late=3)
    sign_in(client, operator)
    page = client.get(ADDRESS, {"provinsi": "32"})
    (line,) = page.context["found"].houses
    assert line.cells[Cell.FULFILLED] == Band(60, 64)
    assert line.cells[Cell.LATE] == Band(0, 4)
    assert line.owed == Band(115, 127)  # the sum of the bands, and not the band of 123
    assert "60–64" in page.text
    assert "&lt;\u00a05" in page.text
    assert campaign.institution.name in page.text
    assert ratna.person.full_name not in page.text
    assert tree["32.76.06"].name not in page.text
    assert "123" not in page.text
    text = client.get(FILES[0]).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["province"], row["institution_code"]) == ("Jawa Barat", "32.76")
    assert (row["fulfilled_from"], row["fulfilled_to"]) == ("60", "64")


@pytest.mark.django_db
def test_provinces_add_up_their_institutions(
    client: Client, sign_in: SignIn, campaign: Campaign, operator: User
) -> None:
    counted(campaign.institution, owed=20, done=10, late=5)
    for code, name in (("32.71", HOSTILE), ("13.71", "Kota Lain")):
        counted(opened(code, name), owed=40, done=30, late=5)
    sign_in(client, operator)
    found = client.get(ADDRESS).context["found"]
    assert [(each.name, each.houses) for each in found.provinces] == [
        ("Jawa Barat", 2), ("Sumatera Barat", 1),
    ]  # fmt: skip
    java = found.provinces[0]
    assert java.cells[Cell.FULFILLED] == Band(40, 48)
    assert java.asked == found.whole.asked  # the others have no campaign
    page = client.get(ADDRESS, {"provinsi": "32"})
    assert sorted(each.name for each in page.context["found"].houses) == [
        HOSTILE,
        "Pemerintah Kota Depok",
    ]
    assert "<script>alert" not in page.text
    assert "provinsi=32" in page.text  # files of the province
    assert client.get(ADDRESS, {"provinsi": "<script>"}).context["found"].chosen is None
    text = client.get(FILES[0], {"provinsi": "32"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["32.71", "32.76"]
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert client.get(FILES[1], {"provinsi": "13"}).status_code == 200


@pytest.mark.django_db
def test_it_asks_as_much_for_many_institutions_as_for_one_and_for_nobody(
    campaign: Campaign,
) -> None:
    for n in range(1, 13):
        counted(opened(f"33.{n:02}", f"Kota {n}"), owed=n, done=0, late=0)
    with CaptureQueriesContext(connection) as asked:
        assert len(nation().houses) == 13
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert len(asked) == 4
    assert not [word for word in ("orgs_person", "pledge", "obligation") if word in said]


@pytest.mark.django_db
def test_an_installation_without_campaigns_says_so(
    client: Client, sign_in: SignIn, operator: User
) -> None:
    sign_in(client, operator)
    assert "Belum ada yang dapat dihitung" in client.get(ADDRESS).text
    assert client.get(FILES[0]).status_code == client.get(FILES[1]).status_code == 200


counts = st.tuples(*[st.integers(0, 40)] * len(PACTS))


def line(found: tuple[int, ...]) -> Line:
    return Line("32.76", "Depok", 1, cells(PACTS, found))


def told(found: Line) -> object:
    """Return everything that a page or a file says of a line."""
    return found.cells, found.asked, [found.share(cell) for cell in PACTS], behind(found)


@given(st.lists(counts, min_size=1, max_size=4), st.data())
def test_whatever_is_subtracted_every_count_of_a_band_stays_possible(
    found: list[tuple[int, ...]], data: st.DataObject
) -> None:
    """Replace each count by any other of its band: not one figure on the board changes."""
    others = [
        tuple(data.draw(st.integers(n - n % 5, n - n % 5 + 4)) for n in each) for each in found
    ]
    for one, other in zip(found, others, strict=True):
        assert told(line(one)) == told(line(other))
    sums = [added("32", "Jawa Barat", map(line, each)) for each in (found, others)]
    assert told(sums[0]) == told(sums[1])


@given(st.lists(counts, min_size=1, max_size=6))
def test_the_true_sum_and_the_true_share_are_inside(found: list[tuple[int, ...]]) -> None:
    whole = added("", "", map(line, found))
    exact = sum(itertools.chain(*found))
    assert whole.asked is not None
    assert whole.asked.low <= exact <= whole.asked.high
    signed = sum(each[0] for each in found)
    share = whole.share(Cell.SIGNED)
    if share is not None and exact:
        assert share.low <= 100 * signed / exact <= share.high
