"""`manage.py buat_admin`: the first administrators, whom no page can appoint or dismiss."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from netral.access.core import NewAccount, tidy_username, username_for
from netral.access.founding import (
    appoint_admin,
    appoint_superadmin,
    dismiss_admin,
    dismiss_superadmin,
)
from netral.access.models import User
from netral.kernel.codes import grouped
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment


class Command(BaseCommand):
    """Appoint an administrator and print the activation code, once."""

    help = "Appoints, or dismisses, an administrator of an institution or of the installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say who, and where."""
        parser.add_argument("number", help="NIP, NI PPPK, or a sign-in name of your choice")
        parser.add_argument("--name", default="", help="the name that pages show")
        parser.add_argument("--email", default="", help="for links to a new password")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--institution", help="slug or region code, for example depok or 32.76")
        where.add_argument("--installation", action="store_true", help="over all institutions")
        parser.add_argument("--end", action="store_true", help="end what this command gave")

    def handle(self, **given: str) -> None:
        """Appoint, and print what the person needs; or dismiss."""
        house = None if given["installation"] else _institution(given["institution"])
        if given["end"]:
            self._dismiss(given["number"], house)
            return
        account = NewAccount(number=given["number"], name=given["name"], email=given["email"])
        now = timezone.now()
        if house is None:
            user, code = appoint_superadmin(account=account, now=now)
        else:
            at = moment(house, now)
            user, code = appoint_admin(account=account, institution=house, at=at)
        self.stdout.write(f"Sign-in name: {user.username}")
        self.stdout.write(f"Activation code: {grouped(code)}  (shown only now)")
        self.stdout.write(f"Activate at: {settings.BASE_URL}{reverse('access:activation')}")

    def _dismiss(self, number: str, house: Institution | None) -> None:
        name = username_for(number, house.slug) if house else tidy_username(number)
        user, now, ended = User.objects.filter(username=name).first(), timezone.now(), 0
        if user and house:
            ended = dismiss_admin(user=user, institution=house, at=moment(house, now))
        elif user:
            ended = dismiss_superadmin(user=user, now=now)
        if not ended:
            msg = f"This command gave {number!r} no role there that is still in force."
            raise CommandError(msg)
        self.stdout.write(f"{name} is no longer an administrator there.")


def _institution(name: str) -> Institution:
    found = Institution.objects.filter(Q(slug=name) | Q(code=name)).first()
    if found is None:
        msg = f"There is no institution {name!r}."
        raise CommandError(msg)
    return found
