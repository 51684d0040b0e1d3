"""What ends a permit before its last day: who decides revokes it, or the holder gives it back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import get_language

from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import timestamp
from netral.permits.actions.moves import Hand, asker, event, move, not_own, note, reasoned
from netral.permits.actions.telling import tell_asker, tell_changed
from netral.permits.core import Shown, State
from netral.permits.errors import DayOutside
from netral.permits.models import Permit, PermitEvent
from netral.signing.actions import set_standing
from netral.signing.core import Standing


@transaction.atomic
def revoke(*, permit: Permit, reason: str, hand: Hand, turn: int, at: Moment) -> None:
    """Take a permit back from today on; days before today keep it."""
    not_own(permit, hand)
    reason = reasoned(reason)
    last_on = min(_last(permit), at.local().date() - timedelta(days=1))
    move(permit, _unless_over(permit, State.REVOKED, at), turn=turn, at=at, last_on=last_on)
    fields = {
        "person": f"person:{permit.person_id}",
        "actor": hand.by,
        "kind": permit.kind,
        "decision": "revoked",
        "reason": reason,
        "starts_on": permit.starts_on.isoformat(),
        "ends_on": last_on.isoformat(),
        "acted_at": timestamp(at.acted),
    }
    act = Act(act="permit.revoked", actor=hand.by, kind="permit.decided/1", fields=fields,
              ref=bytes(permit.entry.ref))  # fmt: skip
    entry = record(act, institution=permit.institution, at=at)
    event(permit, PermitEvent.What.REVOKED, hand, entry, at, reason)
    if permit.paper:
        set_standing(paper=permit.paper, standing=Standing.REVOKED, since=at.acted)
    tell_asker(permit, "revoked", at)


@transaction.atomic
def end(*, permit: Permit, last_on: date, turn: int, at: Moment) -> None:
    """Let the holder give the rest of the period back, from the day after `last_on` on.

    The day before today, or before the first day, means that nothing more is used.
    """
    hand = asker(permit)
    first = max(permit.starts_on, at.local().date()) - timedelta(days=1)
    final = _last(permit) - timedelta(days=1)
    if not first <= last_on <= final:
        raise DayOutside(first_day=_say(first), last_day=_say(final))
    move(permit, _unless_over(permit, State.ENDED, at), turn=turn, at=at, last_on=last_on)
    day = last_on.isoformat()
    entry = note(permit, act="permit.ended", by=hand.by, at=at, last_on=day)
    event(permit, PermitEvent.What.ENDED, hand, entry, at)
    if permit.paper:
        set_standing(paper=permit.paper, standing=Standing.ENDED, since=at.acted)
    by_authority = bool(permit.decision.get("by_authority"))
    tell_changed(permit, State.FORWARDED if by_authority else State.WAITING, at)


def _unless_over(permit: Permit, to: State, at: Moment) -> State:
    """Return the state to move to; what is over already stays as it is, and is told so."""
    over = permit.shown(at.local().date()) is Shown.OVER
    return State(permit.state) if over else to


def _last(permit: Permit) -> date:
    last: date = permit.last_on or permit.ends_on
    return last


def _say(day: date) -> str:
    return spoken.short_day(day, get_language() or "id")
