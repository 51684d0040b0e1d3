"""What may be counted of guidance: notes and warnings, answered or not. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_
from netral.supervision.core import GuidanceKind

DAY: Final = timedelta(days=1)
ANSWERING: Final = 14 * DAY  # house policy; no law known here gives a time


class Told(StrEnum):
    """What became of one note or warning; each is exactly one of these, for good."""

    NOTE_ANSWERED = "note_answered"
    NOTE_OPEN = "note_open"
    WARNING_ANSWERED = "warning_answered"
    WARNING_OPEN = "warning_open"


TOLD_WORDS: Final = {
    Told.NOTE_ANSWERED: N_("Notes, answered"),
    Told.NOTE_OPEN: N_("Notes, not answered"),
    Told.WARNING_ANSWERED: N_("Warnings, answered"),
    Told.WARNING_OPEN: N_("Warnings, not answered"),
}


def told(kind: GuidanceKind, given_at: datetime, replied_at: datetime | None) -> Told:
    """Return what a note or a warning counts as; what is answered later stays not answered.

    So the figures of a month never change once they are told, and two looks at them tell no
    more than one.
    """
    answered = replied_at is not None and replied_at - given_at <= ANSWERING
    if kind is GuidanceKind.NOTE:
        return Told.NOTE_ANSWERED if answered else Told.NOTE_OPEN
    return Told.WARNING_ANSWERED if answered else Told.WARNING_OPEN


def newest(today: date, count: int) -> list[date]:
    """Return the first days of the newest months that are over, with the time for every answer.

    Months without any guidance are among them: a month left out would say that there was none.
    """
    month, found = today.replace(day=1), list[date]()
    while len(found) < count:
        following, month = month, (month - DAY).replace(day=1)
        if today >= following + ANSWERING:
            found.append(month)
    return found
