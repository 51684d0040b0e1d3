"""Keeping an open campaign true to the roster: joiners, leavers, transfers, leave, returns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction
from django.db.models import F

from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs import queries as orgs
from netral.orgs.core import Service
from netral.orgs.models import Person
from netral.pacts.actions.asking import ask
from netral.pacts.core import Roll, State, level_measure, settled
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.tallies import actions as tallies
from netral.tenancy.models import Institution

PART: Final = 500  # rows in one statement
ROSTER: Final = "system:roster"  # the actor of moves that follow the roster


@dataclass(frozen=True, slots=True)
class Change:
    """What the roster changes about one pledge."""

    pk: int
    before: State
    after: State
    unit_before: int
    unit_after: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many people the roster changed, by what happened to them."""

    joined: int = 0
    left: int = 0
    returned: int = 0
    on_leave: int = 0
    transferred: int = 0

    def __bool__(self) -> bool:
        return any((self.joined, self.left, self.returned, self.on_leave, self.transferred))


def reconcile(*, campaign: Campaign, at: Moment, by: str = ROSTER) -> Reconciled:
    """Bring the pledges of an open campaign in line with the roster; a second time does nothing.

    Units that moved in the tree are rolled up again afterwards, in a transaction of its own: it
    keeps signers waiting, and must not hold their pledges meanwhile.
    """
    done = _follow(campaign, at, by)
    tallies.reroll(institution=campaign.institution, board=campaign.board)
    return done


def due() -> list[Campaign]:
    """Return the open campaigns whose roster has changed since they were reconciled."""
    rows = Campaign.objects.filter(stage=Campaign.Stage.OPEN).exclude(
        roster_version=F("institution__roster_version")
    )
    return list(rows.select_related("institution", "entry").order_by("pk"))


@transaction.atomic
def _follow(campaign: Campaign, at: Moment, by: str) -> Reconciled:
    rows = Campaign.objects.of(campaign.institution_id).select_for_update(of=("self",))
    held: Campaign = rows.select_related("institution", "entry").get(pk=campaign.pk)
    if held.stage != Campaign.Stage.OPEN:
        return Reconciled()
    version = Institution.objects.get(pk=held.institution_id).roster_version
    # Sets of ids in memory: a join that asks who is missing depends on fresh statistics, which
    # a database that was filled a minute ago does not have.
    people = orgs.audience(held.institution, held.audience)
    audience = set(people.order_by().values_list("pk", flat=True))
    rolls = _rolls(held, audience)
    changes = _changes(held, rolls)
    joiners = sorted(audience - rolls.keys())
    done = Reconciled()
    if changes or joiners:
        done = _write(held, changes, joiners, at=at, by=by)
    Campaign.objects.of(held.institution_id).filter(pk=held.pk).update(roster_version=version)
    campaign.roster_version = version
    return done


def _write(
    campaign: Campaign, changes: Sequence[Change], joiners: Sequence[int], *, at: Moment, by: str
) -> Reconciled:
    found = _kinds(changes)
    entry = record(
        Act(
            act="campaign.reconciled",
            actor=by,
            ref=bytes(campaign.entry.ref),
            fields={"detail": {"changed": len(changes), "joined": len(joiners), **found}},
        ),
        institution=campaign.institution,
        at=at,
    )
    _apply(campaign, changes, entry, at)
    for part in parts(joiners, PART):
        people = Person.objects.of(campaign.institution_id).filter(pk__in=part)
        ask(campaign=campaign, people=people, entry=entry, on=at.local().date())
    return Reconciled(joined=len(joiners), **found)


def _rolls(campaign: Campaign, audience: AbstractSet[int]) -> dict[int, tuple[int, Roll]]:
    """Return by person the pledge and what the roster says of the person."""
    events = PledgeEvent.objects.of(campaign.institution_id).filter(
        pledge__campaign=campaign, after=State.ON_LEAVE
    )
    by_hand = set(events.exclude(by=ROSTER).values_list("pledge_id", flat=True))
    rows = Pledge.objects.of(campaign.institution_id).filter(campaign=campaign).order_by()
    columns = ("pk", "person_id", "state", "unit_id", "person__unit_id", "person__service")
    return {
        person: (
            pk,
            Roll(
                state=State(state),
                unit=unit,
                home=home,
                in_audience=person in audience,
                on_leave=service == Service.LEAVE,
                by_hand=pk in by_hand,
            ),
        )
        for pk, person, state, unit, home, service in rows.values_list(*columns)
    }


def _changes(campaign: Campaign, rolls: Mapping[int, tuple[int, Roll]]) -> list[Change]:
    """Find the pledges that the roster contradicts, and hold them until the act is done.

    They are judged again as they stand once they are held: somebody may have signed meanwhile.
    """
    suspect = {pk: roll for pk, roll in rolls.values() if settled(roll) != (roll.state, roll.unit)}
    pks = sorted(suspect)
    found = []
    for part in parts(pks, PART):
        rows = Pledge.objects.of(campaign.institution_id).filter(pk__in=part).order_by("pk")
        held = list(rows.select_for_update().values_list("pk", "state", "unit_id"))
        levels = _levels(campaign, [pk for pk, state, _ in held if state == State.SIGNED])
        for pk, state, unit in held:
            roll = replace(suspect[pk], state=State(state), unit=unit)
            after, unit_after = settled(roll)
            if (after, unit_after) != (roll.state, unit):
                change = Change(pk, roll.state, after, unit, unit_after, levels.get(pk))
                found.append(change)
    return found


def _levels(campaign: Campaign, pks: Sequence[int]) -> dict[int, int]:
    """Return the levels of the signatures under these pledges.

    Asked after the pledges are held: a join in the statement that waits for them would still
    miss a signature that was committed meanwhile.
    """
    rows = Signature.objects.of(campaign.institution_id).filter(pledge_id__in=pks)
    return dict(rows.values_list("pledge_id", "level"))


def _apply(campaign: Campaign, changes: Sequence[Change], entry: Entry, at: Moment) -> None:
    Pledge.objects.bulk_update(
        [Pledge(pk=c.pk, state=c.after, unit_id=c.unit_after) for c in changes],
        ["state", "unit"],
        batch_size=300,
    )
    PledgeEvent.objects.bulk_create(
        [
            PledgeEvent(
                institution_id=campaign.institution_id,
                pledge_id=c.pk,
                before=c.before,
                after=c.after,
                unit_before_id=c.unit_before if c.unit_before != c.unit_after else None,
                by=ROSTER,
                at=at.acted,
                entry=entry,
            )
            for c in changes
        ],
        batch_size=500,
    )
    counts = [part for c in changes for part in _counts(c)]
    tallies.post(institution=campaign.institution, board=campaign.board, changes=counts)


def _counts(change: Change) -> list[tuple[int, str, int]]:
    """Take the person out of one counter and into another, with the level of a signature."""
    changes = [
        (change.unit_before, change.before.value, -1),
        (change.unit_after, change.after.value, 1),
    ]
    if change.level is not None:
        level = level_measure(change.level)
        changes += [(change.unit_before, level, -1), (change.unit_after, level, 1)]
    return changes


def _kinds(changes: Sequence[Change]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for change in changes:
        if change.before is State.LEFT:
            found["returned"] += 1
        elif change.after is State.LEFT:
            found["left"] += 1
        elif change.after is State.ON_LEAVE and change.before is not State.ON_LEAVE:
            found["on_leave"] += 1
        elif change.before is State.ON_LEAVE and change.after is not State.ON_LEAVE:
            found["returned"] += 1
        else:
            found["transferred"] += 1
    return dict(found)
