"""Who serves: going on leave, leaving for good, coming back."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.orgs.actions.history import event, fresh, note
from netral.orgs.actions.institutions import touch
from netral.orgs.actions.seats import rehome, unseat
from netral.orgs.core import SERVING, Service
from netral.orgs.errors import AlreadyServing, NotServing, UnitClosed
from netral.orgs.models import Person, Unit

# What an event of leaving is called in the person's history.
EVENTS: Final = {
    Service.LEAVE: "leave",
    Service.RETIRED: "retired",
    Service.DECEASED: "deceased",
    Service.ENDED: "ended",
    Service.MOVED: "moved_away",
    Service.ACTIVE: "returned",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Why somebody does not serve, or not now."""

    service: Service
    note: str = ""
    until: date | None = None  # of a leave


@transaction.atomic
def leave(*, person: Person, leaving: Leaving, by: str, at: Moment) -> Person:
    """Record that somebody goes on leave, or leaves for good.

    Who leaves for good loses the roles at once; terms in offices end with the day before.
    """
    touch(person.institution)
    person = fresh(person)
    if Service(person.service) not in SERVING:
        raise NotServing(name=person.full_name)
    detail = {"service": leaving.service.value}
    entry = note(person, act="person.left", detail=detail, by=by, at=at)
    before = {"service": person.service}
    person.service, person.service_note = leaving.service, leaving.note
    person.leave_until = leaving.until if leaving.service is Service.LEAVE else None
    person.save(update_fields=["service", "service_note", "leave_until"])
    event(person, EVENTS[leaving.service], before, _facts(leaving), entry, at).save()
    if leaving.service not in SERVING:
        unseat([person], entry=entry, at=at)
    return person


@transaction.atomic
def bring_back(*, person: Person, by: str, at: Moment, unit: Unit | None = None) -> Person:
    """Record that somebody serves again, after a leave or after having left."""
    touch(person.institution)
    person = fresh(person)
    if person.service == Service.ACTIVE:
        raise AlreadyServing(name=person.full_name)
    unit = unit or person.unit
    if unit.valid_to is not None or unit.institution_id != person.institution_id:
        raise UnitClosed(name=unit.name)
    entry = note(person, act="person.returned", detail={"unit": unit.code}, by=by, at=at)
    before = {"service": person.service, "unit": person.unit_id}
    person.service, person.service_note, person.leave_until = Service.ACTIVE, "", None
    person.unit = unit
    person.save(update_fields=["service", "service_note", "leave_until", "unit"])
    event(person, "returned", before, {"unit": unit.pk}, entry, at).save()
    rehome([person], entry=entry, by=by, at=at)
    return person


def _facts(leaving: Leaving) -> dict[str, str]:
    until = leaving.until.isoformat() if leaving.until else ""
    return {"service": leaving.service.value, "note": leaving.note, "until": until}
