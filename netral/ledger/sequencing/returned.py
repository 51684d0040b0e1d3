"""Rows for leaves that come back from a copy of the log: what can be known of an act without it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings

from netral.ledger.core import sealed
from netral.ledger.core.leaf import unb64u
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import TYPES, Form
from netral.ledger.errors import MirrorWrong
from netral.ledger.models import Entry
from netral.tenancy.models import Institution


@dataclass(slots=True)
class Returning:
    """Makes rows, and keeps account of what does not fit into them."""

    houses: dict[str, Institution]
    made: int = 0
    doubled: list[str] = field(default_factory=list)  # steps that two leaves claim to be
    homeless: int = 0  # leaves that name no institution
    strangers: set[str] = field(default_factory=set)  # codes that no institution has

    @classmethod
    def begin(cls) -> "Returning":
        """Return one that knows the institutions of the database."""
        return cls({each.code: each for each in Institution.objects.defer("emblem")})

    def rows(self, leaves: Sequence[bytes]) -> list[int]:
        """Return the keys of the entries of `leaves`, in order; those that are missing are made.

        Raises:
            MirrorWrong: one is no leaf of this log.
        """
        hashes = list(map(leaf_hash, leaves))
        there = Entry.objects.filter(leaf_hash__in=hashes).values_list("leaf_hash", "pk")
        known = {bytes(each): pk for each, pk in there}
        made: list[Entry] = []
        for leaf, hashed in zip(leaves, hashes, strict=True):
            if hashed not in known and (entry := self._entry(leaf, hashed)) is not None:
                entry.save(force_insert=True)
                made.append(entry)
        self.made += len(made)
        known |= {bytes(entry.leaf_hash): entry.pk for entry in made}
        return [known[each] for each in hashes if each in known]

    def _entry(self, leaf: bytes, hashed: bytes) -> Entry | None:
        try:
            said = json.loads(leaf)
            kind = str(said["t"])
            makers = {
                Form.HISTORY: self._history,
                Form.SEALED: self._sealed,
                Form.OPENING: self._opening,
            }
            entry = makers[TYPES[kind].form](said)
        except (ValueError, KeyError, TypeError) as problem:
            raise MirrorWrong(problem=f"leaf {hashed.hex()[:16]}") from problem
        if entry is None:
            return None
        entry.kind, entry.leaf, entry.leaf_hash = kind, leaf, hashed
        entry.act = kind.partition("/")[0]
        taken = Entry.objects.of(entry.institution).filter(ref=entry.ref, number=entry.number)
        if taken.exists():
            self.doubled.append(f"{kind} {hashed.hex()[:16]}")
            entry.ref = secrets.token_bytes(16)
        return entry

    def _history(self, said: dict[str, Any]) -> Entry | None:
        house = self.houses.get(said["ten"])
        if house is None:
            self.strangers.add(str(said["ten"]))
            return None
        return Entry(
            institution=house,
            ref=unb64u(said["ref"]),
            number=int(said["n"]),
            logged_at=_instant(said["at"]),
        )

    def _sealed(self, said: dict[str, Any]) -> Entry | None:
        """Return the row of a sealed leaf, which names nobody: the first institution keeps it."""
        batch = sealed.batch_of(date.fromisoformat(said["at"]), settings.SEALED_HOUR)
        self.homeless += 1
        return Entry(
            institution=self._any(),
            ref=secrets.token_bytes(16),
            number=0,
            logged_at=sealed.begins(batch.day),
            not_before=batch.release,
        )

    def _opening(self, said: dict[str, Any]) -> Entry | None:
        """Return the row of an opening, which continues the history of what it opens."""
        opened = Entry.objects.filter(leaf_hash=unb64u(said["x"]["leaf"])).first()
        return Entry(
            institution=opened.institution if opened else self._any(),
            ref=bytes(opened.ref) if opened else secrets.token_bytes(16),
            number=opened.number + 1 if opened else 0,
            logged_at=_instant(said["at"]),
        )

    def _any(self) -> Institution:
        if not self.houses:
            raise KeyError
        return min(self.houses.values(), key=lambda each: each.pk)


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
