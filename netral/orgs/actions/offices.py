"""Offices and who holds them. A holder with an account receives the role for exactly the term.

Which terms exclude each other stands in `core.offices`; the law behind it is law.md §4.2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from netral.access import actions as access
from netral.access.core import NewGrant, Role
from netral.kernel.moment import Moment, midnight
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.history import fresh
from netral.orgs.actions.institutions import held, touch
from netral.orgs.core import CAPACITY_WORDS, SERVING, Capacity
from netral.orgs.core.offices import (
    LEANING,
    PRINCIPAL,
    Term,
    clash,
    first_day_without,
    needs_basis,
    needs_last_day,
)
from netral.orgs.errors import (
    BasisMissing,
    NobodyToStandFor,
    NotServing,
    OfficeClosed,
    OfficeHeld,
    OfficeTaken,
    TermBackwards,
    TermOver,
    TermUnbounded,
    UnitClosed,
)
from netral.orgs.models import Holding, Office, Person, Unit


@transaction.atomic
def add_office(
    *, unit: Unit, title: str, role: Role, by: str, at: Moment, is_head: bool = False
) -> Office:
    """Open an office in a unit; a unit has one head at most."""
    institution = unit.institution
    held(institution.pk)
    unit = Unit.objects.get(pk=unit.pk)
    if unit.valid_to is not None:
        raise UnitClosed(name=unit.name)
    same = Q(title=title) | Q(is_head=True) if is_head else Q(title=title)
    if other := unit.offices.filter(same, closed_on=None).first():
        raise OfficeTaken(unit=unit.name, title=other.title)
    if is_head:
        touch(institution)  # a new head owes what heads owe
    entry = record(
        Act(
            act="office.opened",
            actor=by,
            subject=f"unit:{unit.code}",
            fields={"detail": {"title": title, "role": role.value, "is_head": is_head}},
        ),
        institution=institution,
        at=at,
    )
    office, _ = Office.objects.update_or_create(
        institution=institution,
        unit=unit,
        title=title,
        defaults={"role": role, "is_head": is_head, "closed_on": None, "entry": entry},
    )  # an office that was closed opens again under its title
    return office


@transaction.atomic
def hand_over(  # noqa: PLR0913  # the term of an office is many facts
    *,
    office: Office,
    person: Person,
    capacity: Capacity,
    starts_on: date,
    ends_on: date | None,
    basis: str,
    by: str,
    at: Moment,
) -> Holding:
    """Give an office to a person for a term, and the role with it if the person has an account.

    Raises:
        OfficeHeld: the term excludes another one that has been recorded.
        NobodyToStandFor: Plh. or Pjs. without a holder to stand for.
    """
    held(office.institution_id)
    office, person = _as_it_is(office), fresh(person)
    term = Term(capacity, starts_on, ends_on)
    _plausible(office, person, term, basis)
    _fits(office, term)
    told, subject = _told(person, term, basis), f"office:{office.pk}"
    act = Act(act="office.handed_over", actor=by, subject=subject, fields=told)
    entry = record(act, institution=office.institution, at=at)
    holding = Holding.objects.create(
        institution=office.institution,
        office=office,
        person=person,
        basis=basis,
        entry=entry,
        **asdict(term),
    )
    if person.account_id is not None:  # without an account, the role comes with the account
        new = [role_of(holding, person.account_id)]
        access.grant_all(new, institution=office.institution, by=by, at=at, entry=entry)
    return holding


def _fits(office: Office, term: Term) -> None:
    """Refuse a term that excludes another, or a stand-in with nobody to stand for."""
    known = list(office.holdings.select_related("person"))
    for other in known:
        if clash(term, _term(other)):
            raise OfficeHeld(
                title=office.title,
                holder=other.person.full_name,
                capacity=CAPACITY_WORDS[Capacity(other.capacity)],
                starts_on=other.starts_on,
                ends_on=other.ends_on or "–",
            )
    if gap := first_day_without(term, [_term(other) for other in known]):
        word = CAPACITY_WORDS[term.capacity]
        raise NobodyToStandFor(capacity=word, title=office.title, on=gap)


def _told(person: Person, term: Term, basis: str) -> dict[str, object]:
    detail = {
        "person": person.pk,
        "capacity": term.capacity.value,
        "starts_on": term.starts_on.isoformat(),
        "ends_on": term.ends_on.isoformat() if term.ends_on else None,
        "basis": basis,
    }
    return {"detail": detail}


def role_of(holding: Holding, user_id: int) -> NewGrant:
    """Return the grant that a term carries for the holder's account."""
    office = holding.office
    zone = office.institution.zone
    return NewGrant(
        user_id,
        Role(office.role),
        office.unit.path,
        source(holding),
        midnight(holding.starts_on, zone),
        after(holding.ends_on, zone) if holding.ends_on else None,
    )


def source(holding: Holding) -> str:
    """Name the writer of a grant: the office and the term, since terms may run side by side."""
    return f"office:{holding.office_id}:{holding.pk}"


def after(day: date, zone: str) -> datetime:
    """Return the instant at which `day` is over in `zone`."""
    return midnight(day + timedelta(days=1), zone)


@transaction.atomic
def end_holding(*, holding: Holding, ends_on: date, by: str, at: Moment) -> Holding:
    """End a term on `ends_on`, the last day included; Plh. and Pjs. of that term end with it."""
    held(holding.institution_id)
    holding = Holding.objects.select_related("office__institution", "office__unit", "person").get(
        pk=holding.pk
    )
    if ends_on < holding.starts_on:
        raise TermBackwards(starts_on=holding.starts_on, ends_on=ends_on)
    if holding.ends_on is not None and holding.ends_on < ends_on:
        raise TermOver(ends_on=holding.ends_on)
    entry = record(
        Act(
            act="office.relieved",
            actor=by,
            subject=f"office:{holding.office_id}",
            fields={"detail": {"person": holding.person_id, "ends_on": ends_on.isoformat()}},
        ),
        institution=holding.office.institution,
        at=at,
    )
    cut([holding, *_leaning_on(holding, ends_on)], ends_on=ends_on, entry=entry)
    holding.refresh_from_db()
    return holding


def cut(holdings: Iterable[Holding], *, ends_on: date, entry: Entry) -> None:
    """End terms and their grants under an entry already written.

    A term that had not begun keeps its first day as its last, with a grant of no length.
    """
    for holding in holdings:
        last = max(ends_on, holding.starts_on)
        Holding.objects.filter(pk=holding.pk).update(ends_on=last, entry=entry)
        institution = holding.office.institution
        stop = after(ends_on, institution.zone)
        access.end_all([source(holding)], institution=institution, ends_at=stop)


def end_offices(  # called inside an act that has its entry already
    *, unit: Unit, on: date, entry: Entry, spare: Iterable[Office] = ()
) -> None:
    """Close the offices of a unit that ends on `on`, and every term that still runs there."""
    kept = {office.pk for office in spare}
    closing = [o for o in unit.offices.filter(closed_on=None) if o.pk not in kept]
    running = Holding.objects.filter(office__in=closing).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )
    terms = running.select_related("office__institution")
    cut(terms, ends_on=on - timedelta(days=1), entry=entry)
    Office.objects.filter(pk__in=[o.pk for o in closing]).update(closed_on=on, entry=entry)


@transaction.atomic
def close_office(*, office: Office, by: str, at: Moment) -> None:
    """Close one office from today on; the terms that run end yesterday."""
    held(office.institution_id)
    office = _as_it_is(office)
    if office.closed_on is not None:
        raise OfficeClosed(title=office.title, closed_on=office.closed_on)
    entry = record(
        Act(
            act="office.closed",
            actor=by,
            subject=f"office:{office.pk}",
            fields={"detail": {"title": office.title}},
        ),
        institution=office.institution,
        at=at,
    )
    others = office.unit.offices.exclude(pk=office.pk)
    end_offices(unit=office.unit, on=at.local().date(), entry=entry, spare=others)


def _as_it_is(office: Office) -> Office:
    """Read the office again, once nobody else can change it."""
    return Office.objects.select_related("unit", "institution").get(pk=office.pk)


def terms_of(people: Sequence[Person], on: date) -> list[Holding]:
    """Return the terms of people that run on `on` or later, with those that lean on them."""
    running = Q(ends_on=None) | Q(ends_on__gte=on)
    terms: list[Holding] = []
    for part in parts(people):
        found = Holding.objects.filter(running, person__in=part)
        terms += found.select_related("office__institution", "office__unit")
    return [term for own in terms for term in (own, *_leaning_on(own, on))]


def _leaning_on(holding: Holding, ends_on: date) -> list[Holding]:
    """Return the Plh. and Pjs. terms that stand for this one beyond its end."""
    if Capacity(holding.capacity) not in PRINCIPAL:
        return []
    running = Q(ends_on=None) | Q(ends_on__gt=ends_on)
    leaning = Holding.objects.filter(
        running,
        office=holding.office,
        capacity__in=[c.value for c in LEANING],
        starts_on__gte=holding.starts_on,
    )
    if holding.ends_on is not None:
        leaning = leaning.filter(starts_on__lte=holding.ends_on)
    return list(leaning.select_related("office__institution", "office__unit"))


def _plausible(office: Office, person: Person, term: Term, basis: str) -> None:
    if person.institution_id != office.institution_id or person.service not in SERVING:
        raise NotServing(name=person.full_name)
    if term.ends_on is not None and term.ends_on < term.starts_on:
        raise TermBackwards(starts_on=term.starts_on, ends_on=term.ends_on)
    if office.closed_on is not None and not (term.ends_on and term.ends_on < office.closed_on):
        raise OfficeClosed(title=office.title, closed_on=office.closed_on)
    word = CAPACITY_WORDS[term.capacity]
    if needs_last_day(term.capacity) and term.ends_on is None:
        raise TermUnbounded(capacity=word)
    if needs_basis(term.capacity) and not basis.strip():
        raise BasisMissing(capacity=word)


def _term(holding: Holding) -> Term:
    return Term(Capacity(holding.capacity), holding.starts_on, holding.ends_on)
