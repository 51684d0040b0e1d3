"""What every change of a person writes: an entry in the ledger, an event in the history."""

from collections.abc import Mapping
from typing import Any

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.models import Person, PersonEvent


def event(  # the columns of one event
    person: Person,
    what: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    entry: Entry,
    at: Moment,
) -> PersonEvent:
    """Build one event of the person's history, dated on the institution's clock."""
    return PersonEvent(
        institution_id=person.institution_id,
        person=person,
        what=what,
        before=dict(before),
        after=dict(after),
        at=at.acted,
        entry=entry,
    )


def fresh(person: Person) -> Person:
    """Read the person again inside the transaction."""
    return Person.objects.select_related("institution", "unit").get(pk=person.pk)


def note(person: Person, *, act: str, detail: Mapping[str, Any], by: str, at: Moment) -> Entry:
    """Record one act on one person."""
    return record(
        Act(act=act, actor=by, subject=f"person:{person.pk}", fields={"detail": dict(detail)}),
        institution=person.institution,
        at=at,
    )
