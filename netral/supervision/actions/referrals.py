"""Handing a suspicion to a desk that is not the suspect's own line, and what the desk does."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from netral.access.models import User
from netral.calendar.core.days import WorkingDays
from netral.calendar.errors import HolidaysUnknown
from netral.calendar.queries import add_working_days
from netral.kernel.moment import Moment
from netral.ledger.actions import record
from netral.orgs.models import Person
from netral.supervision.actions.referral_proof import blind
from netral.supervision.actions.referral_telling import tell
from netral.supervision.core import Desk
from netral.supervision.core.referrals import SLUG_SIGNS, Concern, Suspect, desk_for
from netral.supervision.errors import NobodyToTake, TooManySent
from netral.supervision.models import Knowledge, Referral, ReferralEvent
from netral.supervision.queries.referral_mine import OPEN_AT_ONCE, count_open
from netral.supervision.queries.referral_people import concern, known, superiors, takers
from netral.supervision.queries.referral_vault import Sent, sender_mark, vault
from netral.supervision.reader.knowledge import book
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """A referral before it is sent. `once` belongs to one opened form."""

    who: str
    what: str
    once: str
    suspect: Person | None = None
    wished: Desk | None = None
    election: str = ""
    superior_involved: bool = False
    shows_name: bool = True
    as_head: bool = False
    unit: int = 0  # of the sender's office; the sender's own unit, if none
    knowledge: Knowledge | None = None


def refer(*, sender: Person, referring: Referring, at: Moment) -> Referral:
    """Hand a suspicion to a desk, exactly once for each opened form.

    Raises:
        NobodyToTake: everybody at both desks is concerned.
        TooManySent: enough of this person's reports wait.
    """
    house = sender.institution
    slug = vault().slug(SLUG_SIGNS, "referral", house.pk, sender.account_id, referring.once)
    rows = Referral.objects.of(house).select_related("institution", "entry")
    there: Referral | None = rows.filter(slug=slug).first()
    if there is not None:
        return there
    try:
        return _refer(sender, referring, at, slug)
    except IntegrityError:  # the other half of a double click was faster
        found: Referral = rows.get(slug=slug)
        return found


@transaction.atomic
def _refer(sender: Person, referring: Referring, at: Moment, slug: str) -> Referral:
    house = sender.institution
    user = User.objects.select_for_update(no_key=True).get(pk=sender.account_id or 0)
    own_clock = referring.knowledge is not None  # a head hands on however much it holds
    if not own_clock and count_open(house, user) >= OPEN_AT_ONCE:
        raise TooManySent(most=OPEN_AT_ONCE)
    what = _what(sender, referring, at)
    desk, told = _desk(house, what, referring.wished, at)
    sealed = vault().seal(asdict(what), f"referral {slug}")
    act = blind(
        act="referral.sent", slug=slug, sealed=sealed, institution=house, by=user.pk, ref=None
    )
    entry = record(act, institution=house, at=at)
    made: Referral = Referral.objects.create(
        institution=house,
        slug=slug,
        desk=desk,
        sealed=sealed,
        sender_mark=sender_mark(house, user),
        knowledge=referring.knowledge,
        sent_at=at.acted,
        due_on=first_step_due(house, at),
        entry=entry,
    )
    event = seal_event(made, "sent", user.pk)
    ReferralEvent.objects.create(
        institution=house, referral=made, before="", after=made.state, sealed=event,
        at=at.acted, entry=entry,
    )  # fmt: skip
    tell(told, house, at, slug, "sent")
    return made


def _what(sender: Person, referring: Referring, at: Moment) -> Sent:
    """Freeze what is told, and whom it keeps out from today on."""
    today, suspect = at.local().date(), referring.suspect
    concerned = referring.superior_involved or bool(suspect and known(suspect, today).heads)
    about = suspect or sender
    return Sent(
        who=referring.who,
        what=referring.what,
        unit=referring.unit or sender.unit_id,
        suspect=suspect.pk if suspect else 0,
        election=referring.election,
        sender=sender.account_id or 0,
        shows_name=referring.shows_name,
        as_head=referring.as_head,
        superior_involved=referring.superior_involved,
        excluded=tuple(sorted(set(superiors(about, today)))) if concerned else (),
    )


def _desk(
    house: Institution, what: Sent, wished: Desk | None, at: Moment
) -> tuple[Desk, list[User]]:
    """Return the desk and who may take it there; where nobody may, the other desk."""
    today = at.local().date()
    about = concern(what, what.suspect, today)
    person = Person.objects.select_related("unit", "institution").filter(pk=what.suspect).first()
    facts = known(person, today).facts if person else Suspect()
    first = desk_for(facts, superior_involved=what.superior_involved, wished=wished)
    return with_takers(house, first, about, at)


def with_takers(
    house: Institution, first: Desk, about: Concern, at: Moment
) -> tuple[Desk, list[User]]:
    """Return the first desk at which somebody may take it.

    Raises:
        NobodyToTake: there is none. What went to the Inspektorat never falls back to a desk that
            may be concerned.
    """
    for desk in [first] if first is Desk.INSPECTORATE else [first, Desk.INSPECTORATE]:
        if found := takers(house, desk, about, at):
            return desk, found
    raise NobodyToTake


def first_step_due(house: Institution, at: Moment) -> date | None:
    """Return by when the desk takes it; None where a year's holidays are unknown."""
    days = WorkingDays(book().days["desk_first_step"].count)
    try:
        return add_working_days(house, at.local().date(), days)
    except HolidaysUnknown:
        return None


def seal_event(
    referral: Referral, what: str, by: int, *, note: str = "", outcome: str = "", suspect: int = 0
) -> bytes:
    """Seal what happened at the desk."""
    value = {"what": what, "by": by, "note": note, "outcome": outcome, "suspect": suspect}
    return vault().seal(value, f"event {referral.slug}")
