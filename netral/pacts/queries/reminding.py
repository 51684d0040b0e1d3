"""When the people of a campaign are reminded, by the plan that every deadline has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from netral.calendar.queries import week
from netral.kernel.moment import Moment
from netral.notices import queries as notices
from netral.notices.core.plan import Kind, Quiet, Reminder, come, reminders
from netral.pacts.models import Campaign, Wave


@dataclass(frozen=True, slots=True)
class Turn:
    """A wave whose people are reminded today, and on what occasion."""

    wave: Wave
    reminder: Reminder


def due_today(campaign: Campaign, at: Moment) -> list[Turn]:
    """Return the waves of an open campaign whose latest reminder is today's. One query.

    A reminder that a stopped worker missed is not sent once the deadline has passed.
    """
    quiet = _quiet(campaign)
    found = [(wave, come(planned, at.acted)) for wave, planned in _plans(campaign, quiet)]
    return [Turn(wave, last) for wave, last in found if last and _holds(last, campaign, at, quiet)]


def _holds(last: Reminder, campaign: Campaign, at: Moment, quiet: Quiet) -> bool:
    """Tell whether a reminder is today's, and says what is still so."""
    is_today = quiet.local(last.at).date() == quiet.local(at.acted).date()
    return is_today and (last.kind is Kind.OVERDUE) == (at.acted >= campaign.deadline)


def upcoming(campaign: Campaign, at: Moment) -> datetime | None:
    """Return when the next reminder before the deadline goes out by itself; None: there is none."""
    plans = _plans(campaign, _quiet(campaign))
    ahead = [
        each.at
        for _, planned in plans
        for each in planned
        if each.at > at.acted and each.kind is not Kind.OVERDUE
    ]
    return min(ahead, default=None)


def _plans(campaign: Campaign, quiet: Quiet) -> Iterator[tuple[Wave, list[Reminder]]]:
    """Yield each wave with its reminders. That time is over is said once: nobody can mend it."""
    for wave in Wave.objects.of(campaign.institution_id).filter(campaign=campaign):
        start = max(wave.opens_at, campaign.opened_at or wave.opens_at)
        planned = reminders(start=min(start, campaign.deadline), due=campaign.deadline, quiet=quiet)
        over = [each for each in planned if each.kind is Kind.OVERDUE]
        yield wave, [*(each for each in planned if each not in over), *over[:1]]


def _quiet(campaign: Campaign) -> Quiet:
    """Return the quiet hours of the installation with the institution's working days."""
    house = campaign.institution
    return notices.quiet(house.zone, week(house).works)
