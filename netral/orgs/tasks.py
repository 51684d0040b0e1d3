"""Work for the background. The row of an import is the queue; a task is a doorbell with its id."""

from django.utils import timezone
from django_tasks import task

from netral.orgs.actions.sweeping import work
from netral.orgs.models import RosterImport


@task()
def work_on_roster(pk: int) -> None:
    """Check or apply the import, whichever it waits for."""
    waiting = RosterImport.objects.select_related("institution").defer("staged", "report")
    roster = waiting.filter(pk=pk, state__in=("reading", "applying")).first()
    if roster is not None:
        work(roster=roster, now=timezone.now())
