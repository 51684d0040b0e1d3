"""A log that is kept without its sequencer: what waits is placed, hashed, signed, published."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pytest_django import Settings

from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.tiles import Edge
from netral.ledger.core.tree import fold
from netral.ledger.keys import log_signer
from netral.ledger.models import Entry, Place, Publication, Tile, Waiting

WITNESS = Cosigner("saksi.example/w1", b"w" * 32)


def name_witnesses(settings: Settings, folder: Path, *witnesses: Cosigner) -> None:
    """Let the installation's policy ask for all of these."""
    lines = [f"witness w{n} {each.key.vkey}" for n, each in enumerate(witnesses)]
    names = " ".join(f"w{n}" for n, _ in enumerate(witnesses))
    path = folder / "policy"
    path.write_text("\n".join([*lines, f"group semua all {names}", "quorum semua", ""]))
    settings.LOG_POLICY = str(path)


def keep(at: datetime, witnesses: Sequence[Cosigner] = (), *, witnessed: bool = False) -> None:
    """Put everything that waits into the log, and publish it."""
    size = Place.objects.count()
    due = list(Waiting.objects.order_by("pk").values_list("pk", flat=True))
    Place.objects.bulk_create([Place(index=size + n, entry_id=pk) for n, pk in enumerate(due)])
    Waiting.objects.filter(pk__in=due).delete()
    edge = Edge()
    rows = Place.objects.order_by("index").values_list("entry__leaf_hash", flat=True)
    for level, number, hashes in edge.append(map(bytes, rows)):
        Tile.objects.get_or_create(level=level, number=number, defaults={"root": fold(hashes)})
    publish(edge.root(), edge.size, at, witnesses, witnessed=witnessed)


def publish(
    root: bytes, size: int, at: datetime, witnesses: Sequence[Cosigner], *, witnessed: bool
) -> None:
    """Publish a state with the signatures of the log and of these witnesses."""
    signer = log_signer()
    assert signer is not None
    text = str(Checkpoint(signer.key.name, size, root))
    note = signer.sign(text)
    note = note.with_signatures(each.sign(text, int(at.timestamp())) for each in witnesses)
    Publication.objects.create(
        size=size, root=root, note=str(note), witnessed=witnessed or bool(witnesses),
        published_at=at,
    )  # fmt: skip


def placed(entry: Entry) -> int:
    """Return the index of an entry."""
    return Place.objects.get(entry=entry).index
