"""Who may be counted as present when, and from when a session counts as a deed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netral.outreach.core import closes, counts_at, live, opens

ZONE = ZoneInfo("Asia/Jakarta")
STARTS = datetime(2024, 6, 26, 7, 30, tzinfo=ZONE)
ENDS = datetime(2024, 6, 26, 8, 30, tzinfo=ZONE)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2024, 6, 26, 7, 15, tzinfo=ZONE), True),
        (datetime(2024, 6, 26, 7, 15, tzinfo=ZONE) - TICK, False),
        (datetime(2024, 6, 26, 8, 45, tzinfo=ZONE), True),
        (datetime(2024, 6, 26, 8, 45, tzinfo=ZONE) + TICK, False),
        (STARTS - timedelta(days=1), False),
    ],
)
def test_attendance_is_claimed_from_a_quarter_before_to_a_quarter_after(
    at: datetime, *, counts: bool
) -> None:
    assert live(STARTS, ENDS, at) is counts
    assert (opens(STARTS) <= at <= closes(ENDS)) is counts


@pytest.mark.parametrize(
    ("closed", "counted"),
    [
        (ENDS, STARTS),
        (ENDS + timedelta(days=7), STARTS),
        (ENDS + timedelta(days=7) + TICK, ENDS + timedelta(days=7) + TICK),
        (ENDS + timedelta(days=60), ENDS + timedelta(days=60)),
    ],
)
def test_minutes_written_a_week_late_make_no_deed_of_an_earlier_day(
    closed: datetime, counted: datetime
) -> None:
    assert counts_at(STARTS, ENDS, closed) == counted
