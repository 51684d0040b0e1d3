"""How quickly the sequencer empties a full outbox, files and publication included.

Then the whole check of what it wrote: the files, and the database against them, both ways.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from bench.child import measured
from bench.ledger import house

if TYPE_CHECKING:
    from netral.ledger.core.note import Key

ENTRIES: Final = int(os.environ.get("ENTRIES", "100000"))
AT_ONCE: Final = 2000


def drain(url: str | None) -> dict[str, Any]:
    """Return entries a second that get place, files and a published state, and seconds to check.

    `url` is that of an empty PostgreSQL database; None means SQLite.
    """
    return measured("bench.ledger.drain", "--child", url=url)


def _child() -> dict[str, Any]:
    house.ready()
    place = house.opened()
    from netral.ledger.models import Head, Publication, Waiting  # noqa: PLC0415
    from netral.ledger.sequencing.running import Sequencer  # noqa: PLC0415

    for _ in range(ENTRIES // AT_ONCE):
        house.act(place, AT_ONCE)
    _tidy()
    sequencer = Sequencer()
    sequencer.begin(datetime.now(UTC))
    start = time.perf_counter()
    while Waiting.objects.exists():
        sequencer.turn(datetime.now(UTC))
    taken = time.perf_counter() - start
    size = Head.objects.get().size
    published = Publication.objects.order_by("-pk")[0].size
    if not size == published == ENTRIES // AT_ONCE * AT_ONCE:
        msg = f"{size} placed, {published} published"
        raise RuntimeError(msg)
    _tidy()
    return {"per_s": round(size / taken), "entries": size, "check_s": round(_check(), 1)}


def _tidy() -> None:
    """Count the tables, as PostgreSQL does by itself within a minute."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _check() -> float:
    from django.conf import settings  # noqa: PLC0415

    from netral.ledger.core.public import PublicLog  # noqa: PLC0415
    from netral.ledger.queries.fsck import whole  # noqa: PLC0415
    from netral.ledger.queries.state import log_key  # noqa: PLC0415
    from netral.ledger.reader import source  # noqa: PLC0415

    start = time.perf_counter()
    log = PublicLog.open(source(str(settings.LOG)), cast("Key", log_key()))  # it was begun
    report = whole(log, datetime.now(UTC))
    if report.faults or report.entries != ENTRIES:
        msg = f"the check found {report.entries} entries and {report.faults[:3]}"
        raise RuntimeError(msg)
    return time.perf_counter() - start


if __name__ == "__main__" and "--child" in sys.argv:
    print(json.dumps(_child()))
