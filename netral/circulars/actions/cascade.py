"""What heads and employees do with a circular: acknowledge, derive, state that they read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from netral.access.models import User
from netral.calendar.core.elections import Confidence
from netral.circulars.actions.drafts import Facts, draft
from netral.circulars.core import FROZEN, ItemState, Stage
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import AlreadyDerived, NotBound, NotOnYourDesk, WrongStage
from netral.circulars.models import CascadeItem, Circular, Reading
from netral.circulars.queries.stages import stage_word
from netral.circulars.queries.texts import clause_text
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record, record_all
from netral.orgs import queries as orgs
from netral.orgs.models import Holding, Person
from netral.tallies import actions as tallies


@transaction.atomic
def acknowledge(*, item: CascadeItem, user: User, at: Moment) -> CascadeItem:
    """State that the circular reached the unit; saying it again changes nothing."""
    holding = _head(item, user, at)
    rows = CascadeItem.objects.of(item.institution_id).filter(pk=item.pk)
    found: CascadeItem = rows.select_for_update(of=("self",)).select_related("circular").get()
    if found.acknowledged_at is not None:
        return found
    if found.circular.stage != Stage.PUBLISHED:
        raise WrongStage(stage=stage_word(found.circular))
    record(
        Act(
            act="circular.acknowledged",
            actor=f"user:{user.pk}",
            fields={"detail": {"circular": found.circular.text_sha256, "unit": item.unit.code}},
        ),
        institution=item.unit.institution,
        at=at,
    )
    found.state, found.acknowledged_at = ItemState.ACKNOWLEDGED, at.acted
    found.acknowledged_by = holding
    found.save()
    return found


@transaction.atomic
def derive(*, item: CascadeItem, user: User, at: Moment) -> Circular:
    """Begin the unit's own circular, prefilled from the parent, or return the one begun."""
    holding = _head(item, user, at)
    CascadeItem.objects.of(item.institution_id).select_for_update(of=("self",)).get(pk=item.pk)
    parent = Circular.objects.select_related("institution", "entry").get(pk=item.circular_id)
    if parent.stage != Stage.PUBLISHED:
        raise WrongStage(stage=stage_word(parent))
    begun = parent.derived.filter(unit_id=item.unit_id)
    if started := begun.exclude(stage__in=[Stage.SUPERSEDED, Stage.REVOKED]).first():
        if Stage(started.stage) in FROZEN:
            raise AlreadyDerived(number=started.number)
        return started
    return draft(
        institution=parent.institution,
        facts=_prefilled(parent, item, holding),
        by=f"user:{user.pk}",
        at=at,
        parent=parent,
    )


def _prefilled(parent: Circular, item: CascadeItem, holding: Holding) -> Facts:
    earlier = Circular.objects.of(item.institution_id).filter(
        parent=parent.supersedes, unit_id=item.unit_id, stage=Stage.PUBLISHED
    )
    own_basis = {
        "title": f"{parent.number or parent.subject} ({parent.institution.head_title})",
        "dated_on": parent.dated_on.isoformat() if parent.dated_on else "",
        "confidence": Confidence.FOUND.value,  # it stands here, signed
    }
    return Facts(
        unit=item.unit,
        subject=parent.subject,
        place=parent.place or parent.institution.place,
        signatory=holding,
        audience={"kinds": parent.audience.get("kinds", []), "units": [item.unit.path]},
        elections=parent.elections,
        bases=[*parent.bases, own_basis],
        recipients=[f"Seluruh pegawai {item.unit.name}"],
        pass_on_by=parent.pass_on_by,
        read_by=parent.read_by,
        supersedes=earlier.first() if parent.supersedes_id else None,
        clauses=[_restated(clause.pk, clause_text(clause)) for clause in parent.clauses.all()],
    )


def _restated(pk: int, clause: ClauseText) -> ClauseText:
    return ClauseText(
        kind=clause.kind,
        text=clause.text,
        conditions=clause.conditions,
        kinds=clause.kinds,
        phase=clause.phase,
        due_at=clause.due_at,
        restates=pk,
    )


def _head(item: CascadeItem, user: User, at: Moment) -> Holding:
    office = item.unit.offices.filter(is_head=True, closed_on=None).first()
    if office is None:
        raise NotOnYourDesk
    return orgs.acting(user, office, at.local().date())


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody states "sudah membaca" at a time."""

    person: Person
    read_at: datetime


def state_read(*, circular: Circular, person: Person, at: Moment) -> None:
    """State that the person has read the circular; saying it again changes nothing.

    Raises:
        NotBound: the circular is not in force or not addressed to the person.
    """
    bound = orgs.audience(circular.institution, circular.audience)
    if circular.stage != Stage.PUBLISHED or not bound.filter(pk=person.pk).exists():
        raise NotBound
    state_read_all(circular=circular, statements=[Statement(person, at.acted)], at=at)


def state_read_all(*, circular: Circular, statements: Sequence[Statement], at: Moment) -> int:
    """Record many statements of people in the audience; return how many were new."""
    for _ in range(3):
        try:
            return _state(circular, statements, at)
        except IntegrityError:
            continue  # somebody stated it meanwhile: look again who is left
    return 0


@transaction.atomic
def _state(circular: Circular, statements: Sequence[Statement], at: Moment) -> int:
    readings = Reading.objects.of(circular.institution_id).filter(circular=circular)
    if len(statements) == 1:
        readings = readings.filter(person=statements[0].person)
    said = set(readings.values_list("person_id", flat=True))
    new = [s for s in statements if s.person.pk not in said]
    entries = record_all(
        [_read(circular, statement) for statement in new],
        institution=circular.institution,
        at=at,
    )
    Reading.objects.bulk_create(
        [
            Reading(
                institution_id=circular.institution_id,
                circular=circular,
                person=statement.person,
                read_at=statement.read_at,
                entry=entry,
            )
            for statement, entry in zip(new, entries, strict=True)
        ],
        batch_size=500,
    )
    tallies.post(
        institution=circular.institution,
        board=circular.board,
        changes=[(statement.person.unit_id, "read", 1) for statement in new],
    )
    return len(new)


def _read(circular: Circular, statement: Statement) -> Act:
    return Act(
        act="circular.read",
        actor=f"user:{statement.person.account_id}",
        subject=f"person:{statement.person.pk}",
        fields={
            "detail": {"text": circular.text_sha256},
            "acted_at": statement.read_at.isoformat(),
        },
    )
