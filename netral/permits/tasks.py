"""Work for the background. The rows are the queue of record; a task is a doorbell with ids.

What a dead worker left is found by `letters.seal_due` and `roster.follow`, which the worker's
rounds call.
"""

from django.utils import timezone
from django_tasks import task

from netral.kernel.moment import Moment
from netral.permits.actions.letters import seal_some


@task()
def seal_letters(paper_ids: list[int]) -> int:
    """Put the seal on these papers; those that have it already are left alone."""
    return seal_some(paper_ids=paper_ids, at=Moment.real(timezone.now()))
