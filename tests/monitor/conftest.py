"""A log to watch, and a monitor that watches it."""

from pathlib import Path

import pytest

from tests.monitor.logs import Log, Watch


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """An empty log."""
    return Log(tmp_path / "log")


@pytest.fixture
def watch(log: Log, tmp_path: Path) -> Watch:
    """A monitor that has not looked yet."""
    return Watch(log, tmp_path / "state.sqlite")
