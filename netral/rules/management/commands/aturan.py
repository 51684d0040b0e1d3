"""`manage.py aturan periksa FOLDER` examines files of rules; `ekspor` writes a package out."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from netral.kernel.errors import Refusal
from netral.rules import queries, reader
from netral.rules.core.engine import Engine
from netral.rules.core.gate import examine, summary
from netral.rules.models import Ruleset
from netral.rules.queries.findings import Shown, complaint, shown
from netral.rules.queries.packages import package
from netral.rules.reader import BadRules
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment


class Command(BaseCommand):
    """Examine or export rules from the terminal."""

    help = "Examines a folder of rule files, or exports a published version as a signed package."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which verb, and on what."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        look = verbs.add_parser("periksa", help="examine a folder; status 1 if it may not pass")
        look.add_argument("folder", type=Path)
        look.add_argument("--institution", help="compare with what is in force there")
        out = verbs.add_parser("ekspor", help="write the version in force as a signed package")
        out.add_argument("institution", help="short name of the institution, such as depok")
        out.add_argument("file", type=Path)

    def handle(self, *, verb: str, **given: Any) -> None:
        """Do what the verb says; what is refused ends with words and a status of 1."""
        with translation.override("id"):
            if verb == "periksa":
                self._examine(given["folder"], given["institution"])
            else:
                self._export(given["institution"], given["file"])

    def _examine(self, folder: Path, institution: str | None) -> None:
        files = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
        try:
            base = reader.read_base(files)
        except BadRules as bad:
            raise CommandError(complaint(bad)) from bad
        old = queries.shipped()
        if institution:
            house = self._house(institution)
            old = queries.in_force(house, moment(house, timezone.now()).acted)
        report = examine(Engine(base), old.engine)
        # The very files that are in force grow by nothing, and need not.
        same = report.sha256 == report.against
        found = shown(summary(report), base, old.base)
        if found is not None:
            self._tell(found)
        if not report.open and not (same and self._only_the_label(found)):
            raise CommandError(_("The examination stops this version"))
        self.stdout.write(self.style.SUCCESS(_("The examination has been passed")))

    @staticmethod
    def _only_the_label(found: Shown | None) -> bool:
        stopped = [p.point for p in found.points if not (p.passed or p.seen_only)] if found else []
        return stopped == ["version"]

    def _tell(self, found: Shown) -> None:
        for point in found.points:
            sign = "+" if point.passed else "?" if point.seen_only else "-"
            self.stdout.write(f"{sign} {point.words}")
            for finding in point.findings:
                text = f": {finding.text}" if finding.text else ""
                self.stdout.write(f"    {finding.head}{text}")
        words = _("%(count)s answers change") % {"count": found.changed}
        self.stdout.write(words)

    def _export(self, institution: str, file: Path) -> None:
        house = self._house(institution)
        rows = Ruleset.objects.of(house).select_related("institution")
        newest = rows.filter(state=Ruleset.State.PUBLISHED).first()
        try:
            octets = package(newest or Ruleset(institution=house))
        except Refusal as refusal:
            raise CommandError(" ".join(refusal.words(_))) from refusal
        file.write_bytes(octets)
        self.stdout.write(self.style.SUCCESS(str(file)))

    @staticmethod
    def _house(slug: str) -> Institution:
        house = Institution.objects.filter(slug=slug).first()
        if house is None:
            msg = f"There is no institution {slug}."
            raise CommandError(msg)
        return house
