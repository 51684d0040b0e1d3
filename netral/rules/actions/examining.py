"""The examination of a version. It takes seconds, so a worker does it; the row is the queue."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.rules import queries, reader
from netral.rules.actions.drafts import OPEN, locked, require
from netral.rules.core.engine import Engine
from netral.rules.core.gate import examine, summary
from netral.rules.models import Ruleset
from netral.tenancy.queries import moment

Gate = Ruleset.Gate
PATIENCE: Final = timedelta(minutes=5)  # for a worker to finish what it has begun
TRIES: Final = 2  # what has ended two workers would end the next one too


@transaction.atomic
def ask(*, ruleset: Ruleset, at: Moment) -> Ruleset:
    """Mark a version to be examined by the worker; one examination at a time."""
    ruleset = locked(ruleset)
    require(ruleset, *OPEN)
    if ruleset.gate_state != Gate.RUNNING:
        ruleset.gate_state, ruleset.gate_at, ruleset.gate_tries = Gate.RUNNING, at.logged, 1
        ruleset.gate = {}
        ruleset.save(update_fields=["gate_state", "gate_at", "gate_tries", "gate"])
    return ruleset


def work(*, ruleset: Ruleset, now: datetime) -> None:
    """Examine a version and keep what was found, unless it was changed meanwhile."""
    waiting = Ruleset.objects.filter(
        pk=ruleset.pk, revision=ruleset.revision, gate_state=Gate.RUNNING
    )
    at = moment(ruleset.institution, now)
    try:
        new = Engine(reader.read_base(ruleset.files))
        old = queries.in_force(ruleset.institution, at.acted).engine
        report = examine(new, old, promised=ruleset.source.get("table", ""))
    except Exception:
        waiting.update(gate_state=Gate.FAILED)
        raise
    found = summary(report) | {"revision": ruleset.revision}
    waiting.update(gate_state=Gate.DONE, gate=found, table=report.table)


def resume(now: datetime) -> int:
    """Finish or give up one examination that a dead worker left."""
    left = (
        Ruleset.objects.filter(gate_state=Gate.RUNNING, gate_at__lt=now - PATIENCE)
        .select_related("institution")
        .order_by("gate_at")
        .first()
    )
    if left is None:
        return 0
    mine = Ruleset.objects.filter(pk=left.pk, gate_state=Gate.RUNNING, gate_at=left.gate_at)
    if left.gate_tries >= TRIES:
        return mine.update(gate_state=Gate.FAILED)
    if mine.update(gate_at=now, gate_tries=left.gate_tries + 1):
        work(ruleset=left, now=now)
    return 1
