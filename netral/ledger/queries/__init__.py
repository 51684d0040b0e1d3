"""Reading the ledger."""

import json
import math
import time
from dataclasses import dataclass
from typing import Any, Final

from netral.ledger.core.leaf import Anchor
from netral.ledger.core.sealed import SEALED
from netral.ledger.models import Entry, Publication
from netral.ledger.queries.openings import openings

SEEN_FOR: Final = 1.0  # seconds


@dataclass(slots=True)
class Seen:
    """The newest witnessed state, looked up at most once a second: every act asks for it."""

    state: Anchor | None = None
    until: float = -math.inf  # of the monotonic clock

    def newest(self) -> Anchor | None:
        """Return the newest state of the log that was witnessed, if there is one."""
        if (now := time.monotonic()) >= self.until:
            witnessed = Publication.objects.filter(witnessed=True).order_by("-pk")
            found = witnessed.values_list("size", "root").first()
            self.state = Anchor(size=found[0], root=bytes(found[1])) if found else None
            self.until = now + SEEN_FOR
        return self.state

    def forget(self) -> None:
        """Look again the next time."""
        self.until = -math.inf


seen = Seen()
anchor = seen.newest


def fields(entry: Entry) -> dict[str, Any]:
    """Return the committed values that have not been erased, by field; of a sealed leaf none."""
    if entry.kind == SEALED:
        return {}  # nobody learns from a page which leaf is a report
    return {row.field: json.loads(row.value) for row in openings(entry) if row.value is not None}
