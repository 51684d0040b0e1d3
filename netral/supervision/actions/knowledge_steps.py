"""The steps of the head's clock: each sealed, each bound in the history of its suspicion."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.ledger.actions import record
from netral.orgs.models import Holding, Person
from netral.supervision.actions.referral_proof import blind
from netral.supervision.core.knowledge import COURSE, LAST, Step, may_follow
from netral.supervision.errors import (
    NobodyNamed,
    NotOfYourUnit,
    NotTheTurn,
    NotYet,
    OutsideTheWindow,
)
from netral.supervision.models import Knowledge, KnowledgeStep
from netral.supervision.queries.knowledge_clock import knowledge_for, knows, suspect_of
from netral.supervision.queries.knowledge_law import examination_window, window_words
from netral.supervision.queries.referral_vault import (
    Taken,
    Told,
    step_place,
    steps,
    told,
    vault,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A step before it is recorded; `seen` is how many steps the page showed."""

    step: Step
    seen: int
    on: date | None = None  # today, if none
    meets_on: date | None = None
    note: str = ""
    suspect: Person | None = None


@transaction.atomic
def take_step(*, knowledge: Knowledge, taking: Taking, seat: Seat) -> Knowledge:
    """Record one step of the clock.

    Raises:
        NotTheTurn: it does not follow, or the page was older than the record.
        NobodyNamed: a summons for nobody.
        NotOfYourUnit: the person named does not serve below.
        NotYet: in the future, or before what was done.
        OutsideTheWindow: an examination outside art. 26(2), as it is read here.
    """
    row = held(knowledge, seat)
    done = steps(row)
    if len(done) != taking.seen or not knows(done, seat.user):
        raise NotTheTurn
    if taking.step is Step.REFERRED or not may_follow([e.done for e in done], taking.step):
        raise NotTheTurn
    add_step(row, _checked(row, done, taking, seat), seat.at)
    if taking.step in LAST:
        close(row, seat.at)
    return row


def _checked(row: Knowledge, done: list[Taken], taking: Taking, seat: Seat) -> Taken:
    """Return the step if its person and days can be."""
    what, today = told(row), seat.at.local().date()
    if taking.suspect is not None:
        require_below(taking.suspect, holding(what, seat))
    if taking.step is Step.SUMMONED and not suspect_of(what, done):
        raise NobodyNamed
    first = max([row.told_at.astimezone(seat.at.local().tzinfo).date(), *_days(done)])
    on = taking.on or today
    if taking.step is Step.MISSED:
        on = next(e.meets_on for e in reversed(done) if e.meets_on)
    if not first <= on <= today:
        raise NotYet(first=first, last=today)
    if taking.step is Step.SUMMONED:
        _require_window(on, taking.meets_on, seat)
    return Taken(
        step=taking.step,
        on=on,
        by=seat.user.pk,
        at=seat.at.acted,
        meets_on=taking.meets_on if taking.step is Step.SUMMONED else None,
        note=taking.note,
        suspect=taking.suspect.pk if taking.suspect else 0,
    )


def _days(done: list[Taken]) -> list[date]:
    return [each.on for each in done if each.step in COURSE]


def _require_window(letter_on: date, meets_on: date | None, seat: Seat) -> None:
    found = examination_window(seat.institution, letter_on)
    if meets_on is None or meets_on <= letter_on or not found.holds(meets_on):
        raise OutsideTheWindow(window=window_words(found))


def require_below(person: Person, term: Holding) -> None:
    """Refuse somebody whom the holder of an office does not direct."""
    path = term.office.unit.path
    if person.pk == term.person_id or not person.unit.path.startswith(path):
        raise NotOfYourUnit


def holding(what: Told, seat: Seat) -> Holding:
    """Return the term under which the seated person answers."""
    held = Holding.objects.filter(office=what.office, person__account=seat.user)
    found: Holding = held.select_related("office__unit", "person__institution").order_by(
        "-starts_on"
    )[0]
    return found


def held(knowledge: Knowledge, seat: Seat) -> Knowledge:
    """Return the row as it is now, and keep others from changing it until the act is done."""
    rows = Knowledge.objects.of(seat.institution).select_for_update(of=("self",))
    row: Knowledge = rows.select_related("institution", "entry").get(pk=knowledge.pk)
    knowledge_for(seat, row.slug)  # whoever became the suspect meanwhile is out
    return row


def add_step(row: Knowledge, taken: Taken, at: Moment) -> None:
    """Seal a step and add it to the history of its record."""
    number = row.steps.count() + 1
    value = {
        "step": taken.step.value,
        "on": taken.on.isoformat(),
        "by": taken.by,
        "meets_on": taken.meets_on.isoformat() if taken.meets_on else "",
        "note": taken.note,
        "suspect": taken.suspect,
    }
    sealed = vault().seal(value, step_place(row.slug, number))
    act = blind(
        act="knowledge.stepped",
        slug=row.slug,
        sealed=sealed,
        institution=row.institution,
        by=taken.by,
        ref=bytes(row.entry.ref),
    )
    KnowledgeStep.objects.create(
        institution=row.institution,
        knowledge=row,
        number=number,
        sealed=sealed,
        at=at.acted,
        entry=record(act, institution=row.institution, at=at),
    )


def close(row: Knowledge, at: Moment) -> None:
    """Stop the clock."""
    row.closed_at = at.acted
    row.save(update_fields=("closed_at",))
