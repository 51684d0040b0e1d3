"""Putting rows into the one message that leaves the house."""

from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.urls import reverse

from netral.notices import queries
from netral.notices.carriers import Outgoing, Refused
from netral.notices.core import DIGEST, ENVELOPE, WAITING, Channel, Manner
from netral.notices.core.addresses import e164, mailbox
from netral.notices.marks import mark
from netral.notices.models import Message

BAD_ADDRESS = "address"
SEALED = frozenset({ENVELOPE, WAITING})


def bundles(rows: Sequence[Message]) -> list[list[Message]]:
    """Put together what goes to one person in one language; what is sent at once goes alone."""
    if not settings.DIGEST:
        return [[row] for row in rows]
    alone = [[row] for row in rows if row.manner == Manner.AT_ONCE or row.fleeting]
    others = [row for row in rows if row.manner != Manner.AT_ONCE and not row.fleeting]
    together = groupby(sorted(others, key=_whose), key=_whose)
    return [*alone, *(sorted(each, key=_when) for _, each in together)]


def _whose(row: Message) -> tuple[int, str, str, str]:
    return row.institution_id, row.recipient, row.address, row.language


def _when(row: Message) -> tuple[object, int]:
    return row.queued_at, row.pk


def compose(rows: Sequence[Message]) -> Outgoing:
    """Return the message that rows of one bundle make.

    Raises:
        Refused: the address is not exactly one mailbox or number.
    """
    first = rows[0]
    right = mailbox if first.channel == Channel.MAIL else e164
    address = right(first.address)
    if not address:
        raise Refused(BAD_ADDRESS, for_good=True)
    sealed = {row.template for row in rows} <= SEALED
    if len(rows) > 1 and not sealed:
        first = _digest(rows)
    path = queries.path(first.url) or reverse("notices:inbox")
    return Outgoing(
        key=mark(rows[0].pk),
        address=address,
        language=first.language,
        words=queries.words(first, first.language),
        house=first.institution.name,
        link=f"{settings.BASE_URL}{path}",
        count=len(rows),
        sealed=sealed,
    )


def _digest(rows: Sequence[Message]) -> Message:
    """Return a row, never kept, that lists the subjects of `rows` and leads to the inbox."""
    first = rows[0]
    subjects = [queries.words(row, row.language).subject for row in rows]
    return Message(
        institution=first.institution,
        channel=first.channel,
        language=first.language,
        template=DIGEST,
        facts={"n": len(rows), "subjects": subjects},
        url=reverse("notices:inbox"),
    )
