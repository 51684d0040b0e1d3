"""Taking roster files in: receive, try dry, set aside. Nothing of the roster changes here.

The row of the import is the queue of record. The file itself lies outside the database until it
has been read, and only the columns that are needed ever leave it.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from netral.access.errors import NotYours
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.orgs.actions.hurry import undisturbed
from netral.orgs.actions.judging import keep
from netral.orgs.core.parcel import Parcel
from netral.orgs.core.roster import Desk, Line, Refused, read
from netral.orgs.errors import RosterLost, RosterTaken
from netral.orgs.models import RosterImport, Unit
from netral.orgs.queries.rosters import limits, places, vault
from netral.orgs.reader.tables import Table, open_table
from netral.tenancy.models import Institution

State = RosterImport.State
Progress = Callable[[int], None]  # called with per cent
READ: Final = (0, 45)  # per cent of the dry run: opening the file, reading lines, judging
LINES: Final = (45, 85)
STEP: Final = 2  # per cent between two writes of the progress
EVERY: Final = 1_000  # lines between two reports of progress


def silent(_per_cent: int) -> None:
    """Report progress to nobody."""


def shown(roster: RosterImport) -> Progress:
    """Report progress to the page of the import, in steps of two per cent."""
    last = -1

    def report(per_cent: int) -> None:
        nonlocal last
        if per_cent - last >= STEP:
            last = per_cent
            RosterImport.objects.filter(pk=roster.pk).update(done=per_cent)

    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a roster is to be taken."""

    create_below: int | None = None  # id of the unit under which unknown units are made


def receive_roster(
    *,
    institution: Institution,
    name: str,
    chunks: Iterable[bytes],
    by: str,
    at: Moment,
    wishes: Wishes | None = None,
) -> RosterImport:
    """Take a file in; it lies readable by this house alone until it has been read."""
    wishes = wishes or Wishes()
    if wishes.create_below is not None:
        below = Unit.objects.of(institution).filter(pk=wishes.create_below, valid_to=None)
        if not below.exists():
            raise NotYours
    roster = RosterImport.objects.create(
        institution=institution,
        name=Path(name.replace("\\", "/")).name[:200] or "roster",
        options=asdict(wishes),
        total=100,
        started_at=at.logged,
        by=by,
    )
    try:
        roster.sha256 = _written(_inbox(roster), chunks)
    except BaseException:  # half a file must never pass for a roster
        _inbox(roster).unlink(missing_ok=True)
        roster.delete()
        raise
    roster.save(update_fields=["sha256"])
    return roster


def _written(path: Path, chunks: Iterable[bytes]) -> str:
    """Write a file that only this house may read, and return its SHA-256."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _inbox(roster: RosterImport) -> Path:
    folder = Path(settings.MEDIA_ROOT) / "inbox"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{roster.pk}.upload"


def check_roster(*, roster: RosterImport, at: Moment, progress: Progress = silent) -> RosterImport:
    """Try a roster dry: read the file, delete it, count what it would do. Nothing else changes."""
    if roster.state != State.READING:
        return roster
    path = _inbox(roster)
    try:
        with undisturbed():
            layout, parcel = _read(roster, path, at, progress)
            RosterImport.objects.filter(pk=roster.pk).update(layout=layout)
            keep(roster, parcel, at)
        progress(100)
    except Refusal as refusal:
        _fail(roster, refusal, at)
    except FileNotFoundError:
        _fail(roster, RosterLost(name=roster.name), at)
    except Exception:
        _fail(roster, RosterLost(name=roster.name), at)
        raise
    finally:
        path.unlink(missing_ok=True)
    roster.refresh_from_db()
    return roster


def _read(roster: RosterImport, path: Path, at: Moment, progress: Progress) -> tuple[str, Parcel]:
    table = open_table(
        path, roster.name, limits(), lambda done, size: progress(_share(READ, done, size))
    )
    desk = Desk(
        today=at.local().date(),
        places=places(roster.institution),
        local_number=vault().local_number,
        impossible=settings.DEMO or settings.TESTING,
        create_units=roster.options.get("create_below") is not None,
    )
    lines: list[Line] = []
    refused: list[Refused] = []
    for n, found in enumerate(_lines(table, desk)):
        if isinstance(found, Line):
            lines.append(found)
        else:
            refused.append(found)
        if n % EVERY == 0:
            progress(_share(LINES, n, table.total))
    return table.header.layout.name, Parcel(lines, refused, list(desk.new_units))


def _lines(table: Table, desk: Desk) -> Iterable[Line | Refused]:
    return read(table.rows, table.header, desk, first=table.first)


def _share(span: tuple[int, int], done: int, size: int) -> int:
    return span[0] + (span[1] - span[0]) * min(done, size) // max(size, 1)


def give_up(*, roster: RosterImport, at: Moment) -> None:
    """Fail an import that no worker finishes; nothing of it was applied."""
    _fail(roster, RosterLost(name=roster.name), at)
    _inbox(roster).unlink(missing_ok=True)


def _fail(roster: RosterImport, refusal: Refusal, at: Moment) -> None:
    facts = {key: str(value) for key, value in refusal.facts.items()}
    at_work = RosterImport.objects.filter(pk=roster.pk, state__in=(State.READING, State.APPLYING))
    at_work.update(
        state=State.FAILED,
        problem={"code": refusal.code, "facts": facts},
        finished_at=at.logged,
        staged=None,
        report=None,
    )


def drop_roster(*, roster: RosterImport) -> None:
    """Set a roster aside that is not to be applied, and erase its lines."""
    done = RosterImport.objects.filter(pk=roster.pk, state__in=(State.CHECKED, State.READING))
    if not done.update(state=State.DROPPED, staged=None, report=None):
        raise RosterTaken(name=roster.name)
    _inbox(roster).unlink(missing_ok=True)
