"""Work for the background: the outbox itself is the queue, so a task carries nothing."""

from django.utils import timezone
from django_tasks import task

from netral.notices.actions import send_due


@task()
def deliver() -> int:
    """Hand the mails that are due to the mail server; return how many went out."""
    return send_due(now=timezone.now()).sent
