"""`manage.py ganti_segel depok --reason "..."`: a new seal in the place of the one in use."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from netral.signing.actions import create_seal_key, retire_seal
from netral.signing.models import SealKey
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

BY = "command"


class Command(BaseCommand):
    """Retire an institution's seal, if it has one, and make its successor in one step."""

    help = "Makes a new seal for an institution; what the old one sealed stays verifiable."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whose, and why."""
        parser.add_argument("institution", help="short name of the institution, such as depok")
        parser.add_argument("--reason", required=True, help="why, for the ledger")

    @transaction.atomic
    def handle(self, **given: str) -> None:
        """Replace it, or change nothing."""
        house = Institution.objects.filter(slug=given["institution"]).first()
        if house is None:
            msg = f"There is no institution {given['institution']!r}."
            raise CommandError(msg)
        at = moment(house, timezone.now())
        in_use = SealKey.objects.of(house).select_for_update().filter(retired_at=None).first()
        if in_use is not None:
            retire_seal(key=in_use, reason=given["reason"], by=BY, at=at)
            self.stdout.write(f"Retired: {in_use.fingerprint}")
        seal = create_seal_key(institution=house, by=BY, at=at)
        self.stdout.write(f"Fingerprint of the new seal (SHA-256): {seal.fingerprint}")
