"""The demonstration's clock: it stands still while nobody runs the demonstration."""

from datetime import datetime, timedelta

from django.db.models import Max

from netral.ledger.models import Entry
from netral.tenancy.models import Institution


def resume(now: datetime) -> None:
    """Let each city go on from its last act, so that its day and its deadlines are still ahead.

    Time never runs back behind anything that was done: the clock shows what it showed then.
    """
    for city in Institution.objects.exclude(demo_since=None):
        since = city.demo_since or now
        # A sealed entry carries the day of its batch, which may be tomorrow.
        acts = Entry.objects.of(city).filter(not_before=None)
        last = acts.aggregate(last=Max("logged_at"))["last"] or since
        shown = max(last - since, timedelta())
        Institution.objects.filter(pk=city.pk).update(demo_since=now - shown)
