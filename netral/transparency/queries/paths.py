"""The way from an entry to the newest state that covers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.proof import Proof
from netral.ledger.models import Entry
from netral.ledger.queries.receipts import Receipt, receipt
from netral.transparency.core.ladder import Rung, climb
from netral.transparency.queries.entries import Shown


@dataclass(frozen=True, slots=True)
class Way:
    """The rungs from a leaf to the root over `size` entries."""

    size: int
    root: bytes
    rungs: Sequence[Rung]


def receipt_of(entry: Shown) -> Receipt:
    """Return the receipt that everybody may have: it opens no field."""
    return receipt(Entry.objects.get(pk=entry.pk))


def way(entry: Shown, proof: Proof) -> Way:
    """Return the way that a proof of this entry takes."""
    state = Checkpoint.parse(proof.checkpoint.text)
    rungs = climb(index=proof.index, size=state.size, leaf=entry.leaf_hash, proof=proof.hashes)
    return Way(state.size, state.root, list(rungs))
