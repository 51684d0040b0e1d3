"""Recaps and open figures: once a week, frozen, sealed, and nobody in them."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from netral.circulars.models import Circular
from netral.duties.actions.digests import pdf_of, seal_due
from netral.duties.actions.publishing import publish_due, publish_figures
from netral.duties.actions.recaps import make_recap, recap_due
from netral.duties.actions.reckoning import reckon
from netral.duties.core.published import Measure, of_record
from netral.duties.core.weeks import Week, told, week_of
from netral.duties.errors import PublishedAlready
from netral.duties.models import Digest, PublishedTable
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.signing.actions import create_seal_key
from netral.signing.queries import by_file
from netral.tenancy.models import Institution
from tests.cast import AT, BY, SINCE, Member
from tests.circulars.conftest import draft, facts, office, published, signed

__all__ = ["draft", "facts", "office", "published", "signed"]  # fixtures lent by circulars
SignIn = Callable[[Client, object], None]
WEEK = week_of(AT.local().date())


@pytest.fixture
def reckoned(published: Circular, hendra: Member, ratna: Member) -> Institution:
    """A city with a circular in force whose heads owe what it asks."""
    reckon(institution=published.institution, at=AT)
    return published.institution


# ---- Weeks


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001  # a wall clock
def test_the_week_told_of_is_over_since_monday_at_six(local: datetime) -> None:
    week = told(local)
    monday = datetime.combine(week.last + timedelta(days=1), datetime.min.time())
    assert (week.first.weekday(), week.last - week.first) == (0, timedelta(days=6))
    assert monday + timedelta(hours=6) <= local < monday + timedelta(days=7, hours=6)


# ---- Recaps


def test_a_recap_is_made_once_and_names_nobody(
    reckoned: Institution, tree: dict[str, Unit], hendra: Member, ratna: Member
) -> None:
    top, before = tree["32.76"], Entry.objects.count()
    made = make_recap(unit=top, week=WEEK, by=BY, at=AT)
    assert make_recap(unit=top, week=WEEK, by=BY, at=AT).pk == made.pk
    assert Entry.objects.count() == before + 1
    told = json.dumps(made.facts)
    assert made.facts["whole"]["owed"] > 0
    for member in (hendra, ratna):
        assert member.person.name not in told
        assert member.person.identity not in told


def test_a_recap_stays_as_it_was_and_its_paper_verifies(
    reckoned: Institution, tree: dict[str, Unit]
) -> None:
    create_seal_key(institution=reckoned, by=BY, at=AT)
    made = make_recap(unit=tree["32.76"], week=WEEK, by=BY, at=AT)
    facts = made.facts
    assert seal_due(at=AT) == 1
    assert seal_due(at=AT) == 0
    later = Moment(AT.acted + timedelta(days=9), SINCE)
    reckon(institution=reckoned, at=later)
    made.refresh_from_db()
    made.paper.refresh_from_db()
    assert made.facts == facts
    pdf = pdf_of(digest=made, at=later)
    found = by_file(pdf)
    assert found is not None
    assert (found.meaning, found.sha256) == ("done", made.paper.sha256)


def test_without_a_seal_the_paper_says_so(reckoned: Institution, tree: dict[str, Unit]) -> None:
    made = make_recap(unit=tree["32.76"], week=WEEK, by=BY, at=AT)
    assert pdf_of(digest=made, at=AT).startswith(b"%PDF")
    assert seal_due(at=AT) == 0


def test_the_chore_makes_one_recap_and_one_table_a_week(reckoned: Institution) -> None:
    assert recap_due(now=SINCE) == 1
    assert recap_due(now=SINCE) == 0
    assert publish_due(now=SINCE) == 1
    assert publish_due(now=SINCE) == 0
    week = told(AT.local())
    assert Digest.objects.get(kind="recap").last_on == week.last
    assert PublishedTable.objects.get().last_on == week.last
    assert publish_due(now=SINCE + timedelta(days=7)) == 1


def test_an_institution_without_anything_tells_nothing(depok: Institution) -> None:
    assert recap_due(now=SINCE) == 0
    assert publish_due(now=SINCE) == 0
    assert publish_figures(institution=depok, week=WEEK, by=BY, at=AT) is None
    assert not Entry.objects.filter(act="figures.published").exists()


# ---- Open figures


def test_a_week_is_published_once_and_in_bands_alone(reckoned: Institution) -> None:
    made = publish_figures(institution=reckoned, week=WEEK, by=BY, at=AT)
    assert made is not None
    with pytest.raises(PublishedAlready):
        publish_figures(institution=reckoned, week=WEEK, by=BY, at=AT)
    assert PublishedTable.objects.count() == 1
    table = of_record(made.figures)
    bands = list(chain.from_iterable(row.figures.values() for row in table.rows))
    assert bands
    assert {band.high - band.low for band in bands} == {4}
    assert {band.low % 5 for band in bands} == {0}
    assert {Measure.OWED, Measure.BOUND, Measure.READ} <= set(table.measures)
    assert Measure.ASKED not in table.measures  # no campaign: absent, not nought


def test_whoever_may_not_excuse_makes_no_recap(
    client: Client, sign_in: SignIn, reckoned: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    sign_in(client, hendra.user)
    unit = tree["32.76.06"].pk
    assert client.post(f"/kewajiban/rekap/{unit}/buat/").status_code == 404
    assert not Digest.objects.exists()


def test_the_personnel_office_makes_this_weeks_recap_and_opens_it(
    client: Client, sign_in: SignIn, reckoned: Institution, tree: dict[str, Unit], dewi: Member
) -> None:
    sign_in(client, dewi.user)
    top = tree["32.76"].pk
    assert client.post(f"/kewajiban/rekap/{top}/buat/").status_code == 302
    made = Digest.objects.get()
    assert (made.first_on, made.last_on) == (date(2024, 6, 24), date(2024, 6, 26))
    answer = client.get(f"/kewajiban/rekap/{made.pk}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_head_opens_no_recap_of_the_whole(
    client: Client, sign_in: SignIn, reckoned: Institution, tree: dict[str, Unit], hendra: Member
) -> None:
    made = make_recap(unit=tree["32.76"], week=Week(WEEK.first, WEEK.last), by=BY, at=AT)
    sign_in(client, hendra.user)
    assert client.get(f"/kewajiban/rekap/{made.pk}.pdf").status_code == 404


def test_the_clock_of_the_zone_decides_when_monday_begins() -> None:
    sunday_evening = datetime(2024, 6, 23, 22, 30, tzinfo=UTC)  # Monday 05.30 in Jakarta
    jakarta = Moment(sunday_evening, sunday_evening, "Asia/Jakarta").local()
    jayapura = Moment(sunday_evening, sunday_evening, "Asia/Jayapura").local()
    assert told(jakarta).last == date(2024, 6, 16)
    assert told(jayapura).last == date(2024, 6, 23)
