"""People: adding, correcting, moving, leaving and coming back, one at a time or in bulk."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.history import event, fresh, note
from netral.orgs.actions.institutions import touch
from netral.orgs.actions.seats import rehome
from netral.orgs.core import PLAIN, SERVING, PersonFacts, Service
from netral.orgs.core.identity import check_number, mask
from netral.orgs.core.oddities import REASON_WORDS, Odd
from netral.orgs.errors import IdentityTaken, IdentityWrong, NotServing, UnitClosed
from netral.orgs.models import Person, PersonEvent, Unit
from netral.orgs.queries.rosters import vault
from netral.tenancy.models import Institution


def add_person(
    *, institution: Institution, unit: Unit, facts: PersonFacts, by: str, at: Moment
) -> Person:
    """Put one person on the roster, under a number that can be right."""
    try:
        check_number(
            facts.identity,
            facts.kind,
            today=at.local().date(),
            impossible=settings.DEMO or settings.TESTING,
        )
    except Odd as odd:
        reason = gettext(REASON_WORDS[odd.reason]).format(**odd.facts)
        raise IdentityWrong(identity=facts.identity, reason=reason) from odd
    return add_people(institution=institution, rows=[(unit, facts)], by=by, at=at)[0]


@transaction.atomic
def add_people(
    *,
    institution: Institution,
    rows: Sequence[tuple[Unit, PersonFacts]],
    by: str,
    at: Moment,
) -> list[Person]:
    """Put many people on the roster as one act; all or none.

    Raises:
        IdentityTaken: a number is on the roster already, or twice among the rows.
    """
    touch(institution)
    _all_new(institution, rows)
    entry = record(
        Act(act="person.added", actor=by, fields={"detail": {"people": len(rows)}}),
        institution=institution,
        at=at,
    )
    people = Person.objects.bulk_create(
        [_person(institution, unit, facts, entry) for unit, facts in rows], batch_size=500
    )
    PersonEvent.objects.bulk_create(
        [event(p, "joined", {}, {"unit": p.unit_id}, entry, at) for p in people], batch_size=500
    )
    return people


def _all_new(institution: Institution, rows: Sequence[tuple[Unit, PersonFacts]]) -> None:
    numbers = [facts.identity for _, facts in rows]
    seen: set[str] = set()
    for part in parts(numbers):
        known = Person.objects.of(institution).filter(identity__in=part)
        seen.update(known.values_list("identity", flat=True))
    for (unit, _), number in zip(rows, numbers, strict=True):
        if unit.valid_to is not None or unit.institution_id != institution.pk:
            raise UnitClosed(name=unit.name)
        if number in seen:
            raise IdentityTaken(identity=number)
        seen.add(number)


def _person(institution: Institution, unit: Unit, facts: PersonFacts, entry: Entry) -> Person:
    keys = vault()
    return Person(
        institution=institution,
        unit=unit,
        kind=facts.kind,
        identity=facts.identity,
        name=facts.name,
        title_front=facts.title_front,
        title_back=facts.title_back,
        position=facts.position,
        grade=facts.grade,
        email=facts.email,
        phone=facts.phone,
        service=facts.service,
        nik_cipher=keys.seal(facts.nik.encode()) if facts.nik else None,
        nik_hash=keys.mark(facts.nik),
        nik_mask=mask(facts.nik),
        entry=entry,
    )


@transaction.atomic
def change_person(*, person: Person, changes: Mapping[str, str], by: str, at: Moment) -> Person:
    """Correct what the roster says of a person; what stays the same is not recorded."""
    touch(person.institution)
    person = fresh(person)
    new = {k: v for k, v in changes.items() if k in PLAIN and getattr(person, k) != v}
    if not new:
        return person
    before = {name: getattr(person, name) for name in new}
    entry = note(person, act="person.corrected", detail={"fields": sorted(new)}, by=by, at=at)
    for name, value in new.items():
        setattr(person, name, value)
    person.save(update_fields=list(new))
    event(person, "corrected", before, new, entry, at).save()
    return person


@transaction.atomic
def transfer(*, person: Person, unit: Unit, by: str, at: Moment, basis: str = "") -> Person:
    """Move a serving person to another unit; offices held elsewhere run on until ended."""
    touch(person.institution)
    person = fresh(person)
    if Service(person.service) not in SERVING:
        raise NotServing(name=person.full_name)
    if unit.valid_to is not None or unit.institution_id != person.institution_id:
        raise UnitClosed(name=unit.name)
    if unit.pk == person.unit_id:
        return person
    entry = note(person, act="person.moved", detail={"unit": unit.code}, by=by, at=at)
    before = {"unit": person.unit_id, "unit_name": person.unit.name}
    person.unit = unit
    person.save(update_fields=["unit"])
    after = {"unit": unit.pk, "unit_name": unit.name, "basis": basis}
    event(person, "moved", before, after, entry, at).save()
    rehome([person], entry=entry, by=by, at=at)
    return person
