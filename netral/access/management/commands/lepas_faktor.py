"""`manage.py lepas_faktor`: remove the second factors of somebody who lost them."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from netral.access.core import tidy_username
from netral.access.founding import drop_factors
from netral.access.models import User


class Command(BaseCommand):
    """Remove second factors after two officers have identified the person."""

    help = "Removes passkeys, authenticator app and recovery codes of one account; it is recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whose, and who vouches."""
        parser.add_argument("number", help="NIP, NI PPPK or sign-in name")
        parser.add_argument("--reason", required=True, help="why, and the names of two officers")

    def handle(self, **given: str) -> None:
        """Remove and report."""
        user = User.objects.filter(username=tidy_username(given["number"])).first()
        if user is None:
            msg = f"There is no account {given['number']!r}."
            raise CommandError(msg)
        dropped = drop_factors(user=user, reason=given["reason"], now=timezone.now())
        self.stdout.write(f"Removed from {user.username}: {dropped}. All sessions have ended.")
