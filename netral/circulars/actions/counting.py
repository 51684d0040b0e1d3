"""Counters of a circular's readers: who should read, who has stated it."""

from collections import Counter

from django.db import transaction
from django.db.models import Count

from netral.circulars.models import Circular, Reading
from netral.orgs import queries as orgs
from netral.tallies import actions as tallies
from netral.tenancy.models import Institution


def count_audience(circular: Circular) -> None:
    """Post how many people in each unit should read; called once, when it is published."""
    people = orgs.audience(circular.institution, circular.audience)
    rows = people.order_by().values_list("unit_id").annotate(n=Count("pk"))
    tallies.post(
        institution=circular.institution,
        board=circular.board,
        changes=[(unit, "audience", n) for unit, n in rows],
    )
    version = Institution.objects.get(pk=circular.institution_id).roster_version
    Circular.objects.of(circular.institution_id).filter(pk=circular.pk).update(
        roster_version=version
    )


@transaction.atomic
def recount(*, circular: Circular) -> int:
    """Make the counters what the roster says today, and return how many were wrong.

    A person who moved is counted, with the statement, where they serve now.
    """
    tallies.hold()
    people = orgs.audience(circular.institution, circular.audience)
    serves = dict(people.order_by().values_list("pk", "unit_id"))
    own: Counter[tuple[int, str]] = Counter((unit, "audience") for unit in serves.values())
    # Matched here: joined in PostgreSQL, before it knows how large the tables have become, the
    # rows of three tables are tried with each other.
    readings = Reading.objects.of(circular.institution_id).filter(circular=circular)
    for person in readings.values_list("person_id", flat=True):
        if person in serves:
            own[serves[person], "read"] += 1
    return tallies.rebuild(institution=circular.institution, board=circular.board, own=own)
