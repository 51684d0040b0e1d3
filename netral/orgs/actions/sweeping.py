"""What is left over: imports of workers that died, lines that nobody applied, stray files."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q

from netral.orgs.actions.intake import check_roster, give_up, shown
from netral.orgs.actions.rosters import apply_roster
from netral.orgs.errors import RosterMoved, RosterTaken
from netral.orgs.models import RosterImport
from netral.tenancy.queries import moment

State = RosterImport.State
PATIENCE: Final = timedelta(minutes=10)  # for a worker to finish what it has begun
TRIES: Final = 2  # what has ended two more workers would end the next one too
KEPT: Final = timedelta(days=14)  # lines of a dry run that nobody applied


def resume_rosters(now: datetime) -> int:
    """Finish or give up one import that a dead worker left; erase what has waited too long."""
    erased = RosterImport.objects.filter(
        Q(state=State.CHECKED) & ~Q(staged=None), finished_at__lt=now - KEPT
    ).update(state=State.DROPPED, staged=None, report=None)
    _strays(now)
    left = (
        RosterImport.objects.filter(
            state__in=(State.READING, State.APPLYING), started_at__lt=now - PATIENCE
        )
        .select_related("institution")
        .defer("staged", "report")
        .order_by("started_at")
        .first()
    )
    if left is None:
        return erased
    mine = RosterImport.objects.filter(pk=left.pk, started_at=left.started_at)
    tries = left.options.get("resumed", 0) + 1
    if not mine.update(started_at=now, options=left.options | {"resumed": tries}):
        return erased  # another worker has just taken it
    if tries > TRIES:
        give_up(roster=left, at=moment(left.institution, now))
    else:
        work(roster=left, now=now)
    return erased + 1


def work(*, roster: RosterImport, now: datetime) -> None:
    """Do what an import waits for: the dry run, or the application that was asked for."""
    at = moment(roster.institution, now)
    if roster.state == State.READING:
        check_roster(roster=roster, at=at, progress=shown(roster))
        return
    by = str(roster.options.get("applied_by") or roster.by)
    try:
        apply_roster(roster=roster, by=by, at=at, progress=shown(roster))
    except (RosterTaken, RosterMoved):
        return  # applied already, or waiting to be looked at again: the page says which


def _strays(now: datetime) -> None:
    """Delete uploads that no import waits for; a file is there a moment before its row says so."""
    for path in (Path(settings.MEDIA_ROOT) / "inbox").glob("*.upload"):
        if now.timestamp() - path.stat().st_mtime < PATIENCE.total_seconds():
            continue
        if not RosterImport.objects.filter(pk=path.stem, state=State.READING).exists():
            path.unlink(missing_ok=True)
