"""A place to act in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.tenancy.core import Kind, Zone
from netral.tenancy.models import Institution
from tests.ledger.sequenced import ORIGIN, Log


@pytest.fixture
def house(db: None) -> Institution:
    """An institution without units: the ledger knows none."""
    return Institution.objects.create(
        code="32.76",
        slug="depok",
        name="Pemerintah Kota Depok",
        place="Depok",
        kind=Kind.CITY,
        head_title="Wali Kota Depok",
        zone=Zone.WIB,
    )


@pytest.fixture
def noon() -> Moment:
    """A demonstration's noon: the act in 2024, logged in 2026."""
    return Moment(
        acted=datetime(2024, 6, 26, 5, 0, tzinfo=UTC),
        logged=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC),
    )


@pytest.fixture
def log(settings: Settings, tmp_path: Path) -> Log:
    """A log of the entries that wait, kept by a test."""
    settings.LOG, settings.LOG_ORIGIN = tmp_path / "log", ORIGIN
    return Log(tmp_path / "log")
