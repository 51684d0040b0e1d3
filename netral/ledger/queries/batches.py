"""The batches of sealed leaves: which are full, which may be released, which are still closed."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from netral.ledger.core import sealed
from netral.ledger.core.leaf import Kept
from netral.ledger.core.sealed import OPENING, SEALED, Batch
from netral.ledger.models import Disclosure, Entry, Waiting
from netral.ledger.queries.openings import openings_of

DAY: Final = timedelta(days=1)


def of(day: date) -> QuerySet[Entry]:
    """Return the sealed entries of the batch of a day."""
    begins = sealed.begins(day)
    within = Entry.objects.filter(not_before__gte=begins, not_before__lt=begins + DAY)
    return within.filter(kind=SEALED).order_by("pk")


def held(day: date) -> int:
    """Count the leaves of a batch."""
    return of(day).count()


def released(now: datetime) -> list[datetime]:
    """Return the values of `not_before` that let an entry into the log now: those of full batches.

    The leaves of a batch enter together and shuffled, or the covers would stand apart.
    """
    due = Waiting.objects.filter(not_before__lte=now).values_list("not_before", flat=True)
    return [each for each in due.distinct().order_by("not_before") if each and _whole(each, now)]


def _whole(release: datetime, now: datetime) -> bool:
    batch = of(sealed.day_at(release)).order_by()
    found = batch.aggregate(held=Count("pk"), last=Max("not_before"))
    return sealed.is_full(found["held"]) and found["last"] <= now


def unfilled(now: datetime, hour: int) -> list[Batch]:
    """Return the batches that are closed and not full, the oldest first.

    They are filled in that order, so what lies before a full one is full. The first batch of all
    is the one that is closed when somebody asks for the first time.
    """
    newest = sealed.closed_batch(now, hour).day
    first = _first() or newest
    found = []
    while newest >= first and not sealed.is_full(held(newest)):
        found.append(sealed.batch_of(newest, hour))
        newest -= DAY
    return found[::-1]


def unopened(newest: date) -> list[date]:
    """Return the days up to `newest` whose leaves can be opened and have not been, oldest first.

    They are opened in that order, so what lies before an open batch is open.
    """
    first = _first()
    found = []
    while first and newest >= first:
        if closed(newest).exists():
            found.append(newest)
        elif held(newest):
            break
        newest -= DAY
    return found[::-1]


def closed(day: date) -> QuerySet[Entry]:
    """Return the sealed entries of a day that have no opening, and of which enough is kept for one.

    An opening continues the history of what it opens, which has room for one.
    """
    opening = Entry.objects.filter(
        institution=OuterRef("institution"), ref=OuterRef("ref"), number=1, kind=OPENING
    )
    forgotten = Disclosure.objects.filter(
        entry=OuterRef("pk"), field__in=sealed.SHOWN, salt__isnull=True
    )
    kept = Disclosure.objects.filter(entry=OuterRef("pk"), field__in=sealed.SHOWN)
    return of(day).filter(~Exists(opening), ~Exists(forgotten), Exists(kept))


def kept(day: date) -> dict[int, list[Kept]]:
    """Return the fields of each sealed entry of a day, in order, by its key."""
    return openings_of(of(day).values_list("pk", flat=True))


def _first() -> date | None:
    """Return the day of the oldest batch."""
    found = Entry.objects.filter(not_before__isnull=False).aggregate(first=Min("not_before"))
    first: datetime | None = found["first"]
    return sealed.day_at(first) if first else None
