"""`manage.py ledger_import COPY`: after the loss of the database, from any copy of the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext

from netral.kernel.errors import Refusal
from netral.ledger.sequencing import mirrors
from netral.ledger.sequencing.importing import Brought, bring_back


class Command(BaseCommand):
    """Put the entries that the public knows back into the database."""

    help = "Brings entries of the published log back that a restored database lacks."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where the copy is."""
        parser.add_argument("copy", help="folder or address of a copy of the public files")
        parser.add_argument(
            "--despite-doubles",
            action="store_true",
            help="import although people have taken some of its steps again",
        )

    def handle(self, **given: Any) -> None:
        """Import all or nothing, and say what it was."""
        mirror = mirrors.source(given["copy"])
        try:
            brought = bring_back(mirror, timezone.now(), despite_doubles=given["despite_doubles"])
        except Refusal as refusal:
            raise CommandError("\n".join(refusal.words(gettext))) from refusal
        for line in _lines(brought):
            self.stdout.write(line)


def _lines(brought: Brought) -> list[str]:
    said = [
        (brought.placed, gettext("{count} entries have their places again.")),
        (brought.made, gettext("{count} of them the database did not have any more.")),
        (brought.homeless, gettext("{count} name no institution; the first one keeps them.")),
        (brought.removed, gettext("{count} entries lost their places and wait for new ones.")),
        (
            brought.withdrawn,
            gettext(
                "{count} published states that no witness saw were withdrawn: move the folder of"
                " the log away, and keep it as evidence."
            ),
        ),
        (len(brought.doubled), gettext("{count} steps stand in the log twice:")),
    ]
    lines = [words.format(count=count) for count, words in said if count]
    lines += [f"  {each}" for each in brought.doubled]
    return [*lines, gettext("The log has {size} entries.").format(size=brought.size)]
