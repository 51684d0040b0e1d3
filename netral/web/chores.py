"""What has to happen by itself: each chore is idempotent, so that it may run anywhere, twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings

from netral.advice.actions.sealing import seal_due as seal_answers
from netral.circulars.actions.following import follow_roster
from netral.circulars.actions.sealing import seal_due as seal_circulars
from netral.duties.actions.digests import seal_due as seal_digests
from netral.duties.actions.publishing import publish_due
from netral.duties.actions.recaps import recap_due
from netral.duties.actions.reckoning import reckon_if_due
from netral.duties.actions.reminding import remind_if_due
from netral.kernel.moment import Moment
from netral.ledger.actions.sealing import open_due, release_due
from netral.notices.actions import follow_up, send_due
from netral.orgs.actions.sweeping import resume_rosters
from netral.outreach.actions.minutes import seal_due as seal_minutes
from netral.pacts.actions.reminders import remind_if_due as remind_of_pacts
from netral.pacts.actions.roster import due as campaigns_due
from netral.pacts.actions.roster import reconcile
from netral.pacts.actions.seals import seal_due as seal_pacts
from netral.permits.actions.letters import seal_due as seal_permits
from netral.permits.actions.roster import follow as follow_leave
from netral.rules.actions.examining import resume as resume_rules
from netral.supervision.actions.knowledge_minding import mind
from netral.tallies.actions import fold
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment
from netral.web.watch import watch_providers

log = structlog.get_logger()
FEW: Final = 10  # papers a round: whoever opens a page must not wait for the sealing of history


def send_messages(now: datetime) -> int:
    """Hand over the messages that are due; find out those that never arrived."""
    return send_due(now=now).sent + follow_up(now)


def fold_counters(_now: datetime) -> int:
    """Add what people did to the counters that boards read (PostgreSQL)."""
    return fold()


def follow_rosters(now: datetime) -> int:
    """Bring open campaigns and circulars in force in line with rosters that have changed."""
    campaigns = campaigns_due()
    for campaign in campaigns:
        reconcile(campaign=campaign, at=moment(campaign.institution, now))
    circulars = sum(
        follow_roster(institution=institution, at=moment(institution, now))
        for institution in Institution.objects.defer("emblem")
    )
    return len(campaigns) + circulars


def remind_signers(now: datetime) -> int:
    """Remind those who can still sign a pact, by the plan of its deadline."""
    houses = Institution.objects.defer("emblem")
    return sum(remind_of_pacts(institution=each, at=moment(each, now)) for each in houses)


def seal_papers(now: datetime) -> int:
    """Seal what was signed and not sealed yet, a few at a time.

    A demonstration's pacts are sealed when they are signed or first opened: its invented history
    of 14,000 papers would fill 0.8 GB.
    """
    at = Moment.real(now)
    done = seal_circulars(at=at, limit=FEW) + seal_permits(at=at, limit=FEW)
    done += seal_answers(at=at, limit=FEW) + seal_minutes(at=at, limit=FEW)
    done += seal_digests(at=at, limit=FEW)
    return done if done or settings.DEMO else seal_pacts(at=at, limit=FEW)


def begin_and_end_leave(now: datetime) -> int:
    """Put people on the unpaid leave that was granted, and bring them back, on the local day."""
    houses = Institution.objects.defer("emblem")
    return sum(follow_leave(institution=each, at=moment(each, now)) for each in houses)


def reckon_duties(now: datetime) -> int:
    """Bring obligations in line with the day, circulars and deeds; then remind heads."""
    done = 0
    for house in Institution.objects.defer("emblem"):
        at = moment(house, now)
        done += reckon_if_due(institution=house, at=at)
        done += remind_if_due(institution=house, at=at)
    return done


def mind_suspicions(now: datetime) -> int:
    """Remind heads and desks of what is late, and hand on what its own head may not see."""
    houses = Institution.objects.defer("emblem")
    return sum(mind(each, moment(each, now)) for each in houses)


def resume_imports(now: datetime) -> int:
    """Finish the roster import that a dead worker left, and erase lines nobody applied."""
    return resume_rosters(now)


def resume_examinations(now: datetime) -> int:
    """Finish the examination of a version of the rules that a dead worker left."""
    return resume_rules(now)


def tell_of_the_week(now: datetime) -> int:
    """On Monday morning, make the recap of the week that is over and publish its open figures."""
    return recap_due(now=now) + publish_due(now=now)


def keep_sealed(now: datetime) -> int:
    """Fill up the day's batch of sealed leaves, and open those whose time has come."""
    return release_due(now) + open_due(now)


CHORES: Final[tuple[Callable[[datetime], int], ...]] = (
    send_messages,
    keep_sealed,
    watch_providers,
    fold_counters,
    begin_and_end_leave,  # before what follows the roster
    follow_rosters,
    remind_signers,  # those whom the roster still has
    reckon_duties,  # of the roster and the circulars as they are by now
    mind_suspicions,
    tell_of_the_week,
    resume_imports,
    resume_examinations,
    seal_papers,
)


@dataclass(slots=True)
class Round:
    """Runs the chores one after the other; one that fails does not stop the others."""

    chores: tuple[Callable[[datetime], int], ...] = CHORES

    def run(self, now: datetime) -> dict[str, int]:
        """Run each chore once, and return what each has done."""
        return {chore.__name__: self._one(chore, now) for chore in self.chores}

    def _one(self, chore: Callable[[datetime], int], now: datetime) -> int:
        try:
            done = chore(now)
        except Exception:
            log.exception("chore.failed", chore=chore.__name__)
            return 0
        if done:
            log.info("chore.done", chore=chore.__name__, done=done)
        return done
