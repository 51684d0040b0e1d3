"""Guidance in figures: for who audits, never small, never changing, no subtraction away."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from netral.access.models import User
from netral.access.queries import Seat, seat
from netral.kernel.moment import Moment
from netral.supervision.actions.guidance import answer
from netral.supervision.core import GuidanceKind
from netral.supervision.core.cells import FEWEST, cells
from netral.supervision.core.guidance_figures import ANSWERING, Told, newest, told
from netral.supervision.models import Guidance
from netral.supervision.queries.guidance_figures import months
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.supervision.scene import guided

SignIn = Callable[[Client, User], None]
ADDRESS = "/pengawasan/pembinaan/angka/"
DAY = timedelta(days=1)
GIVEN = datetime(2024, 6, 26, 5, tzinfo=UTC)
lives = st.tuples(
    st.sampled_from(GuidanceKind), st.none() | st.integers(0, 40).map(lambda n: GIVEN + n * DAY)
)


def seated(user: User, house: Institution, at: Moment, days: int) -> Seat:
    found = seat(user, now=at.logged, chosen=house.pk)
    assert found is not None
    return replace(found, at=replace(at, acted=at.acted + days * DAY))


@given(st.lists(lives, max_size=60))
def test_each_is_counted_once_and_no_small_number_is_told(
    found: list[tuple[GuidanceKind, datetime | None]],
) -> None:
    counts = Counter[tuple[str, str]](
        ("2024-06", told(kind, GIVEN, replied)) for kind, replied in found
    )
    assert sum(counts.values()) == len(found)
    (row,) = cells(counts, ["2024-06"], list(Told)).values()
    for column, cell in zip(Told, row, strict=True):
        number = counts["2024-06", column]
        assert cell.count == (number if number >= FEWEST else None)


@given(st.dictionaries(st.sampled_from(Told), st.integers(0, 12)), st.data())
def test_whatever_is_subtracted_a_hidden_number_may_be_any_small_one(
    counts: dict[Told, int], data: st.DataObject
) -> None:
    """Replace each hidden number by any other from nought to four: the table stays the same."""
    other = {
        column: n if n >= FEWEST else data.draw(st.integers(0, FEWEST - 1))
        for column, n in counts.items()
    }
    tables = [
        cells({("2024-06", column): n for column, n in each.items()}, ["2024-06"], list(Told))
        for each in (counts, other)
    ]
    assert tables[0] == tables[1]


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(1, 24))
def test_a_month_is_told_once_every_answer_had_its_time_and_none_is_passed_over(
    today: date, count: int
) -> None:
    """The figures of a month never change once they are told."""
    found = newest(today, count)
    assert len(set(found)) == count
    assert all(later - earlier <= 31 * DAY for later, earlier in pairwise(found))
    for month in found:
        last = (month + 31 * DAY).replace(day=1) - DAY
        assert last + ANSWERING < today
        given_at, replied_at = (
            datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (last, today)
        )
        for kind in GuidanceKind:
            assert told(kind, given_at, replied_at) is told(kind, given_at, None)


@pytest.mark.django_db
def test_the_auditor_reads_them_and_nobody_else(
    client: Client, sign_in: SignIn, depok: Institution, auditor: User, hendra: Member,
    ratna: Member, dewi: Member, at: Moment,
) -> None:  # fmt: skip
    made = [guided(ratna.person, hendra, at, f"Ingat {n}.") for n in range(9)]
    for each in made[:5]:
        answer(guidance=each, text="Baik.", by=f"user:{ratna.user.pk}", at=at)
    early = months(seated(auditor, depok, at, days=10))
    assert [str(each.first) for each in early[:2]] == ["2024-05-01", "2024-04-01"]
    assert not [cell for each in early for cell in each.cells if cell.told]
    june, *others = months(seated(auditor, depok, at, days=30))
    assert [cell.count for cell in june.cells] == [5, None, None, None]
    assert len(others) == len(early) - 1
    late = replace(at, acted=at.acted + 20 * DAY)
    answer(guidance=made[5], text="Maaf, terlambat.", by=f"user:{ratna.user.pk}", at=late)
    assert months(seated(auditor, depok, at, days=30))[0] == june
    sign_in(client, auditor)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert ratna.person.full_name not in page.text
    for member in (hendra, ratna, dewi):
        sign_in(client, member.user)
        assert client.get(ADDRESS).status_code == 404


@pytest.mark.django_db
def test_what_the_reader_gave_or_received_is_not_in_the_readers_table(
    depok: Institution, hendra: Member, ratna: Member, at: Moment
) -> None:
    for n in range(6):
        guided(ratna.person, hendra, at, f"Ingat {n}.")
    assert Guidance.objects.count() == 6
    for member in (hendra, ratna):
        found = months(seated(member.user, depok, at, days=30))
        assert not [cell for each in found for cell in each.cells if cell.told]
