"""A city with acts, and a log that is kept, with three witnesses of which two are enough."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from netral.ledger.core.checkpoint import Cosigner
from netral.ledger.core.leaf import b64u
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from tests.log import keep

OVERSIGHT = Cosigner("bawaslu.example/w1", b"a" * 32)
UNIVERSITY = Cosigner("kampus.example/w", b"b" * 32)
PRESS = Cosigner("pers.example/saksi", b"c" * 32)
NAMES = {"bawaslu": OVERSIGHT, "kampus": UNIVERSITY, "pers": PRESS}
Keeping = Callable[..., None]


@pytest.fixture
def watched(settings: Settings, tmp_path: Path) -> None:
    """A policy that asks for two of three witnesses and says of one who it is."""
    lines = ["# kampus: Universitas Contoh"]
    lines += [f"witness {name} {each.key.vkey}" for name, each in NAMES.items()]
    lines += [f"group luar 2 {' '.join(NAMES)}", "quorum luar", ""]
    path = tmp_path / "policy"
    path.write_text("\n".join(lines))
    settings.LOG_POLICY = str(path)


@pytest.fixture
def kept(watched: None, tree: dict[str, Unit]) -> Keeping:
    """Put all that waits into the log and publish it now, with the signatures of some witnesses."""

    def keeping(*witnesses: Cosigner, at: datetime | None = None) -> None:
        found: Sequence[Cosigner] = witnesses
        keep(at or datetime.now(UTC), found, witnessed=len(found) > 1)

    return keeping


def hash_of(entry: Entry) -> str:
    """Return the hash of a leaf as addresses spell it."""
    return b64u(bytes(entry.leaf_hash))


def first_entry() -> Entry:
    """Return the oldest entry of all."""
    return Entry.objects.earliest("pk")
