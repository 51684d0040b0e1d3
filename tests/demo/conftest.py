"""A small season, loaded once for all the tests that only look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from netral.demo import season
from netral.demo.facts import cities

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PEOPLE = 300


@pytest.fixture(scope="package")
def sealed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the papers lie that were sealed while the season was loaded."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="package")
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    sealed_folder: Path,
) -> Iterator[list[season.Loaded]]:
    """The four cities with some 300 people each; rolled back when the last of these tests is over.

    `tests/conftest.py` keeps them together.
    """
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, MEDIA_ROOT=media, STORE=sealed_folder),
        transaction.atomic(),
        time_machine.travel(NOW, tick=False),
    ):
        made = season.load(cities(), now=NOW, people=PEOPLE)
        # PostgreSQL settles here what it put off, else again after every test: six seconds each.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)
