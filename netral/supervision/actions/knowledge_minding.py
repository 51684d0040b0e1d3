"""What happens by itself: reminders without content, and clocks that nobody can go on with."""

from datetime import timedelta

import structlog
from django.db import transaction

from netral.access.models import User
from netral.calendar.queries import week
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.orgs.models import Holding, Person
from netral.orgs.queries import holdings_on
from netral.supervision.actions.knowledge_steps import add_step, close
from netral.supervision.actions.referral_telling import tell
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.knowledge import Step
from netral.supervision.models import Knowledge, Referral
from netral.supervision.queries.knowledge_clock import due_of, is_open_to, suspect_of
from netral.supervision.queries.referral_people import concern, suspect_now, takers
from netral.supervision.queries.referral_vault import Taken, sent, steps, told
from netral.tenancy.models import Institution

log = structlog.get_logger()
SOON = timedelta(days=1)  # before its day
AGAIN = 5  # working days between two reminders of what is late


def mind(institution: Institution, at: Moment) -> int:
    """Remind heads and desks, and hand on what nobody can go on with; return how many those were.

    It may run at any time: a message is queued once for each stage.
    """
    rows = Knowledge.objects.of(institution).filter(closed_at=None)
    done = 0
    for row in rows.select_related("institution", "entry").prefetch_related("steps"):
        heads, hidden = _heads(row, at)
        if heads:
            _remind(row, heads, at)
        elif hidden or due_of(row).late(at.local().date()):
            done += _hand_on(row, at)
    _remind_desks(institution, at)
    return done


def _heads(row: Knowledge, at: Moment) -> tuple[list[User], bool]:
    """Return who holds the office and may see it, and whether somebody holds it who may not."""
    terms = Holding.objects.filter(
        holdings_on(at.local().date()), office=told(row).office, person__account__isnull=False
    )
    users = [term.person.account for term in terms.select_related("person__account")]
    seen = [user for user in users if user is not None and is_open_to(row, user)]
    return seen, len(seen) < len(users)


def _remind(row: Knowledge, heads: list[User], at: Moment) -> None:
    """Remind on the day before, and each working week after."""
    now, today = due_of(row), at.local().date()
    if now.by is None or today < now.by - SOON:
        return
    late = week(row.institution).between(now.by, today).count
    stage = f"late {late // AGAIN}" if now.late(today) else "soon"
    tell(heads, row.institution, at, row.slug, now.by, stage)


def _hand_on(row: Knowledge, at: Moment) -> int:
    """Hand to the Inspektorat what the office's holder may not see, or what a vacancy leaves late.

    It goes out in the name of whoever knew of it last, else of whoever told.
    """
    what, done = told(row), steps(row)
    by = done[-1].by if done else what.sender
    rows = Person.objects.of(row.institution).select_related("unit", "institution", "account")
    sender = rows.filter(account=by).first()
    if sender is None:
        return 0
    found = Referring(
        who=what.who,
        what=what.what,
        once=row.slug,
        suspect=rows.filter(pk=suspect_of(what, done)).first(),
        wished=Desk.INSPECTORATE,
        election=what.election,
        superior_involved=True,
        shows_name=what.shows_name,
        as_head=True,
        unit=what.unit,
        knowledge=row,
    )
    try:
        with transaction.atomic():
            refer(sender=sender, referring=found, at=at)
            today = at.local().date()
            add_step(row, Taken(step=Step.REFERRED, on=today, by=0, at=at.acted), at)
            close(row, at)
    except Refusal as refusal:
        log.info("knowledge.not_handed_on", knowledge=row.pk, problem=refusal.code)
        return 0
    return 1


def _remind_desks(institution: Institution, at: Moment) -> None:
    """Remind a desk of what it has not taken by its day, and the Inspektorat with it."""
    today = at.local().date()
    rows = Referral.objects.of(institution).filter(state=ReferralState.SENT, due_on__lt=today)
    for row in rows.select_related("institution").prefetch_related("events"):
        about = concern(sent(row), suspect_now(row), today)
        for desk in {Desk(row.desk), Desk.INSPECTORATE}:
            late = week(institution).between(row.due_on or today, today).count
            users = takers(institution, desk, about, at)
            tell(users, institution, at, row.slug, desk, f"late {late // AGAIN}")
