"""Institutions and what time it is there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from netral.kernel.moment import Moment
from netral.tenancy.core import KIND_WORDS, Kind, Zone, demo_time
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
JUNE = datetime(2024, 6, 26, 1, 0, tzinfo=UTC)


def institution(**more: Any) -> Institution:
    known = {
        "code": "32.76",
        "slug": "depok",
        "name": "Pemerintah Kota Depok",
        "place": "Depok",
        "kind": Kind.CITY,
        "head_title": "Wali Kota Depok",
        "zone": Zone.WIB,
    }
    return Institution(**(known | more))


def test_every_kind_has_a_word() -> None:
    assert set(KIND_WORDS) == set(Kind)


def test_zones_are_those_of_the_country() -> None:
    hours = [NOW.astimezone(Moment.real(NOW, z).local().tzinfo).strftime("%H") for z in Zone]
    assert hours == ["08", "09", "10"]


@given(st.timedeltas(timedelta(0), timedelta(days=1000)))
def test_a_demonstrations_day_ticks(passed: timedelta) -> None:
    assert demo_time(JUNE, NOW, NOW + passed) == JUNE + passed


def test_time_is_real_where_nothing_is_demonstrated() -> None:
    assert moment(institution(zone=Zone.WIT), NOW) == Moment(NOW, NOW, "Asia/Jayapura")


def test_a_demonstration_has_two_clocks() -> None:
    house = institution(demo_starts_at=JUNE, demo_since=NOW, zone=Zone.WITA)
    later = NOW + timedelta(minutes=5)
    assert moment(house, later) == Moment(JUNE + timedelta(minutes=5), later, "Asia/Makassar")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        pytest.param(
            {"demo_starts_at": JUNE}, "tenancy_demo_day_and_start_together", id="start without day"
        ),
        pytest.param(
            {"demo_since": NOW}, "tenancy_demo_day_and_start_together", id="day without start"
        ),
        pytest.param({"week_days": 4}, "tenancy_week_has_5_or_6_days", id="a week of four days"),
        pytest.param({"week_days": 7}, "tenancy_week_has_5_or_6_days", id="a week of seven"),
    ],
)
@pytest.mark.django_db
def test_an_impossible_institution_is_refused(more: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name):
        institution(**more).save()


@pytest.mark.parametrize("same", ["code", "slug"])
@pytest.mark.django_db
def test_code_and_short_name_are_unique(same: str) -> None:
    institution().save()
    other = {"code": "13.71", "slug": "padang"} | {same: getattr(institution(), same)}
    with pytest.raises(IntegrityError, match=same):
        institution(**other).save()


@pytest.mark.django_db
def test_an_institution_is_called_by_its_name() -> None:
    assert str(institution()) == "Pemerintah Kota Depok"
