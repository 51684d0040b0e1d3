"""How quickly the sequencer empties a full outbox, files and publication included."""

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any, Final

from bench.child import measured
from bench.ledger import house

ENTRIES: Final = int(os.environ.get("ENTRIES", "100000"))
AT_ONCE: Final = 2000


def drain(url: str | None) -> int:
    """Return how many entries a second get place, files and a published state, on an engine.

    `url` is that of an empty PostgreSQL database; None means SQLite.
    """
    return int(measured("bench.ledger.drain", "--child", url=url)["per_s"])


def _child() -> dict[str, Any]:
    house.ready()
    place = house.opened()
    from django.db import connection  # noqa: PLC0415

    from netral.ledger.models import Head, Publication, Waiting  # noqa: PLC0415
    from netral.ledger.sequencing.running import Sequencer  # noqa: PLC0415

    for _ in range(ENTRIES // AT_ONCE):
        house.act(place, AT_ONCE)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE ledger_waiting, ledger_entry")  # as autovacuum would
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
    return {"per_s": size / taken, "entries": size, "seconds": round(taken, 2)}


if __name__ == "__main__" and "--child" in sys.argv:
    print(json.dumps(_child()))
