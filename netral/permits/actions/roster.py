"""Unpaid leave and the roster: on leave from its first day, back after its last, once each."""

from typing import Final

import structlog
from django.db import transaction

from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.orgs.actions.service import Leaving, bring_back, leave
from netral.orgs.core import Service
from netral.orgs.models import Person
from netral.permits.core import Kind, State
from netral.permits.models import Permit
from netral.tenancy.models import Institution

log = structlog.get_logger()
BY: Final = "system"
Roster = Permit.Roster


def follow(*, institution: Institution, at: Moment) -> int:
    """Bring the roster in line with unpaid leave that begins or is over on the local day."""
    today = at.local().date()
    leaves = Permit.objects.of(institution).filter(kind=Kind.CLTN)
    begun = leaves.filter(
        state=State.GRANTED, roster=Roster.UNTOUCHED, starts_on__lte=today, last_on__gte=today
    )
    over = leaves.filter(roster=Roster.ON_LEAVE, last_on__lt=today)
    joined = ("institution", "person__unit", "person__institution")
    done = [_begin(permit, at) for permit in begun.select_related(*joined)]
    done += [_finish(permit, at) for permit in over.select_related(*joined)]
    return sum(done)


@transaction.atomic
def _begin(permit: Permit, at: Moment) -> bool:
    """Put the person on leave, unless the roster has them away already."""
    person = Person.objects.select_related("institution", "unit").get(pk=permit.person_id)
    free = person.service == Service.ACTIVE
    if not _claim(permit, Roster.ON_LEAVE if free else Roster.LEFT_ALONE):
        return False
    if free:
        leaving = Leaving(service=Service.LEAVE, note=mark(permit), until=permit.last_on)
        leave(person=person, leaving=leaving, by=BY, at=at)
    return free


@transaction.atomic
def _finish(permit: Permit, at: Moment) -> bool:
    """Bring the person back, unless somebody has changed the roster since."""
    person = Person.objects.select_related("institution", "unit").get(pk=permit.person_id)
    ours = person.service == Service.LEAVE and person.service_note == mark(permit)
    if not _claim(permit, Roster.BACK if ours else Roster.LEFT_ALONE):
        return False
    if not ours:
        return False
    try:
        with transaction.atomic():
            bring_back(person=person, by=BY, at=at)
    except Refusal as refusal:  # the unit is closed: the personnel office has to choose another
        log.warning("permit.not_brought_back", permit=permit.pk, code=refusal.code)
        return False
    return True


def _claim(permit: Permit, to: Permit.Roster) -> bool:
    """Compare and set, so that two workers never do the same twice."""
    rows = Permit.objects.of(permit.institution_id).filter(pk=permit.pk, roster=permit.roster)
    return bool(rows.update(roster=to) == 1)


def mark(permit: Permit) -> str:
    """Return the note by which the roster tells this leave from every other."""
    return f"Cuti di luar tanggungan negara, {permit.number}"
