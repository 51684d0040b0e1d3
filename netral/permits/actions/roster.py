"""Unpaid leave and the roster: on leave from its first day, back after its last, once each.

Who gives a part of the leave back is on leave until the new last day.
"""

from typing import Final

import structlog
from django.db import transaction
from django.db.models import F

from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import held
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
    away = leaves.filter(roster=Roster.ON_LEAVE)
    over = away.filter(last_on__lt=today)
    shorter = away.filter(last_on__gte=today, person__leave_until__gt=F("last_on"))
    joined = ("institution", "person__unit", "person__institution")
    done = [_begin(permit, at) for permit in begun.select_related(*joined)]
    done += [_finish(permit, at) for permit in over.select_related(*joined)]
    done += [_shorten(permit, at) for permit in shorter.select_related(*joined)]
    return sum(done)


@transaction.atomic
def _begin(permit: Permit, at: Moment) -> bool:
    """Put the person on leave, unless the roster has them away already."""
    person = Person.objects.select_related("institution", "unit").get(pk=permit.person_id)
    free = person.service == Service.ACTIVE
    if not _claim(permit, Roster.ON_LEAVE if free else Roster.LEFT_ALONE):
        return False
    if free:
        leave(person=person, leaving=_leaving(permit), by=BY, at=at)
    return free


@transaction.atomic
def _shorten(permit: Permit, at: Moment) -> bool:
    """Note the earlier last day, unless somebody has changed the roster since."""
    held(permit.institution_id)  # of two workers the second sees what the first has noted
    person = Person.objects.select_related("institution", "unit").get(pk=permit.person_id)
    if not _is_ours(person, permit) or person.leave_until == permit.last_on:
        return False
    leave(person=person, leaving=_leaving(permit), by=BY, at=at)
    return True


@transaction.atomic
def _finish(permit: Permit, at: Moment) -> bool:
    """Bring the person back, unless somebody has changed the roster since."""
    person = Person.objects.select_related("institution", "unit").get(pk=permit.person_id)
    ours = _is_ours(person, permit)
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


def _leaving(permit: Permit) -> Leaving:
    return Leaving(service=Service.LEAVE, note=mark(permit), until=permit.last_on)


def _is_ours(person: Person, permit: Permit) -> bool:
    """Tell whether the roster still has the person away for this very permit."""
    return bool(person.service == Service.LEAVE and person.service_note == mark(permit))


def mark(permit: Permit) -> str:
    """Return the note by which the roster tells this leave from every other."""
    return f"Cuti di luar tanggungan negara, {permit.number}"
