"""The roles that follow people: the employee's own, and those of the offices they hold."""

from collections.abc import Sequence
from datetime import timedelta

from netral.access import actions as access
from netral.access.core import NewGrant, Role
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.actions.offices import cut, terms_of
from netral.orgs.models import Person


def unseat(people: Sequence[Person], *, entry: Entry, at: Moment) -> None:
    """End the terms and the employee's roles of people who left, inside the act of leaving."""
    if not people:
        return
    today = at.local().date()
    cut(terms_of(people, today), ends_on=today - timedelta(days=1), entry=entry)
    access.end_all([own(p) for p in people], institution=people[0].institution, ends_at=at.acted)


def rehome(people: Sequence[Person], *, entry: Entry, by: str, at: Moment) -> None:
    """Let the employee's role of people with an account follow them to their unit."""
    seated = [p for p in people if p.account_id is not None]
    if not seated:
        return
    institution = seated[0].institution
    access.end_all([own(p) for p in seated], institution=institution, ends_at=at.acted)
    grants = employee_grants(seated, at)
    access.grant_all(grants, institution=institution, by=by, at=at, entry=entry)


def employee_grants(people: Sequence[Person], at: Moment) -> list[NewGrant]:
    """Return the employee's role for each person with an account, over the person's unit."""
    return [
        NewGrant(p.account_id, Role.EMPLOYEE, p.unit.path, own(p), at.acted)
        for p in people
        if p.account_id is not None
    ]


def own(person: Person) -> str:
    """Name the source of the role that a person has as an employee."""
    return f"person:{person.pk}"
