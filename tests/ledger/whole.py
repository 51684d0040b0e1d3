"""Whether the entries fit, before any of them has its place in a log."""

import io
import json
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command

from netral.ledger.core.chains import Chains
from netral.ledger.core.faults import Code, Fault
from netral.ledger.models import Entry
from netral.ledger.queries.fsck.entries import erasures, faults
from netral.ledger.queries.fsck.tables import Tables
from netral.ledger.queries.openings import openings

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


def entry_faults() -> list[Fault]:
    """Return what does not fit in the entries that wait, however long they do."""
    found = Tables().outbox(Chains(), 0, NOW)
    return [fault for fault in found if fault.code is not Code.OVERDUE]


def wrong() -> list[str]:
    """Return where something does not fit, each place once."""
    return list(dict.fromkeys(fault.where for fault in entry_faults()))


def is_whole(entry: Entry) -> bool:
    """Tell whether an entry still proves what it says."""
    return not list(faults(entry, openings(entry), erasures(entry.pk)))


def fsck(*options: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the command; return its exit code and the faults."""
    out, code = io.StringIO(), 0
    try:
        call_command("ledger_fsck", "--json", *options, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(out.getvalue())["faults"]
