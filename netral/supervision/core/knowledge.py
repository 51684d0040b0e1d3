"""The clock of a head who was told of a suspected breach: what was done, what is next, by when.

PP 94/2021 art. 26 leaves open by when a first summons must be written; the days for that, and
for what follows an examination, are house policy. Everything else is dated by a rule, and its
source says which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Reading(StrEnum):
    """How PP 94/2021 art. 26(2) is read: its seven working days are in conflict among sources."""

    AT_LEAST = "at_least"  # between letter and examination lie at least so many
    AT_MOST = "at_most"


READING_WORDS: Final = {
    Reading.AT_LEAST: N_("At least seven working days between letter and examination"),
    Reading.AT_MOST: N_("At most seven working days between letter and examination"),
}


class Channel(StrEnum):
    """How a head came to know."""

    SPOKEN = "spoken"
    LETTER = "letter"
    CHAT = "chat"
    SEEN = "seen"
    MEDIA = "media"
    NETRAL = "netral"  # somebody told the head in this house


CHANNEL_WORDS: Final = {
    Channel.SPOKEN: N_("By word of mouth"),
    Channel.LETTER: N_("By letter or e-mail"),
    Channel.CHAT: N_("By a chat message"),
    Channel.SEEN: N_("I saw it myself"),
    Channel.MEDIA: N_("From the press or social media"),
    Channel.NETRAL: N_("Through Netral"),
}
BY_HAND: Final = tuple(channel for channel in Channel if channel is not Channel.NETRAL)


class Step(StrEnum):
    """What a head did."""

    OPENED = "opened"  # recorded it, or read what somebody told: from here on the head knew
    TAKEN_OVER = "taken_over"  # by whoever holds the office now
    NAMED = "named"  # the person became known
    SUMMONED = "summoned"
    MISSED = "missed"  # the person did not come
    EXAMINED = "examined"
    REPORTED = "reported"  # to the election supervisor
    REFERRED = "referred"
    ENDED = "ended"  # found to be nothing, with a reason


STEP_WORDS: Final = {
    Step.OPENED: N_("The head of unit knew of it"),
    Step.TAKEN_OVER: N_("Taken over by the new head of unit"),
    Step.NAMED: N_("The person became known"),
    Step.SUMMONED: N_("The summons was written"),
    Step.MISSED: N_("The person did not come"),
    Step.EXAMINED: N_("The person was examined"),
    Step.REPORTED: N_("Reported to the election supervisor"),
    Step.REFERRED: N_("Referred"),
    Step.ENDED: N_("Ended with a reason"),
}
LAST: Final = frozenset({Step.REFERRED, Step.ENDED})
COURSE: Final = frozenset({Step.SUMMONED, Step.MISSED, Step.EXAMINED})
CALLS: Final = 2  # a third summons is unknown to PP 94/2021 art. 26: the evidence decides then


class Next(StrEnum):
    """What a head has to do now."""

    OPEN = "open"
    SUMMON = "summon"
    EXAMINE = "examine"
    SUMMON_AGAIN = "summon_again"
    DECIDE = "decide"  # refer, or end with a reason
    NOTHING = "nothing"


NEXT_WORDS: Final = {
    Next.OPEN: N_("Open what you were told"),
    Next.SUMMON: N_("Write the summons, or refer"),
    Next.EXAMINE: N_("Examine the person, or note that nobody came"),
    Next.SUMMON_AGAIN: N_("Summon a second time"),
    Next.DECIDE: N_("Refer, or end with a reason"),
    Next.NOTHING: N_("Nothing more: it is closed"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """A step and its day; a summons also names the day of the examination."""

    step: Step
    on: date
    meets_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """In days, as the data file has them; all of them working days."""

    first_call: int  # house policy
    call: int  # PP 94/2021 art. 26(2)
    second_call: int  # art. 26(3)
    decide: int  # house policy


Count = Callable[[date, int], date | None]  # working days after a day; None: year not on file


@dataclass(frozen=True, slots=True)
class Due:
    """What is next, and by when; None where nothing can be said."""

    next: Next
    by: date | None = None

    def late(self, today: date) -> bool:
        """Tell whether its day has passed."""
        return self.by is not None and today > self.by


def due(told_on: date, done: Sequence[Done], limits: Limits, add: Count) -> Due:
    """Return what a head has to do next. The clock runs from the day of being told.

    Not from the day of opening: whoever does not open a notice does not stop it.
    """
    if any(each.step in LAST for each in done):
        return Due(Next.NOTHING)
    course = [each for each in done if each.step in COURSE]
    if not course:
        return Due(Next.SUMMON, add(told_on, limits.first_call))
    latest, calls = course[-1], sum(each.step is Step.SUMMONED for each in course)
    if latest.step is Step.SUMMONED:
        return Due(Next.EXAMINE, latest.meets_on)
    if latest.step is Step.MISSED and calls < CALLS:
        return Due(Next.SUMMON_AGAIN, add(latest.on, limits.second_call))
    return Due(Next.DECIDE, add(latest.on, limits.decide))


def may_follow(done: Sequence[Done], step: Step) -> bool:
    """Tell whether a step may be taken after what was done."""
    follows = due(date.min, done, Limits(first_call=0, call=0, second_call=0, decide=0), _same).next
    if follows is Next.NOTHING:
        return False
    if step is Step.SUMMONED:
        return follows in {Next.SUMMON, Next.SUMMON_AGAIN}
    if step in {Step.MISSED, Step.EXAMINED}:
        return follows is Next.EXAMINE
    if step is Step.REPORTED:
        return all(each.step is not Step.REPORTED for each in done)
    return True


def _same(start: date, _days: int) -> date:
    return start


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an examination may lie; either end may be open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return (self.first or day) <= day <= (self.last or day)


def window(letter_on: date, reading: Reading, limits: Limits, add: Count) -> Window:
    """Return the days for an examination after a letter, as art. 26(2) is read here."""
    edge = add(letter_on, limits.call)
    return Window(first=edge) if reading is Reading.AT_LEAST else Window(letter_on, edge)
