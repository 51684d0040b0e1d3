"""The cast: the few people and things most tests need, built the way production builds them."""

from pathlib import Path

import pytest
from django.conf import settings as installed
from pytest_django import Settings

from tools.catalog import book


def pytest_configure() -> None:
    """Compile the message catalogues: pages speak Indonesian only with them."""
    book.compile_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite's test database in a file: in memory, threads would share one transaction."""
    database = installed.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = tmp_path_factory.mktemp("db") / "test.sqlite3"


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Give each test folders of its own for papers and uploads."""
    settings.STORE, settings.MEDIA_ROOT = tmp_path / "store", tmp_path / "media"
