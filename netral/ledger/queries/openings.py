"""What is kept of the committed fields of entries: what opens them, as far as it was not erased."""

from collections import defaultdict
from collections.abc import Iterable

from netral.ledger.core.leaf import Kept
from netral.ledger.models import Disclosure, Entry


def openings_of(entries: Iterable[int]) -> dict[int, list[Kept]]:
    """Return the fields of some entries, by their keys, in the order of their types.

    An entry that came back from a copy of the log keeps none, and is left out.
    """
    rows = Disclosure.objects.filter(entry__in=list(entries)).order_by("pk")
    found: dict[int, list[Kept]] = defaultdict(list)
    # Without model instances: the check of a whole log reads millions.
    columns = rows.values_list("entry_id", "field", "digest", "salt", "value")
    for entry, field, digest, salt, value in columns:
        kept = Kept(field, bytes(digest))
        if salt is not None and value is not None:
            kept = Kept(field, kept.digest, bytes(salt), bytes(value))
        found[entry].append(kept)
    return found


def openings(entry: Entry) -> list[Kept]:
    """Return the fields of one entry."""
    return openings_of([entry.pk]).get(entry.pk, [])
