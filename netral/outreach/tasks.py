"""Work for the background. The rows are the queue of record; a task is a doorbell with ids.

What a dead worker left is found by `minutes.seal_due`, which the worker's rounds call.
"""

from django.utils import timezone
from django_tasks import task

from netral.kernel.moment import Moment
from netral.outreach.actions.minutes import seal_some


@task()
def seal_minutes(paper_ids: list[int]) -> int:
    """Put the seal on these minutes; those that have it already are left alone."""
    return seal_some(paper_ids=paper_ids, at=Moment.real(timezone.now()))
