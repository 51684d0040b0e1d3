"""What every act on a permit shares: who acts, the move itself, its entry and its event."""

from dataclasses import dataclass

from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.permits.core import MOVES, SHOWN_WORDS, State
from netral.permits.errors import Moved, OwnRequest, ReasonNeeded
from netral.permits.models import Permit, PermitEvent


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: the opaque actor, the name, and the title that the act is done under."""

    by: str  # `user:12`
    name: str
    title: str = ""


def asker(permit: Permit) -> Hand:
    """Return the asker as the one who acts."""
    person = permit.person
    return Hand(f"user:{person.account_id}", person.full_name, person.position)


def not_own(permit: Permit, hand: Hand) -> None:
    """Refuse whoever would decide on their own request."""
    if hand.by == f"user:{permit.person.account_id}":
        raise OwnRequest


def reasoned(words: str) -> str:
    """Return the reason, cut to what is kept; refuse silence."""
    if not words.strip():
        raise ReasonNeeded
    return words.strip()[:2000]


def move(permit: Permit, to: State, *, turn: int, at: Moment, **values: object) -> None:
    """Compare and set: move what the actor has seen, or refuse.

    Raises:
        Moved: the table has no such move, or the request has changed since it was shown.
    """
    rows = Permit.objects.of(permit.institution_id).filter(pk=permit.pk)
    fits = to in MOVES[State(permit.state)] and turn == permit.turn
    seen = rows.filter(state=permit.state, turn=turn) if fits else rows.none()
    if not seen.update(state=to, turn=turn + 1, **values):
        permit.refresh_from_db()
        raise Moved(state=gettext(SHOWN_WORDS[permit.shown(at.local().date())]))
    permit.state, permit.turn = to, turn + 1
    for name, value in values.items():
        setattr(permit, name, value)


def note(permit: Permit, act: str, *, by: str, at: Moment, **detail: str) -> Entry:
    """Record an act that continues the history of the request."""
    made = Act(
        act=act,
        actor=by,
        subject=f"person:{permit.person_id}",
        fields={"detail": {"permit": permit.slug, **detail}},
        ref=bytes(permit.entry.ref),
    )
    return record(made, institution=permit.institution, at=at)


def event(
    permit: Permit, what: PermitEvent.What, hand: Hand, entry: Entry, at: Moment, words: str = ""
) -> None:
    """Keep a line of the request's story."""
    PermitEvent.objects.create(
        institution_id=permit.institution_id,
        permit=permit,
        what=what,
        words=words[:2000],
        name=hand.name[:200],
        title=hand.title[:200],
        by=hand.by,
        at=at.acted,
        entry=entry,
    )
