"""`manage.py ledger_erase`: forget committed values on a legal basis; the log stays as it is."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from netral.ledger.actions import erase
from netral.ledger.errors import BasisMissing
from netral.ledger.models import Entry
from netral.ledger.queries.erasing import about_person, erasable, records
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

ALL: Final = "all"


class Command(BaseCommand):
    """Show what would be erased; erase it with --apply."""

    help = "Erases values that entries committed to, of one entry or of all about a person."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say of what, what, why and by whom."""
        parser.add_argument("--institution", required=True, help="slug or region code")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--entry", type=int, help="number of one entry")
        which.add_argument("--person", type=int, help="all entries about this person (id)")
        parser.add_argument("--fields", required=True, help="a,b,c; or: all")
        parser.add_argument("--basis", required=True, help="the decision, and the article of law")
        parser.add_argument("--by", required=True, help="who decided it, for example user:12")
        parser.add_argument("--apply", action="store_true", help="erase; without it, only show")

    def handle(self, **given: Any) -> None:
        """Show or erase, entry by entry, all or none."""
        house = _institution(given["institution"])
        if not given["basis"].strip():
            raise CommandError(gettext(BasisMissing.text))
        found = self._chosen(_entries(house, given), given["fields"])
        with transaction.atomic():
            for entry, fields in found:
                self._tell(entry, fields)
                if given["apply"]:
                    at = moment(house, timezone.now())
                    erase(entry=entry, fields=fields, basis=given["basis"], by=given["by"], at=at)
        said = (
            gettext("{n} entries: these values are erased, in backups only once these age out.")
            if given["apply"]
            else gettext("{n} entries. Nothing was erased; say --apply to erase.")
        )
        self.stdout.write(said.format(n=len(found)))

    def _chosen(self, entries: Sequence[Entry], wanted: str) -> list[tuple[Entry, list[str]]]:
        """Return what can be erased of each entry; refuse a field that none of them has."""
        names = {name.strip() for name in wanted.split(",")}
        have = [(entry, erasable(entry)) for entry in entries]
        known = {name for _, fields in have for name in fields}
        if wanted != ALL and (unknown := names - known):
            msg = gettext("No such entry still holds: {fields}.")
            raise CommandError(msg.format(fields=", ".join(sorted(unknown))))
        some = [
            (entry, [f for f in fields if wanted == ALL or f in names]) for entry, fields in have
        ]
        return [(entry, fields) for entry, fields in some if fields]

    def _tell(self, entry: Entry, fields: list[str]) -> None:
        self.stdout.write(f"{entry.pk} ({entry.act}): {', '.join(fields)}")
        for record in records(entry):
            said = gettext("  not erased here: the record {record} may say the same")
            self.stdout.write(said.format(record=record))


def _institution(name: str) -> Institution:
    found = Institution.objects.filter(slug=name) | Institution.objects.filter(code=name)
    house = found.first()
    if house is None:
        msg = gettext("There is no institution {name}.")
        raise CommandError(msg.format(name=name))
    return house


def _entries(house: Institution, given: dict[str, Any]) -> list[Entry]:
    if given["person"] is not None:
        found = list(about_person(f"person:{given['person']}", house))
    else:
        found = list(Entry.objects.of(house).filter(pk=given["entry"]))
    if not found:
        raise CommandError(gettext("There is no such entry."))
    return found
