"""`manage.py buka_lembaga`: open an institution and make its seal, before anybody can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import InstitutionFacts, open_institution
from netral.orgs.errors import InstitutionExists
from netral.signing.actions import create_seal_key
from netral.tenancy.core import Kind, Zone

BY = "command"


class Command(BaseCommand):
    """Open one institution with its top unit and its seal."""

    help = "Opens an institution: a city, regency, province or agency."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what the institution is."""
        parser.add_argument("code", help="Kemendagri region or agency code, for example 32.76")
        parser.add_argument("--slug", required=True, help="short name in addresses: depok")
        parser.add_argument("--name", required=True, help='in full: "Pemerintah Kota Depok"')
        parser.add_argument("--place", required=True, help="where letters are dated: Depok")
        parser.add_argument("--head-title", required=True, help='in full: "Wali Kota Depok"')
        parser.add_argument("--kind", choices=[k.value for k in Kind], default=Kind.CITY.value)
        parser.add_argument("--zone", choices=[z.name for z in Zone], default=Zone.WIB.name)
        parser.add_argument("--week-days", type=int, choices=(5, 6), default=5)
        parser.add_argument("--address", default="", help="for the head of letters")

    @transaction.atomic
    def handle(self, **given: Any) -> None:
        """Open it, with its seal, or change nothing."""
        facts = InstitutionFacts(
            code=given["code"],
            slug=given["slug"],
            name=given["name"],
            place=given["place"],
            head_title=given["head_title"],
            kind=Kind(given["kind"]),
            zone=Zone[given["zone"]],
            week_days=given["week_days"],
            address=given["address"],
        )
        at = Moment.real(timezone.now(), facts.zone)
        try:
            institution = open_institution(facts=facts, by=BY, at=at)
        except InstitutionExists as taken:
            raise CommandError(" ".join(taken.words(str))) from taken
        seal = create_seal_key(institution=institution, by=BY, at=at)
        self.stdout.write(f"{institution.name} is open.")
        self.stdout.write(f"Fingerprint of its seal (SHA-256): {seal.fingerprint}")
        self.stdout.write(f"Now: manage.py buat_admin NIP --institution {institution.slug}")
