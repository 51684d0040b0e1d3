"""Work for the background. The rows are the queue of record; a task is a doorbell with ids."""

from django.utils import timezone
from django_tasks import task

from netral.kernel.moment import Moment
from netral.pacts.actions import roster, seals
from netral.tenancy.queries import moment

CHUNK = 50  # papers in one task: a second or two of work


@task()
def seal_papers(paper_ids: list[int]) -> int:
    """Put the seal on these papers; those that have it already are left alone."""
    return seals.seal_some(paper_ids=paper_ids, at=Moment.real(timezone.now()))


@task()
def sweep() -> int:
    """Ring for every paper that waits for its seal, and follow the rosters that changed."""
    now = timezone.now()
    for campaign in roster.due():
        roster.reconcile(campaign=campaign, at=moment(campaign.institution, now))
    waiting = seals.due(limit=2000)
    for start in range(0, len(waiting), CHUNK):
        seal_papers.enqueue(waiting[start : start + CHUNK])
    return len(waiting)
