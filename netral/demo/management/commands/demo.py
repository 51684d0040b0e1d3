"""`manage.py demo`: load the demonstration season, or go on where it was left."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from netral.demo import clock, season
from netral.demo.bar import Bar
from netral.demo.errors import NotADemonstration
from netral.demo.facts import SLUGS
from netral.demo.facts import city as facts_of


class Command(BaseCommand):
    """Load the four cities."""

    help = "Loads the demonstration season; what is loaded already is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which cities, and how large."""
        parser.add_argument("--city", choices=SLUGS, action="append", help="only this one")
        parser.add_argument("--people", type=int, help="people a city, for a small season")

    def handle(self, *, city: list[str] | None, people: int | None, **_given: object) -> None:
        """Load what is missing and say so."""
        now = timezone.now()
        clock.resume(now)
        cities = [facts_of(slug) for slug in city or SLUGS]
        with Bar(self.stderr) as bar:
            try:
                done = season.load(cities, now=now, people=people, report=bar.show)
            except NotADemonstration as refused:
                raise CommandError(" ".join(refused.words(str))) from refused
        for each in done:
            people_now = f"{each.people:,} people" if each.new else "already loaded"
            self.stdout.write(f"{each.slug}: {people_now}")
