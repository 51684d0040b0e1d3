"""`manage.py periksa_catatan`: walk the ledger and name every entry that does not fit."""

from django.core.management.base import BaseCommand, CommandError

from netral.ledger.models import Entry
from netral.ledger.queries import breaks
from netral.tenancy.models import Institution


class Command(BaseCommand):
    """Check hashes, commitments, openings and histories of every institution."""

    help = "Checks that no entry of the ledger was changed, removed or put in between."

    def handle(self, **_given: str) -> None:
        """Print a line for each institution; fail if an entry does not fit."""
        wrong = 0
        for institution in Institution.objects.all():
            found = [f"{entry.pk} ({entry.act})" for entry in breaks(institution)]
            wrong += len(found)
            entries = Entry.objects.of(institution).count()
            self.stdout.write(f"{institution.name}: {entries} entries, {len(found)} do not fit")
            for name in found:
                self.stdout.write(f"  {name}")
        if wrong:
            msg = f"{wrong} entries do not fit."
            raise CommandError(msg)
