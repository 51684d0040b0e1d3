"""Asking people: making their pledges with one statement, however many they are."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from netral.ledger.models import Entry
from netral.orgs.core import Service
from netral.orgs.models import Holding, Person
from netral.pacts.core import State
from netral.pacts.models import Campaign, Pledge, Wave
from netral.tallies import actions as tallies


def ask(*, campaign: Campaign, people: QuerySet[Person], entry: Entry, on: date) -> int:
    """Make a pledge for everybody in `people`, count them, and return how many they are.

    None of them has one yet: the caller has seen to it. Asking the database for that in the same
    statement costs minutes where it has no statistics yet. The first wave that fits takes a
    person; whoever is on leave on `on` begins there.
    """
    rows = people.order_by().values_list(
        Value(campaign.institution_id),
        Value(campaign.pk),
        "pk",
        "unit_id",
        _wave(campaign, on),
        Case(
            When(service=Service.LEAVE, then=Value(State.ON_LEAVE.value)),
            default=Value(State.NOT_YET.value),
        ),
        Value(entry.pk),
    )
    _insert(rows.query)
    made = Pledge.objects.of(campaign.institution_id).filter(campaign=campaign, entry=entry)
    counted = made.order_by().values_list("unit_id", "state").annotate(n=Count("pk"))
    changes = [(unit, state, n) for unit, state, n in counted]
    tallies.post(institution=campaign.institution, board=campaign.board, changes=changes)
    return sum(n for _, _, n in changes)


def _wave(campaign: Campaign, on: date) -> Case:
    """Choose the wave: the heads' own for those who head a unit on the day."""
    terms = Holding.objects.of(campaign.institution_id).filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        person=OuterRef("pk"),
        office__is_head=True,
        starts_on__lte=on,
    )
    waves = list(Wave.objects.of(campaign.institution_id).filter(campaign=campaign))
    heads = [wave for wave in waves if wave.group == Wave.Group.HEADS]
    everyone = next(wave for wave in waves if wave.group == Wave.Group.EVERYONE)
    cases = [When(Exists(terms), then=Value(heads[0].pk))] if heads else []
    return Case(*cases, default=Value(everyone.pk))


def _insert(query: Any) -> None:
    """Let the database make the rows: 12,000 people never pass through Python."""
    select, values = query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pacts_pledge "  # the SELECT is Django's own
            "(institution_id, campaign_id, person_id, unit_id, wave_id, state, entry_id) "
            f"{select}",
            values,
        )
