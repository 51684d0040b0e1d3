"""`manage.py ledger_fsck`: rebuild the log from its public files and hold everything against it."""

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext

from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.note import Key, NoteWrong
from netral.ledger.core.public import CHECKPOINT, PublicLog, Unreadable
from netral.ledger.core.rebuild import Fetch
from netral.ledger.queries.fsck import Report, files, whole
from netral.ledger.queries.fsck.words import said
from netral.ledger.queries.state import log_key
from netral.ledger.reader import source

SHOWN: Final = 200  # lines; all of them are in the JSON
FAULTY, UNREAD = 1, 2  # exit codes; 0: everything fits


class Command(BaseCommand):
    """Check the files alone, and the database against them, both ways."""

    help = "Rebuilds the log from its public files and compares the database with it, both ways."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is read, and whom it is held against."""
        parser.add_argument("--files", default=str(settings.LOG), help="folder or address")
        parser.add_argument("--vkey", default="", help="the key of the log; else the database's")
        parser.add_argument("--only-files", action="store_true", help="leave the database alone")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, **given: Any) -> None:
        """Check, print, and end with 1 where something does not fit, with 2 where nothing does."""
        try:
            report = _checked(source(given["files"]), given["vkey"], alone=given["only_files"])
        except (Unreadable, NoteWrong) as wrong:
            self.stderr.write(gettext("The log could not be read: {why}").format(why=wrong))
            sys.exit(UNREAD)
        if given["json"]:
            self.stdout.write(_as_json(report))
        else:
            self._print(report)
        if report.faults:
            sys.exit(FAULTY)

    def _print(self, report: Report) -> None:
        for fault in report.faults[:SHOWN]:
            self.stdout.write(said(fault))
        if len(report.faults) > SHOWN:
            more = len(report.faults) - SHOWN
            self.stdout.write(gettext("… and {n} more; --json names all.").format(n=more))
        seen = gettext("{n} leaves in the public files.").format(n=report.leaves)
        if report.entries is not None:
            seen += " " + gettext("{n} entries in the database.").format(n=report.entries)
        self.stdout.write(seen)
        if report.bare:
            bare = gettext("{n} of them came back from a copy, without what they stood for.")
            self.stdout.write(bare.format(n=report.bare))
        if report.faults:
            self.stdout.write(gettext("{n} things do not fit.").format(n=len(report.faults)))
            self.stdout.write(gettext("Change nothing, keep a copy, and ask who holds a mirror."))
        else:
            self.stdout.write(gettext("Everything fits."))


def _checked(fetch: Fetch, vkey: str, *, alone: bool) -> Report:
    """Check what was asked for.

    Raises:
        Unreadable: there is no checkpoint, or nothing says whose log this is.
        NoteWrong: the key cannot be read.
    """
    key = Key.parse(vkey) if vkey else None if alone else log_key()
    if key is None:
        msg = gettext("name the key of the log with --vkey")
        raise Unreadable(msg)
    try:
        log = PublicLog.open(fetch, key, timezone.now().date() + timedelta(days=1))
    except NoteWrong as wrong:
        return Report(faults=[Fault(Code.SIGNATURE, CHECKPOINT, {"why": str(wrong)})])
    return files(log) if alone else whole(log, timezone.now())


def _as_json(report: Report) -> str:
    faults = [asdict(fault) for fault in report.faults]
    told = {"leaves": report.leaves, "entries": report.entries, "bare": report.bare}
    return json.dumps({**told, "faults": faults}, ensure_ascii=False)
