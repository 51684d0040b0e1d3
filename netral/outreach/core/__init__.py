"""Kinds and states of sessions, and who may be counted as present when."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_

LONGEST: Final = timedelta(hours=12)  # of one session
EARLY: Final = timedelta(minutes=15)  # attendance may be claimed from so long before the start
AFTER: Final = timedelta(minutes=15)  # and until so long after the end

BEGUN: Final = timedelta(hours=1)  # so long after its start a session can still be planned
LISTED: Final = timedelta(days=3)  # and people without a phone be entered after its end
CLOSED: Final = timedelta(days=7)  # minutes written later make no deed of an earlier day


class SessionKind(StrEnum):
    """How people meet."""

    PARADE = "apel"
    MEETING = "meeting"
    ONLINE = "online"
    OATH = "ikrar"


SESSION_WORDS: Final = {
    SessionKind.PARADE: N_("Morning assembly (apel)"),
    SessionKind.MEETING: N_("Meeting"),
    SessionKind.ONLINE: N_("Online meeting"),
    SessionKind.OATH: N_("Reading of the oath (ikrar)"),
}


class Purpose(StrEnum):
    """What a session serves; duties are fulfilled by purpose."""

    SOCIALISE = "socialise"
    EDUCATE = "educate"
    GUIDE = "guide"


PURPOSE_WORDS: Final = {
    Purpose.SOCIALISE: N_("Informing the staff"),
    Purpose.EDUCATE: N_("Educating the staff"),
    Purpose.GUIDE: N_("Guiding the staff"),
}


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    HELD = "held"  # closed by the host, with minutes
    CANCELLED = "cancelled"


STATE_WORDS: Final = {
    SessionState.PLANNED: N_("Planned"),
    SessionState.HELD: N_("Held"),
    SessionState.CANCELLED: N_("Cancelled"),
}


class Method(StrEnum):
    """How a presence was established."""

    CODE = "code"  # the rotating code on the host's screen
    COUNTER = "counter"  # a code read out at the counter
    OFFICER = "officer"  # entered by the host for people without a phone


METHOD_WORDS: Final = {
    Method.CODE: N_("Code on the screen"),
    Method.COUNTER: N_("Code read out"),
    Method.OFFICER: N_("Entered by the host"),
}


class FileRole(StrEnum):
    """What a file of a session is."""

    MATERIAL = "material"
    PHOTO = "photo"
    ROLL = "roll"  # who was present, as CSV, frozen when the session was closed


def opens(starts_at: datetime) -> datetime:
    """Return from when on attendance may be claimed."""
    return starts_at - EARLY


def closes(ends_at: datetime) -> datetime:
    """Return until when attendance may be claimed, that instant included."""
    return ends_at + AFTER


def counts_at(starts_at: datetime, ends_at: datetime, closed_at: datetime) -> datetime:
    """Return when a held session counts as a deed.

    That is when it was held; where the minutes took longer than a week, when it was closed. Else
    sessions could be planned in advance and written up once somebody asks. Policy of the house.
    """
    return starts_at if closed_at <= ends_at + CLOSED else closed_at


def live(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Tell whether attendance may be claimed at an instant."""
    return opens(starts_at) <= at <= closes(ends_at)
