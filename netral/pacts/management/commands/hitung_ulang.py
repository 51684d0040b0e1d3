"""`manage.py hitung_ulang`: recount people, compare with the boards, and mend."""

from django.core.management.base import BaseCommand

from netral.circulars.actions.counting import recount as recount_circular
from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.pacts.actions.recounting import recount
from netral.pacts.models import Campaign
from netral.tallies.actions import fold


class Command(BaseCommand):
    """Recount every campaign that has been opened and every circular in force."""

    help = "Recounts the boards of campaigns and circulars, and mends counters that are wrong."

    def handle(self, **_given: object) -> None:
        """Say for each board how many counters were wrong."""
        fold()
        opened = Campaign.objects.exclude(stage=Campaign.Stage.DRAFT)
        for campaign in opened.select_related("institution").order_by("pk"):
            self._say(campaign.board, recount(campaign=campaign))
        in_force = Circular.objects.filter(stage=Stage.PUBLISHED)
        for circular in in_force.select_related("institution").order_by("pk"):
            self._say(circular.board, recount_circular(circular=circular))

    def _say(self, board: str, wrong: int) -> None:
        said = f"{wrong} hitungan salah, sudah dibetulkan" if wrong else "benar"
        self.stdout.write(f"{board}: {said}")
