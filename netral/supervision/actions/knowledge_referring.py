"""Handing on what a head's clock holds: the head's clock stops, the desk's begins."""

from django.db import transaction

from netral.access.queries import Seat
from netral.orgs.models import Person
from netral.supervision.actions.knowledge_steps import add_step, close, held, holding
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core import Desk
from netral.supervision.core.knowledge import Step, may_follow
from netral.supervision.errors import NotTheTurn
from netral.supervision.models import Knowledge, Referral
from netral.supervision.queries.knowledge_clock import knows, suspect_of
from netral.supervision.queries.referral_vault import Taken, steps, told


@transaction.atomic
def refer_known(  # the wish of a form, and the page that showed it
    *,
    knowledge: Knowledge,
    note: str,
    wished: Desk,
    superior_involved: bool,
    seen: int,
    seat: Seat,
) -> Referral:
    """Refer what a head knows, with what the head found.

    Raises:
        NotTheTurn: it is closed, or the page was older than the record.
        NobodyToTake: everybody at the desks is concerned.
    """
    row = held(knowledge, seat)
    done, what = steps(row), told(row)
    fits = len(done) == seen and knows(done, seat.user)
    if not fits or not may_follow([e.done for e in done], Step.REFERRED):
        raise NotTheTurn
    term = holding(what, seat)
    about = Person.objects.select_related("unit", "institution").filter(pk=suspect_of(what, done))
    found = Referring(
        who=what.who,
        what="\n\n".join(part for part in (what.what, note) if part),
        once=row.slug,
        suspect=about.first(),
        wished=wished,
        election=what.election,
        superior_involved=superior_involved,
        as_head=True,
        unit=term.office.unit_id,
        knowledge=row,
    )
    made = refer(sender=term.person, referring=found, at=seat.at)
    today = seat.at.local().date()
    step = Taken(step=Step.REFERRED, on=today, by=seat.user.pk, at=seat.at.acted)
    add_step(row, step, seat.at)
    close(row, seat.at)
    return made
