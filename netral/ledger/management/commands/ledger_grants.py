"""`manage.py ledger_grants`: the rights of the application and of the sequencer on PostgreSQL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext

from netral.ledger.roles import grants


class Command(BaseCommand):
    """Print the statements, or run them as the owner of the tables."""

    help = "Prints, or applies, the rights of two roles of PostgreSQL on the tables of the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the roles."""
        parser.add_argument("--app", required=True, help="the role that the web process uses")
        parser.add_argument("--sequencer", default="", help="that of ledger_run; else the same")
        parser.add_argument("--apply", action="store_true", help="run them, and do not print them")

    def handle(self, **given: Any) -> None:
        """Print or apply."""
        if connection.vendor != "postgresql":
            raise CommandError(gettext("Only PostgreSQL has roles; here the triggers stand alone."))
        statements = list(grants(given["app"], given["sequencer"] or given["app"]))
        if not given["apply"]:
            self.stdout.write("".join(f"{each};\n" for each in statements))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)
        self.stdout.write(gettext("{n} rights were set.").format(n=len(statements)))
