"""What a superior has said to a person about a clause or an act, for the chain "he knew"."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.supervision.core import GuidanceKind
from netral.supervision.models import Guidance


@dataclass(frozen=True, slots=True)
class Warned:
    """One note or warning: when it was given and first opened, and its entries in the ledger.

    The text is not here: `url` shows it to the person and to the giving office alone.
    """

    kind: GuidanceKind
    at: datetime
    seen_at: datetime | None
    entry: Entry
    seen_entry: Entry | None
    clause_id: int | None
    acts: tuple[str, ...]
    url: str


def warnings_for(
    person: Person, *, acts: Collection[str] = (), clause: int | None = None
) -> list[Warned]:
    """Return what was given to a person about the clause or any of the acts, oldest first.

    With neither, everything that was given.
    """
    rows = Guidance.objects.of(person.institution_id).filter(person=person)
    rows = rows.select_related("entry", "seen_entry").order_by("given_at", "pk")
    return [_warned(row) for row in rows if _speaks_of(row, set(acts), clause)]


def _speaks_of(row: Guidance, acts: set[str], clause: int | None) -> bool:
    if not acts and clause is None:
        return True
    return (clause is not None and row.clause_id == clause) or bool(acts & set(row.acts))


def _warned(row: Guidance) -> Warned:
    return Warned(
        kind=GuidanceKind(row.kind),
        at=row.given_at,
        seen_at=row.seen_at,
        entry=row.entry,
        seen_entry=row.seen_entry,
        clause_id=row.clause_id,
        acts=tuple(row.acts),
        url=reverse("supervision:guidance", kwargs={"slug": row.slug}),
    )
