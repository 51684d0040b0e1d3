"""How often and by when each kind is asked for, where the circular itself gives no date."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from enum import StrEnum
from typing import Final

from netral.duties.core import Kind
from netral.duties.core.season import Phase
from netral.kernel.words import N_
from netral.orgs.core import UnitKind

MOST_DAYS: Final = 60  # working days; more is no deadline any more


class Rhythm(StrEnum):
    """How often something comes back."""

    ONCE = "once"
    MONTH = "month"
    WEEK = "week"


RHYTHM_WORDS: Final = {
    Rhythm.ONCE: N_("Once"),
    Rhythm.MONTH: N_("Every month"),
    Rhythm.WEEK: N_("Every week"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """When one kind is asked for. Days are working days of the institution.

    Once: within `days` of the circular reaching the unit, and again within `days` of the
    beginning of each later phase in `again`. In a rhythm: each month, each week in the phases
    `weekly_in`; due `days` after the end of the time.
    """

    rhythm: Rhythm = Rhythm.ONCE
    days: int = 0
    again: tuple[Phase, ...] = ()
    weekly_in: tuple[Phase, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.days <= MOST_DAYS:
            msg = f"from 0 to {MOST_DAYS} working days, not {self.days}"
            raise ValueError(msg)
        if self.rhythm is Rhythm.ONCE and (self.weekly_in or not self.days):
            msg = "what is asked once has days, and no weeks"
            raise ValueError(msg)
        if self.rhythm is not Rhythm.ONCE and self.again:
            msg = "what comes back by itself is not asked again by phase"
            raise ValueError(msg)

    def rhythm_in(self, phase: Phase) -> Rhythm:
        """Return how often it comes back in a phase."""
        return Rhythm.WEEK if phase in self.weekly_in else self.rhythm


@dataclass(frozen=True, slots=True)
class Policy:
    """The terms of every kind that has dates, the hour of deadlines, and who derives.

    Of an office that nobody has held for `vacancy_days` (calendar days) the head above is told.
    """

    terms: Mapping[Kind, Terms]
    hour: time = time(16)
    derives: frozenset[UnitKind] = frozenset()
    own: frozenset[Kind] = field(default_factory=frozenset)  # kinds with the institution's terms
    vacancy_days: int = 14

    def __post_init__(self) -> None:
        if self.vacancy_days < 1:
            msg = f"a vacancy lasts a day at least before anybody is told, not {self.vacancy_days}"
            raise ValueError(msg)

    def with_own(self, own: Mapping[Kind, Terms]) -> "Policy":
        """Return the policy with the institution's own terms put over it."""
        return replace(self, terms={**self.terms, **own}, own=frozenset(own))
