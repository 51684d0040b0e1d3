"""Meanings outlive the rows of a draft, which are written anew with every change of its text."""

from collections.abc import Sequence

from netral.circulars.models import Circular, Clause, ClauseMeaning


def meanings_of(circular: Circular) -> list[ClauseMeaning]:
    """Return the meanings of a circular's clauses, before the clauses go."""
    rows = ClauseMeaning.objects.of(circular.institution_id).filter(clause__circular=circular)
    return list(rows.select_related("clause").order_by("clause__order"))


def carry(read: Sequence[ClauseMeaning], clauses: Sequence[Clause]) -> None:
    """Give each meaning to the clause of the same words, else to the one in the same place.

    What was read of other words is shown as such until somebody has looked again.
    """
    free = {(clause.kind, clause.text): clause for clause in reversed(clauses)}
    heirs = [(row, free.pop((row.clause.kind, row.clause.text), None)) for row in read]
    places = {(clause.kind, clause.order): clause for clause in free.values()}
    kept = []
    for row, same in heirs:
        heir = same or places.pop((row.clause.kind, row.clause.order), None)
        if heir is not None:
            row.pk, row.clause = None, heir
            kept.append(row)
    ClauseMeaning.objects.bulk_create(kept)
