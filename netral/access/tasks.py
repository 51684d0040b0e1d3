"""Work for the background. A task carries ids, never what somebody typed."""

from django.utils import timezone
from django_tasks import task

from netral.access import means


@task()
def send_resets(user_ids: list[int]) -> None:
    """Mail links for a new password to the owners of these accounts."""
    means.send_resets(user_ids=user_ids, now=timezone.now())
