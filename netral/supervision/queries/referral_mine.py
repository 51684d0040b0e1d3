"""What a sender sees of the own reports: where they are, nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.db.models import QuerySet

from netral.access.models import User
from netral.access.queries import Seat, reopened_at
from netral.kernel.codes import grouped
from netral.kernel.words import N_
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.referrals import DESK_WORDS, REFERRAL_SHAPES, REFERRAL_WORDS
from netral.supervision.models import Knowledge, Referral
from netral.supervision.queries.referral_vault import sender_mark
from netral.tenancy.models import Institution

Row = TypeVar("Row", Referral, Knowledge)
OPEN_AT_ONCE: Final = 10  # of one person; a head's own clocks are not limited
TO_HEAD: Final = N_("Your head of unit")
NOT_OPENED, OPENED, DONE = N_("Delivered, not yet opened"), N_("Opened"), N_("Closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One report of the reader."""

    mark: str
    to: str  # untranslated
    words: str  # untranslated
    shape: str
    sent_at: datetime


def own(seat: Seat) -> list[Own]:
    """Return the seated person's reports, newest first."""
    house, user = seat.institution, seat.user
    at_desks = [_referral(each) for each in _mine(Referral.objects.of(house), house, user)]
    with_heads = [_knowledge(each) for each in _mine(Knowledge.objects.of(house), house, user)]
    return sorted([*at_desks, *with_heads], key=lambda each: each.sent_at, reverse=True)


def count_open(institution: Institution, user: User) -> int:
    """Count what an account has sent and nobody has closed."""
    at_desks = _mine(Referral.objects.of(institution), institution, user)
    with_heads = _mine(Knowledge.objects.of(institution), institution, user)
    return sum(rows.filter(closed_at=None).count() for rows in (at_desks, with_heads))


def _mine(rows: QuerySet[Row], institution: Institution, user: User) -> QuerySet[Row]:
    """Keep what an account has sent, since it was last opened anew with a slip.

    A slip passes through the hands of others: what was sent before it is not there any more.
    """
    rows = rows.filter(sender_mark=sender_mark(institution, user))
    since = reopened_at(user)
    return rows.filter(entry__logged_at__gte=since) if since else rows


def _referral(row: Referral) -> Own:
    state = ReferralState(row.state)
    return Own(
        mark=grouped(row.slug.upper()),
        to=DESK_WORDS[Desk(row.desk)],
        words=REFERRAL_WORDS[state],
        shape=REFERRAL_SHAPES[state],
        sent_at=row.sent_at,
    )


def _knowledge(row: Knowledge) -> Own:
    known = row.known_at is not None
    return Own(
        mark=grouped(row.slug.upper()),
        to=TO_HEAD,
        words=DONE if row.closed_at else OPENED if known else NOT_OPENED,
        shape="done" if row.closed_at else "next" if known else "due",
        sent_at=row.told_at,
    )
