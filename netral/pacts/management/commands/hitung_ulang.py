"""`manage.py hitung_ulang`: recount the pledges, compare with the boards, and mend."""

from django.core.management.base import BaseCommand

from netral.pacts.actions.recounting import recount
from netral.pacts.models import Campaign


class Command(BaseCommand):
    """Recount every campaign that has been opened."""

    help = "Recounts every campaign and mends counters that are wrong."

    def handle(self, **_given: object) -> None:
        """Say for each campaign how many counters were wrong."""
        opened = Campaign.objects.exclude(stage=Campaign.Stage.DRAFT)
        for campaign in opened.select_related("institution").order_by("pk"):
            wrong = recount(campaign=campaign)
            self.stdout.write(f"{campaign.board}: {wrong} hitungan salah, sudah dibetulkan")
