"""Two cities with one of everything, opened once for all the tests of a module."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.web.two_cities import City, open_city


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the papers and files of both cities lie."""
    return tmp_path_factory.mktemp("cities")


@pytest.fixture(scope="module")
def cities(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, papers: Path
) -> Iterator[tuple[City, City]]:
    """Both cities, rolled back when the module's tests are over; none of these may commit."""
    with (
        django_db_blocker.unblock(),
        override_settings(STORE=papers / "store", MEDIA_ROOT=papers / "media"),
        transaction.atomic(),
    ):
        both = open_city("32.76", "depok", "Cempaka"), open_city("13.71", "padang", "Kenanga")
        connection.check_constraints()  # what PostgreSQL put off is settled here, not in every test
        yield both
        transaction.set_rollback(True)


@pytest.fixture
def cempaka(cities: tuple[City, City], papers: Path, settings: Settings, db: None) -> City:
    """The first city with what a test adds to it, which is gone after the test."""
    settings.STORE, settings.MEDIA_ROOT = papers / "store", papers / "media"
    return deepcopy(cities[0])


@pytest.fixture
def kenanga(cities: tuple[City, City], db: None) -> City:
    """The other city."""
    return deepcopy(cities[1])
