"""Work for the background. The row of a version is the queue; a task is a doorbell with its id."""

from django.utils import timezone
from django_tasks import task

from netral.rules.actions.examining import work
from netral.rules.models import Ruleset


@task()
def examine_version(pk: int) -> None:
    """Examine the version, if it still waits for that."""
    waiting = Ruleset.objects.select_related("institution")
    ruleset = waiting.filter(pk=pk, gate_state=Ruleset.Gate.RUNNING).first()
    if ruleset is not None:
        work(ruleset=ruleset, now=timezone.now())
