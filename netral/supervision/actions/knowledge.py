"""What a head does with a suspected breach: know, summon, examine, report, end, hand over.

The clock runs from the day of being told; the time of knowing is the first opening. Both are
kept: a notice that nobody opens stops no clock, and nobody is said to know what was not opened.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from netral.access.models import User
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.ledger.actions import record
from netral.orgs.models import Holding, Person
from netral.permits.queries.deciders import authority, heads_above
from netral.supervision.actions.knowledge_steps import add_step, held, require_below
from netral.supervision.actions.referral_proof import blind
from netral.supervision.actions.referral_telling import tell
from netral.supervision.core.knowledge import Channel, Step
from netral.supervision.core.referrals import SLUG_SIGNS, describes
from netral.supervision.errors import (
    AboutTheReceiver,
    NobodyToTell,
    NotOfThatUnit,
    NotYet,
    TooManySent,
)
from netral.supervision.models import Knowledge
from netral.supervision.queries.knowledge_clock import knows
from netral.supervision.queries.referral_mine import OPEN_AT_ONCE, count_open
from netral.supervision.queries.referral_people import known
from netral.supervision.queries.referral_vault import (
    Taken,
    Told,
    sender_mark,
    steps,
    unit_mark,
    vault,
)
from netral.tenancy.models import Institution

LONGEST_AGO: Final = timedelta(days=365)  # nobody records what was told in an earlier season


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A suspicion before it is recorded. `once` belongs to one opened form."""

    who: str
    what: str
    once: str
    suspect: Person | None = None
    election: str = ""
    channel: Channel = Channel.NETRAL
    shows_name: bool = True


def record_knowledge(*, term: Holding, heard: Heard, told_at: datetime, at: Moment) -> Knowledge:
    """Record that the holder of an office was told of something; the clock runs from `told_at`.

    Raises:
        NotOfYourUnit: the person does not serve below, or is the head.
        NotYet: told in the future, or too long ago.
    """
    if not at.acted - LONGEST_AGO <= told_at <= at.acted:
        raise NotYet(first=(at.acted - LONGEST_AGO).date(), last=at.local().date())
    if heard.suspect is not None:
        require_below(heard.suspect, term)
    return _once(term, heard, None, told_at, at)


def tell_head(*, sender: Person, heard: Heard, at: Moment) -> Knowledge:
    """Let an employee tell the own head, or who stands in the head's place.

    Raises:
        NobodyToTell: there is none with an account.
        AboutTheReceiver: it is about that head, or about somebody above.
        NotOfThatUnit: it is about somebody whom that head does not direct.
        TooManySent: enough of this person's reports wait.
    """
    term = receiver(sender, at)
    if term is None:
        raise NobodyToTell
    if _concerns(term, heard, at):
        raise AboutTheReceiver
    if heard.suspect and not heard.suspect.unit.path.startswith(term.office.unit.path):
        raise NotOfThatUnit
    return _once(term, heard, sender, at.acted, at)


def receiver(sender: Person, at: Moment) -> Holding | None:
    """Return who is told: the nearest head above, or who signs for the institution."""
    today = at.local().date()
    head = heads_above([sender], today)[sender.pk]
    others = (t for t in authority(sender.institution, today) if t.person_id != sender.pk)
    return head or next(others, None)


def _concerns(term: Holding, heard: Heard, at: Moment) -> bool:
    """Tell whether it is about the receiver or about somebody over the receiver's unit."""
    if heard.suspect is None:
        return describes(heard.who, term.person.name)
    over = known(heard.suspect, at.local().date()).heads
    path = term.office.unit.path
    return heard.suspect.pk == term.person_id or any(path.startswith(each) for each in over)


def _once(
    term: Holding, heard: Heard, sender: Person | None, told_at: datetime, at: Moment
) -> Knowledge:
    """Record it exactly once for each opened form."""
    house, account = term.office.unit.institution, (sender or term.person).account_id or 0
    slug = vault().slug(SLUG_SIGNS, "knowledge", house.pk, account, heard.once)
    rows = Knowledge.objects.of(house).select_related("institution", "entry")
    there: Knowledge | None = rows.filter(slug=slug).first()
    if there is not None:
        return there
    try:
        return _record(term, heard, sender, told_at, at, slug)
    except IntegrityError:  # the other half of a double click was faster
        found: Knowledge = rows.get(slug=slug)
        return found


@transaction.atomic
def _record(
    term: Holding, heard: Heard, sender: Person | None, told_at: datetime, at: Moment, slug: str
) -> Knowledge:
    unit, account = term.office.unit, sender.account if sender else None
    if account is not None:
        _few_enough(account, unit.institution)
    what = Told(
        office=term.office_id,
        unit=unit.pk,
        who=heard.who,
        what=heard.what,
        suspect=heard.suspect.pk if heard.suspect else 0,
        channel=Channel.NETRAL if sender else heard.channel,
        election=heard.election,
        sender=account.pk if account else 0,
        shows_name=heard.shows_name,
    )
    house, sealed = unit.institution, vault().seal(asdict(what), f"knowledge {slug}")
    by = (sender or term.person).account_id or 0
    act = blind(act="knowledge.told", slug=slug, sealed=sealed, institution=house, by=by, ref=None)
    made: Knowledge = Knowledge.objects.create(
        institution=house,
        slug=slug,
        unit_mark=unit_mark(unit),
        sender_mark=sender_mark(house, account) if account else "",
        sealed=sealed,
        told_at=told_at,
        entry=record(act, institution=house, at=at),
    )
    if sender is None:
        _know(made, by, at)
    elif term.person.account:
        tell([term.person.account], house, at, slug, "told")
    return made


def _few_enough(account: User, house: Institution) -> None:
    """Refuse to flood a head: every report starts a clock. The account is held meanwhile."""
    user = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    if count_open(house, user) >= OPEN_AT_ONCE:
        raise TooManySent(most=OPEN_AT_ONCE)


def _know(knowledge: Knowledge, by: int, at: Moment) -> None:
    """Note that an account knows; the first time is the time of knowing."""
    first = knowledge.known_at is None
    step = Step.OPENED if first else Step.TAKEN_OVER
    add_step(knowledge, Taken(step=step, on=at.local().date(), by=by, at=at.acted), at)
    if first:
        knowledge.known_at = at.acted
        knowledge.save(update_fields=("known_at",))


@transaction.atomic
def open_knowledge(*, knowledge: Knowledge, seat: Seat) -> None:
    """Let the head read what was told, and record since when the head knows; once a person."""
    row = held(knowledge, seat)
    if not knows(steps(row), seat.user):
        _know(row, seat.user.pk, seat.at)
