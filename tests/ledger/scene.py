"""Acts to be logged, and a sequencer whose clock a test turns."""

from datetime import UTC, datetime, timedelta

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record_all
from netral.ledger.models import Entry
from netral.ledger.sequencing.running import Sequencer
from netral.tenancy.models import Institution

NOW = datetime.now(UTC).replace(microsecond=0)
OPENED = Act(act="unit.opened", actor="user:1", subject="unit:7", fields={"detail": {"n": 1}})


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def act(house: Institution, count: int = 1, ref: bytes | None = None) -> list[Entry]:
    """Let so much happen."""
    at = Moment.real(NOW)
    acts = [Act(act="unit.opened", actor="user:1", ref=ref) for _ in range(count)]
    return record_all(acts, institution=house, at=at)


def begun(clock: Clock | None = None, now: datetime = NOW) -> Sequencer:
    """Return a sequencer that has begun."""
    sequencer = Sequencer(clock or Clock())
    sequencer.begin(now)
    return sequencer


def sealed(house: Institution, number: int, not_before: datetime) -> Entry:
    """Return an entry that waits for its hour."""
    leaf = b'{"at":"2026-11-22","c":"%d","t":"sealed/1"}' % number
    return Entry.objects.create(
        institution=house, kind="sealed/1", act="report.sealed", ref=bytes([1] * 12) +
        number.to_bytes(4, "big"), number=0, leaf=leaf, leaf_hash=number.to_bytes(32, "big"),
        logged_at=NOW, not_before=not_before,
    )  # fmt: skip


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
