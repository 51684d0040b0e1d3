"""What a desk does with a referral: take it, note, name the person, close it."""

from dataclasses import dataclass

from django.db import transaction

from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.ledger.actions import record
from netral.orgs.models import Person
from netral.supervision.actions.referral_proof import blind
from netral.supervision.actions.referral_telling import tell
from netral.supervision.actions.referrals import first_step_due, seal_event, with_takers
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.referrals import Outcome, desk_for
from netral.supervision.errors import TakenAlready
from netral.supervision.models import Referral, ReferralEvent
from netral.supervision.queries.referral_desk import may_work
from netral.supervision.queries.referral_people import concern, desks_of, known
from netral.supervision.queries.referral_vault import sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An event before it is recorded."""

    act: str
    after: ReferralState
    note: str = ""
    outcome: Outcome | None = None
    suspect: Person | None = None


@transaction.atomic
def take(*, referral: Referral, seat: Seat) -> None:
    """Take a referral; of two officers the second is told that it is taken.

    Raises:
        TakenAlready: it does not wait any more.
    """
    row = _held(referral, seat, ReferralState.SENT)
    row.state, row.taken_at = ReferralState.TAKEN, seat.at.acted
    if Desk(row.desk) not in desks_of(seat):  # the other desk has left it lying
        row.desk = desks_of(seat)[0]
    _move(row, Move(act="referral.taken", after=ReferralState.TAKEN), ReferralState.SENT, seat)
    row.save(update_fields=("desk", "state", "taken_at"))
    _tell_sender(row, "taken", seat)


@transaction.atomic
def note(*, referral: Referral, text: str, seat: Seat) -> None:
    """Add a note that the desk alone reads."""
    row = _held(referral, seat, ReferralState.TAKEN)
    taken = ReferralState.TAKEN
    _move(row, Move(act="referral.noted", after=taken, note=text), taken, seat)


@transaction.atomic
def name(*, referral: Referral, person: Person, seat: Seat) -> None:
    """Record who it is about. What turns out to concern the desk itself goes to the other one.

    Raises:
        NobodyToTake: nobody at the Inspektorat may take what had to go there.
    """
    row = _held(referral, seat, ReferralState.SENT, ReferralState.TAKEN)
    before, what, today = ReferralState(row.state), sent(row), seat.at.local().date()
    facts = known(person, today).facts
    wished = desk_for(facts, superior_involved=what.superior_involved, wished=Desk(row.desk))
    told: list[User] = []
    if wished != row.desk:
        about = concern(what, person.pk, today)
        row.desk, told = with_takers(row.institution, wished, about, seat.at)
        row.state, row.taken_at = ReferralState.SENT, None
        row.due_on = first_step_due(row.institution, seat.at)
    move = Move(act="referral.named", after=ReferralState(row.state), suspect=person)
    _move(row, move, before, seat)
    row.save(update_fields=("desk", "state", "taken_at", "due_on"))
    tell(told, row.institution, seat.at, row.slug, "moved", row.events.count())


@transaction.atomic
def close(*, referral: Referral, outcome: Outcome, reason: str, seat: Seat) -> None:
    """Close a referral with what became of it."""
    row = _held(referral, seat, ReferralState.TAKEN)
    row.state, row.closed_at = ReferralState.CLOSED, seat.at.acted
    move = Move(act="referral.closed", after=ReferralState.CLOSED, note=reason, outcome=outcome)
    _move(row, move, ReferralState.TAKEN, seat)
    row.save(update_fields=("state", "closed_at"))
    _tell_sender(row, "closed", seat)


def _held(referral: Referral, seat: Seat, *states: ReferralState) -> Referral:
    """Return the row, held, if it is there for the seated officer now."""
    rows = Referral.objects.of(seat.institution).select_for_update(of=("self",))
    row: Referral = rows.select_related("institution", "entry").get(pk=referral.pk)
    if not may_work(row, seat):
        raise NotYours
    if row.state not in states:
        raise TakenAlready
    return row


def _move(row: Referral, move: Move, before: ReferralState, seat: Seat) -> None:
    """Seal the event, and bind it in the history of its referral."""
    sealed = seal_event(
        row,
        move.act.partition(".")[2],
        seat.user.pk,
        note=move.note,
        outcome=move.outcome or "",
        suspect=move.suspect.pk if move.suspect else 0,
    )
    act = blind(
        act=move.act,
        slug=row.slug,
        sealed=sealed,
        institution=row.institution,
        by=seat.user.pk,
        ref=bytes(row.entry.ref),
    )
    ReferralEvent.objects.create(
        institution=row.institution,
        referral=row,
        before=before,
        after=move.after,
        sealed=sealed,
        at=seat.at.acted,
        entry=record(act, institution=row.institution, at=seat.at),
    )


def _tell_sender(row: Referral, what: str, seat: Seat) -> None:
    """Tell the sender that something waits: by mail, without a trace in the house."""
    senders = User.objects.filter(pk=sent(row).sender, is_active=True)
    tell(senders, row.institution, seat.at, row.slug, what, alone=True)
