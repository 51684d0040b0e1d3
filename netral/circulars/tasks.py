"""Background work: sealing letters. Arguments are ids only; the rows are the queue of record."""

from django.utils import timezone
from django_tasks import task

from netral.circulars.actions import sealing
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.tenancy.queries import moment


@task()
def seal_one(circular_id: int) -> None:
    """Seal the letter of one circular; again does nothing."""
    circular = Circular.objects.select_related("institution", "paper").get(pk=circular_id)
    at = moment(circular.institution, timezone.now())
    sealing.seal_circular(circular=circular, at=at)


@task()
def seal_waiting() -> int:
    """Seal every letter that still waits, of all institutions."""
    return sealing.seal_due(at=Moment.real(timezone.now()))
