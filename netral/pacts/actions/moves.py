"""What acts on one pledge share: their entry, and its move with an event and the counters."""

from collections.abc import Mapping

from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry
from netral.pacts.core import MOVES, STATE_WORDS, State, board_of, moved
from netral.pacts.errors import CampaignClosed, CannotMove
from netral.pacts.models import Campaign, Pledge, PledgeEvent
from netral.tallies import actions as tallies


def still_open(campaign: Campaign) -> None:
    """Refuse once the owner has closed the campaign; keep it open until the act is done."""
    rows = Campaign.objects.of(campaign.institution_id).filter(pk=campaign.pk)
    stages = rows.select_for_update(no_key=True).values_list("stage", flat=True)
    if stages.get() != Campaign.Stage.OPEN:
        raise CampaignClosed(campaign=campaign.name)


def allow(pledge: Pledge, to: State) -> None:
    """Refuse a move that the table of moves does not have."""
    state = State(pledge.state)
    if to not in MOVES[state]:
        raise CannotMove(state=gettext(STATE_WORDS[state]))


def claim(pledge: Pledge, to: State) -> bool:
    """Compare and set: False when somebody else has moved the pledge, or its person's unit."""
    rows = Pledge.objects.of(pledge.institution_id).filter(
        pk=pledge.pk, state=pledge.state, unit_id=pledge.unit_id
    )
    return bool(rows.update(state=to) == 1)


def note(pledge: Pledge, *, act: str, by: str, at: Moment, detail: Mapping[str, str]) -> Entry:
    """Record a personal act: the leaf commits to it and publishes nothing."""
    campaign = b64u(bytes(pledge.campaign.entry.ref))
    return record(
        Act(
            act=act,
            actor=by,
            subject=f"person:{pledge.person_id}",
            fields={"detail": {"campaign": campaign, **detail}},
        ),
        institution=pledge.institution,
        at=at,
    )


def move(  # noqa: PLR0913  # one move, all its parts named
    *,
    pledge: Pledge,
    to: State,
    entry: Entry,
    by: str,
    at: Moment,
    reason: str = "",
    basis: str = "",
) -> None:
    """Move `pledge` under `entry`, which the calling act has written.

    Raises:
        CannotMove: the table does not allow it, or somebody else was faster.
    """
    allow(pledge, to)
    before = State(pledge.state)
    if not claim(pledge, to):
        pledge.refresh_from_db(fields=("state", "unit"))
        raise CannotMove(state=gettext(STATE_WORDS[State(pledge.state)]))
    PledgeEvent.objects.create(
        institution_id=pledge.institution_id,
        pledge=pledge,
        before=before,
        after=to,
        reason=reason[:500],
        basis=basis[:200],
        by=by,
        at=at.acted,
        entry=entry,
    )
    pledge.state = to
    tallies.post(
        institution=pledge.institution,
        board=board_of(pledge.campaign_id),
        changes=moved(pledge.unit_id, before, to),
    )
