"""One entry as everybody may see it: its leaf, and where that stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry, Place
from netral.tenancy.models import Institution
from netral.transparency.core.leaves import leaf_hash


@dataclass(frozen=True, slots=True)
class Shown:
    """The public part of an entry; `index` is None while it waits for its place."""

    pk: int
    institution: Institution
    kind: str
    logged_at: datetime
    leaf: Mapping[str, Any]
    text: str  # the octets that are hashed: ASCII by their format
    hash: str
    index: int | None


def shown(spelled: str) -> Shown | None:
    """Return the entry whose leaf has this hash; None if there is none."""
    octets = leaf_hash(spelled)
    if octets is None:
        return None
    found = Entry.objects.filter(leaf_hash=octets).select_related("institution").first()
    if found is None:
        return None
    text = bytes(found.leaf).decode()
    place = Place.objects.filter(entry=found).values_list("index", flat=True).first()
    return Shown(
        pk=found.pk,
        institution=found.institution,
        kind=found.kind,
        logged_at=found.logged_at,
        leaf=json.loads(text),
        text=text,
        hash=b64u(octets),
        index=place,
    )
