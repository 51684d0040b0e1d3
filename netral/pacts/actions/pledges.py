"""What may happen to a pledge besides signing."""

from django.db import transaction
from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.pacts.actions.moves import allow, claim, move, note, still_open
from netral.pacts.actions.signing import check_window, require_own
from netral.pacts.core import STATE_WORDS, State, moved
from netral.pacts.errors import BasisMissing, CannotMove, ReasonMissing
from netral.pacts.models import Pledge, PledgeEvent
from netral.tallies import actions as tallies


@transaction.atomic
def open_pledge(*, pledge: Pledge, by: str, at: Moment) -> None:
    """Note that the person has opened the text to sign it; a second time changes nothing."""
    require_own(pledge, by)
    if pledge.state != State.NOT_YET:
        return
    check_window(pledge.campaign, pledge, at)
    if not claim(pledge, State.OPENED):
        return  # signed or moved in another window meanwhile
    entry = note(pledge, act="pact.opened", by=by, at=at, detail={})
    PledgeEvent.objects.create(
        institution_id=pledge.institution_id,
        pledge=pledge,
        before=State.NOT_YET,
        after=State.OPENED,
        by=by,
        at=at.acted,
        entry=entry,
    )
    tallies.post(
        institution=pledge.institution,
        board=pledge.campaign.board,
        changes=moved(pledge.unit_id, State.NOT_YET, State.OPENED),
    )
    pledge.state = State.OPENED


@transaction.atomic
def refuse(*, pledge: Pledge, reason: str, by: str, at: Moment) -> None:
    """Record that the person will not sign, and why; signing later remains possible."""
    require_own(pledge, by)
    check_window(pledge.campaign, pledge, at)
    allow(pledge, State.REFUSED)
    entry = note(pledge, act="pact.refused", by=by, at=at, detail={"reason": _reason(reason)})
    move(pledge=pledge, to=State.REFUSED, entry=entry, by=by, at=at, reason=reason.strip())


@transaction.atomic
def exempt(*, pledge: Pledge, reason: str, basis: str, by: str, at: Moment) -> None:
    """Exempt a person, for a reason and on a basis such as a letter."""
    still_open(pledge.campaign)
    if not basis.strip():
        raise BasisMissing
    allow(pledge, State.EXEMPT)
    detail = {"reason": _reason(reason), "basis": basis.strip()}
    entry = note(pledge, act="pact.exempted", by=by, at=at, detail=detail)
    move(
        pledge=pledge,
        to=State.EXEMPT,
        entry=entry,
        by=by,
        at=at,
        reason=reason.strip(),
        basis=basis.strip(),
    )


@transaction.atomic
def put_on_leave(*, pledge: Pledge, reason: str, by: str, at: Moment) -> None:
    """Record that a person is on leave; on return an officer puts the pledge back."""
    still_open(pledge.campaign)
    allow(pledge, State.ON_LEAVE)
    entry = note(pledge, act="pact.on_leave", by=by, at=at, detail={"reason": _reason(reason)})
    move(pledge=pledge, to=State.ON_LEAVE, entry=entry, by=by, at=at, reason=reason.strip())


@transaction.atomic
def put_back(*, pledge: Pledge, reason: str, by: str, at: Moment) -> None:
    """Ask a person again who was exempt or on leave."""
    still_open(pledge.campaign)
    if pledge.state not in {State.EXEMPT, State.ON_LEAVE}:
        raise CannotMove(state=gettext(STATE_WORDS[State(pledge.state)]))
    entry = note(pledge, act="pact.put_back", by=by, at=at, detail={"reason": _reason(reason)})
    move(pledge=pledge, to=State.NOT_YET, entry=entry, by=by, at=at, reason=reason.strip())


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:500]
