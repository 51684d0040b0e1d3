"""What can be erased of entries, and where it stands otherwise."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from netral.kernel.canon import canonical
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries.fsck.records import about
from netral.ledger.queries.openings import openings
from netral.tenancy.models import Institution

PERSON: Final = ("subject", "person")  # the fields that name whom an act is about
KEPT: Final = frozenset({"erasure/1", "sealed/1"})  # the one says what is gone, the other is opened


def erasable(entry: Entry) -> list[str]:
    """Return the fields of an entry that still hold a value, in order."""
    if entry.kind in KEPT:
        return []
    return [each.field for each in openings(entry) if each.value is not None]


def about_person(person: str, institution: Institution) -> QuerySet[Entry]:
    """Return the entries that are about somebody, `person:12`, as far as they say so."""
    rows = Disclosure.objects.filter(field__in=PERSON, value=canonical(person))
    found: QuerySet[Entry] = Entry.objects.of(institution).filter(disclosures__in=rows)
    return found.order_by("pk")


def records(entry: Entry) -> Iterator[str]:
    """Yield the records that stand on an entry, where the same may be said once more."""
    for kept, row in about(entry):
        yield f"{kept.label} {row.pk}"
