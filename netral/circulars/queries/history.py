"""How far the history of a circular has come, and who wrote it."""

from netral.circulars.models import Circular
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.tenancy.models import TenantQuerySet


def _entries(circular: Circular) -> TenantQuerySet[Entry]:
    found: TenantQuerySet[Entry] = Entry.objects.of(circular.institution_id).filter(
        ref=circular.entry.ref
    )
    return found


def last_number(circular: Circular) -> int:
    """Return the number of the last entry in the history of a circular."""
    return _entries(circular).order_by("-number").values_list("number", flat=True)[0]


def changed_since(circular: Circular, seen: int) -> bool:
    """Tell whether its text was written anew after entry `seen` of its history."""
    return _entries(circular).filter(number__gt=seen, act="circular.changed").exists()


def others_since(circular: Circular, seen: int, by: str) -> bool:
    """Tell whether somebody other than `by` has acted on it after entry `seen`."""
    return any(
        fields(entry).get("actor") != by for entry in _entries(circular).filter(number__gt=seen)
    )
