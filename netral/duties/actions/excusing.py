"""Excusing an office from an obligation, with a reason that stays, and taking that back."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from netral.access.models import User
from netral.duties.actions.counting import change_day
from netral.duties.actions.reckoning import hold
from netral.duties.core import OPEN, STATE_WORDS, Group, Kind, State
from netral.duties.core.demands import Demand
from netral.duties.core.states import state_at
from netral.duties.errors import NotExcused, NothingToExcuse, OwnDuty
from netral.duties.models import Obligation, ObligationEvent
from netral.duties.queries.boards import board_of, measures
from netral.duties.queries.holders import Holders
from netral.duties.queries.reckoning import life_of
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Holding
from netral.tallies import actions as tallies


@dataclass(frozen=True, slots=True)
class Hand:
    """Who excuses, and why."""

    user: User
    reason: str


@transaction.atomic
def excuse(*, obligation: Obligation, hand: Hand, at: Moment) -> Obligation:
    """Excuse the office from one obligation; the reason stays with it.

    Raises:
        OwnDuty: the user holds the office, or has held it since the obligation began.
        NothingToExcuse: it is done, over or excused already.
    """
    found = _held(obligation)
    _not_own(found, hand, at)
    if State(found.state) not in OPEN:
        raise NothingToExcuse(state=gettext(STATE_WORDS[State(found.state)]))
    return _moved(found, State.EXCUSED, act="obligation.excused", hand=hand, at=at)


@transaction.atomic
def withdraw_excuse(*, obligation: Obligation, hand: Hand, at: Moment) -> Obligation:
    """Take an excuse back: the obligation stands again as its dates say.

    Raises:
        OwnDuty: the user holds the office, or has held it since the obligation began.
        NotExcused: it is not excused.
    """
    found = _held(obligation)
    _not_own(found, hand, at)
    if found.state != State.EXCUSED:
        raise NotExcused(state=gettext(STATE_WORDS[State(found.state)]))
    life = life_of(_demand(found), None, found.institution.zone)
    return _moved(
        found, state_at(life, at.acted), act="obligation.excuse_withdrawn", hand=hand, at=at
    )


def _not_own(row: Obligation, hand: Hand, at: Moment) -> None:
    """Refuse whoever acts in the office, or held it at any time since the obligation began.

    What is late stands in the record of who held the office; nobody clears the own record.
    """
    terms = Holding.objects.of(row.institution_id).filter(
        Q(ends_on=None) | Q(ends_on__gte=row.first_on),
        office=row.office_id,
        person__account=hand.user,
        starts_on__lte=at.local().date(),
    )
    if terms.exists():
        raise OwnDuty


def _held(obligation: Obligation) -> Obligation:
    """Lock the institution's obligations, and read this one anew."""
    hold(obligation.institution)
    rows = Obligation.objects.of(obligation.institution_id)
    found: Obligation = rows.select_related("institution", "office", "unit").get(pk=obligation.pk)
    return found


def _demand(row: Obligation) -> Demand:
    return Demand(
        Group(row.group), Kind(row.kind), row.source, row.first_on, row.last_on, row.due_at
    )


def _moved(row: Obligation, after: State, *, act: str, hand: Hand, at: Moment) -> Obligation:
    before, institution, by = State(row.state), row.institution, f"user:{hand.user.pk}"
    detail = {"obligation": row.pk, "kind": row.kind, "due": row.due_at.isoformat()}
    entry = record(
        Act(act=act, actor=by, fields={"detail": detail | {"reason": hand.reason}}),
        institution=institution,
        at=at,
    )
    row.state = after
    row.save(update_fields=["state"])
    ObligationEvent.objects.create(
        institution=institution,
        obligation=row,
        holding_id=Holders(institution, {row.office_id}).on(row.office_id, at.acted),
        before=before,
        after=after,
        reason=hand.reason,
        by=by,
        at=at.acted,
        entry=entry,
    )
    _count(row, before, after, at)
    return row


def _count(row: Obligation, before: State, after: State, at: Moment) -> None:
    """Change the counters, and the day if it was kept already: both say what is true now."""
    changes = Counter(measures(after))
    changes.subtract(measures(before))
    change_day(unit=row.unit, day=at.local().date(), changes=changes)
    posted = [(row.unit_id, measure, amount) for measure, amount in changes.items()]
    for board in (board_of(), board_of(Kind(row.kind))):
        tallies.post(institution=row.institution, board=board, changes=posted)
