"""The steps of a row through the outbox, each one statement that changes it only from where it was.

QUEUED → CLAIMED (a worker has it; nothing has left) → HANDING (committed just before it leaves) →
SENT, or back, or FAILED. A claim that a dead worker left goes back; what it was handing over is
UNSURE, for it may have left, and is never repeated by itself (decision 47).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from netral.notices import queries
from netral.notices.carriers import installed
from netral.notices.core import STALE, Channel, Manner, State, wait
from netral.notices.core.reach import order
from netral.notices.marks import mark
from netral.notices.models import Message


def recover(now: datetime) -> int:
    """Take up what dead workers left; return how many messages nobody knows about."""
    old = Message.objects.filter(claimed_at__lt=now - STALE)
    old.filter(state=State.CLAIMED).update(state=State.QUEUED, claim="", claimed_at=None)
    return old.filter(state=State.HANDING).update(state=State.UNSURE, claim="", problem="")


def claim(channel: Channel, now: datetime, *, limit: int) -> list[Message]:
    """Claim at most `limit` of the messages that are due, with the others of the same people."""
    due = queries.waiting(channel, now, limit=limit)
    if not due:
        return []
    mine = token_hex(16)
    also = queries.company(due, channel, now) if settings.DIGEST else []
    free = Message.objects.filter(pk__in={*due, *also}, state=State.QUEUED)
    free.update(state=State.CLAIMED, claim=mine, claimed_at=now)
    rows = Message.objects.filter(claim=mine).select_related("institution")
    return list(rows.defer("institution__emblem").order_by("not_before", "pk"))


def give_back(rows: Sequence[Message]) -> None:
    """Put claimed rows back, as if nothing had been."""
    for row in rows:
        held(row).filter(state=State.CLAIMED).update(state=State.QUEUED, claim="", claimed_at=None)


def gather(rows: Sequence[Message], until: datetime) -> None:
    """Let rows wait for company until a time of day."""
    for row in rows:
        held(row).update(
            state=State.QUEUED, claim="", claimed_at=None, not_before=until, manner=Manner.WAITED
        )


def hand(rows: Sequence[Message], now: datetime, *, taken: "Taken | None" = None) -> bool:
    """Write that rows are about to leave together; all of them or none.

    What was `taken` just before is marked in the same commit. It must be committed before
    anything leaves: never call it in a transaction of your own.
    """
    name = mark(rows[0].pk)  # by which the other side may speak of it before it has said its own
    with transaction.atomic():
        if taken:
            accept(taken)
        with transaction.atomic():
            done = sum(
                held(row)
                .filter(state=State.CLAIMED)
                .update(state=State.HANDING, claimed_at=now, tries=F("tries") + 1, reference=name)
                for row in rows
            )
            if done != len(rows):
                transaction.set_rollback(
                    True
                )  # another worker took one of them for ours being dead
    return done == len(rows)


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows that the other side has taken as one message, under its name for it."""

    rows: Sequence[Message]
    reference: str
    at: datetime


@transaction.atomic
def accept(taken: Taken) -> None:
    """Mark rows as sent. What they said has left the house, and need not lie here any longer."""
    for row in taken.rows:
        if row.fleeting:
            held(row).delete()
            continue
        held(row).update(
            state=State.SENT, sent_at=taken.at, reference=taken.reference, claim="", problem="",
            facts={}, url="",
        )  # fmt: skip


def take_back(rows: Sequence[Message], why: str) -> None:
    """Put rows back that did not leave after all: it costs them no try."""
    for row in rows:
        held(row).filter(state=State.HANDING).update(
            state=State.CLAIMED, tries=row.tries, problem=why, reference=""
        )


def put_off(rows: Sequence[Message], why: str, now: datetime) -> None:
    """Try again, ever later with every try."""
    for row in rows:
        later = now + wait(row.tries + 1)
        held(row).update(
            state=State.QUEUED, claim="", claimed_at=None, not_before=later, problem=why,
            reference="",
        )  # fmt: skip


def doubt(rows: Sequence[Message], why: str) -> None:
    """Mark rows of which nobody knows whether they have left."""
    for row in rows:
        held(row).update(state=State.UNSURE, claim="", problem=why)


def fail(rows: Sequence[Message], why: str, now: datetime) -> None:
    """Give rows up, and try the next channel that their person has."""
    for row in rows:
        with transaction.atomic():
            if held(row).update(state=State.FAILED, claim="", problem=why):
                fall_back(row, now)


def held(row: Message) -> QuerySet[Message]:
    """Return the row as long as the claim is still ours."""
    return Message.objects.filter(pk=row.pk, claim=row.claim).exclude(claim="")


def fall_back(row: Message, now: datetime) -> bool:
    """Queue the message over the next channel that is installed, each once; tell whether it was.

    One that its reader has turned off meanwhile is passed over. What it said is taken from the
    copy in the house: the row that left has forgotten it.
    """
    wanted = queries.chosen(row.institution_id, [row.recipient]).get(row.recipient)
    there = order(wanted, installed())
    ways = [(Channel(c), address) for c, address in row.ways if Channel(c) in there]
    if not ways or row.fleeting:
        return False
    (channel, address), *others = ways
    copy = Message.objects.of(row.institution_id).filter(key=row.key, channel=Channel.APP).first()
    same = copy is not None and copy.template == row.template
    again = Message(
        institution_id=row.institution_id, channel=channel, recipient=row.recipient,
        address=address, language=row.language, template=row.template,
        facts=copy.facts if copy and same else row.facts, url=copy.url if copy else row.url,
        key=row.key, manner=row.manner, queued_at=row.queued_at, not_before=now, ways=others,
    )  # fmt: skip
    Message.objects.bulk_create([again], ignore_conflicts=True)
    Message.objects.filter(pk=row.pk).update(ways=[])
    return True
