"""Real sequencer processes, killed under load."""

from contextlib import ExitStack

import pytest
from django.conf import settings

from bench.ledger.kills import kills
from tools import postgres

HALF = 13  # on each engine


@pytest.mark.slow
@pytest.mark.django_db
def test_kills_leave_no_gap_and_no_fork() -> None:
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    with ExitStack() as stack:
        url = None if sqlite else stack.enter_context(postgres.server())
        assert kills(url, HALF) == (HALF, 0, 0)
