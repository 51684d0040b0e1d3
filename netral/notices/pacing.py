"""How the providers are doing: how much each is given, and when it is left alone."""

from datetime import datetime

from django.db import transaction

from netral.notices.carriers import per_minute
from netral.notices.core import Channel
from netral.notices.core.pace import MANY_UNCLEAR, Bucket, rest
from netral.notices.models import Provider


@transaction.atomic
def allowance(channel: Channel, wanted: int, now: datetime) -> int:
    """Take from the bucket of a provider; nothing while it rests. Shared by all workers."""
    row = _locked(channel, now)
    if row.rest_until is not None and now < row.rest_until:
        return 0
    bucket = Bucket(row.tokens, row.counted_at, per_minute(channel)).at(now)
    given, left = bucket.take(wanted)
    row.tokens, row.counted_at = left.tokens, left.counted_at
    row.save(update_fields=["tokens", "counted_at"])
    return given


@transaction.atomic
def refund(channel: Channel, unused: int, now: datetime) -> None:
    """Put back what was taken and not used."""
    row = _locked(channel, now)
    row.tokens = min(row.tokens + unused, float(per_minute(channel)))
    row.save(update_fields=["tokens"])


@transaction.atomic
def note_accepted(channel: Channel, now: datetime) -> None:
    """Note that a provider takes messages."""
    _locked(channel, now)
    Provider.objects.filter(channel=channel).update(
        troubles=0, rest_until=None, accepted_at=now, problem="", problem_at=None
    )


@transaction.atomic
def note_trouble(channel: Channel, why: str, now: datetime, *, at_once: bool) -> bool:
    """Note that a provider did not answer, and let it rest; tell whether it rests now.

    `at_once` where it cannot be reached at all, else after the third unclear answer in a row.
    """
    row = _locked(channel, now)
    row.troubles += 1
    row.problem, row.problem_at = why[:200], now
    resting = at_once or row.troubles >= MANY_UNCLEAR
    if resting:
        row.rest_until = now + rest(row.troubles if at_once else row.troubles - MANY_UNCLEAR + 1)
    row.save()
    return resting


def _locked(channel: Channel, now: datetime) -> Provider:
    full = {"tokens": float(per_minute(channel)), "counted_at": now}
    Provider.objects.get_or_create(channel=channel, defaults=full)
    return Provider.objects.select_for_update().get(channel=channel)
