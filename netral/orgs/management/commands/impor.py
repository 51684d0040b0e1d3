"""`manage.py impor depok roster.xlsx`: try a roster dry in the terminal; --apply applies it."""

import sys
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from netral.kernel.cells import as_csv
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.orgs.actions.intake import Wishes, check_roster, receive_roster
from netral.orgs.actions.rosters import apply_roster, queue_roster
from netral.orgs.models import RosterImport, Unit
from netral.orgs.queries.rosters import problem, refused_rows, report, tallies
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

WIDTH: Final = 32
CHUNK: Final = 1 << 20
BY: Final = "command:impor"


class Command(BaseCommand):
    """Import a roster from the terminal."""

    help = "Checks a roster file (XLSX, ODS, CSV) and, with --apply, applies it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which institution, which file, and how far to go."""
        parser.add_argument("institution", help="short name of the institution, such as depok")
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="apply what the check found")
        parser.add_argument("--end-missing", action="store_true", help="end who is not listed")
        parser.add_argument("--create-below", metavar="CODE", help="make unknown units below it")
        parser.add_argument("--refused", type=Path, metavar="CSV", help="write refused lines there")

    def handle(self, *, institution: str, file: Path, **given: Any) -> None:
        """Check, tell, and apply if told to; refusals end with words and a status of 1."""
        house = Institution.objects.filter(slug=institution).first()
        if house is None or not file.is_file():
            msg = f"There is no institution {institution}." if house is None else f"No file {file}."
            raise CommandError(msg)
        with translation.override("id"):
            roster = self._check(house, file, given["create_below"])
            self._tell(roster, given["refused"])
            if given["apply"]:
                self._apply(roster, end_missing=given["end_missing"])

    def _check(self, house: Institution, file: Path, create_below: str | None) -> RosterImport:
        at = self._now(house)
        below = None
        if create_below:
            below = Unit.objects.of(house).filter(code=create_below, valid_to=None).first()
            if below is None:
                msg = f"There is no unit with the code {create_below}."
                raise CommandError(msg)
        with file.open("rb") as octets:
            roster = receive_roster(
                institution=house,
                name=file.name,
                chunks=iter(lambda: octets.read(CHUNK), b""),
                by=BY,
                at=at,
                wishes=Wishes(create_below=below.pk if below else None),
            )
        roster = check_roster(roster=roster, at=at, progress=self._bar(_("Checking")))
        if roster.state == RosterImport.State.FAILED:
            found = problem(roster)
            raise CommandError(f"{found.text} {found.remedy}" if found else roster.name)
        return roster

    def _tell(self, roster: RosterImport, refused: Path | None) -> None:
        for tally in tallies(roster):
            if tally.count:
                self.stdout.write(f"{tally.count:>9,}  {tally.words}".replace(",", "."))
        lines = report(roster)
        if lines.missing:
            words = _("Serving here but not in the file")
            self.stdout.write(f"{len(lines.missing):>9}  {words}")
        if refused is not None:
            refused.write_bytes(as_csv(refused_rows(lines)))

    def _apply(self, roster: RosterImport, *, end_missing: bool) -> None:
        try:
            queue_roster(roster=roster, end_missing=end_missing, by=BY)
            apply_roster(
                roster=roster,
                by=BY,
                at=self._now(roster.institution),
                progress=self._bar(_("Applying")),
            )
        except Refusal as refusal:
            raise CommandError(" ".join(refusal.words(_))) from refusal
        self.stdout.write(self.style.SUCCESS(_("The roster has been applied.")))

    def _bar(self, what: str) -> Any:
        def show(per_cent: int) -> None:
            if not sys.stderr.isatty():
                return
            filled = WIDTH * per_cent // 100
            drawn = "█" * filled + "░" * (WIDTH - filled)
            end = "\n" if per_cent == 100 else ""  # noqa: PLR2004  # the whole
            self.stderr.write(f"\r{drawn} {per_cent:3} %  {what}{end}", ending="")

        return show

    @staticmethod
    def _now(house: Institution) -> Moment:
        return moment(house, timezone.now())
