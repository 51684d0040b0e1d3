"""The product's own log, watched from outside: clean as it is, and found out when it is altered.

The monitor reads the public files alone, under the policy that the log publishes.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record_all, sealing
from netral.ledger.core.leaf import b64u, timestamp
from netral.ledger.core.tree import leaf_hash
from netral.ledger.models import Disclosure, Entry, Head, Place, Publication, Tile, Waiting
from netral.ledger.queries.receipts import receipt
from netral.ledger.sequencing import mirrors
from netral.ledger.sequencing.importing import bring_back
from netral.tenancy.models import Institution
from netral_monitor import forks
from netral_monitor.mirror import Mirror
from netral_monitor.rebuild import Keep
from netral_monitor.rules.sealing import Terms
from netral_monitor.run import Run, no_keep
from netral_monitor.source import Folder
from netral_monitor.store import Store
from netral_monitor.task import Options, Report
from netral_verify.policy import Policy
from tests.cast import Owner
from tests.ledger.scene import begun
from tests.ledger.sequenced import gone
from tests.ledger.witness import Witness, running

Tamper = Callable[[list[Entry]], None]


def now() -> datetime:
    """Return the time that the witnesses have too."""
    return datetime.now(UTC)


@pytest.fixture
def witnesses(settings: Settings, tmp_path: Path) -> Iterator[list[Witness]]:
    """Three witnesses, of whom it takes two."""
    three = [Witness(f"w{n}.example", bytes([n] * 32)) for n in range(3)]
    with running(*three):
        lines = "".join(each.line for each in three)
        names = " ".join(each.cosigner.key.name for each in three)
        path = tmp_path / "policy"
        path.write_text(f"{lines}group outside 2 {names}\nquorum outside\n")
        settings.LOG_POLICY = str(path)
        yield three


class Monitor:
    """An outsider who has nothing but the public files, and what was seen of them before."""

    def __init__(self, log: Path, folder: Path, policy: bytes) -> None:
        self.log, self.folder, self.policy = log, folder, Policy.parse(policy)

    def look(self, promises: dict[str, bytes] | None = None, keep: Keep = no_keep) -> Report:
        """Look at the log once."""
        store = Store(self.folder / "state")
        options = Options(
            now=int(now().timestamp()),
            tenants=frozenset({"32.76"}),
            promises=promises or {},
            terms=Terms(opened_after=0),
            evidence=self.folder,
            wait=lambda _: None,
        )
        run = Run(Folder(self.log), self.policy, store, options, keep)
        report = run.check()
        self.history = run.history.files
        store.close(commit=True)
        return report


@pytest.fixture
def monitor(settings: Settings, tmp_path: Path) -> Callable[[], Monitor]:
    """Make an outsider of the log as it is now."""

    def make() -> Monitor:
        return Monitor(settings.LOG, tmp_path, (settings.LOG / "policy").read_bytes())

    return make


def live(house: Institution, *counts: int) -> list[Entry]:
    """Let so many things happen to one object and to others, in so many published states."""
    found: list[Entry] = []
    for count in counts:
        ref = bytes(found[0].ref) if found else None
        acts = [Act(act="unit.opened", actor="user:1", ref=ref)]
        acts += [Act(act="unit.opened", actor="user:1") for _ in range(count - 1)]
        found += record_all(acts, institution=house, at=Moment.real(now()))
        begun(now=now()).turn(now())
    return found


def test_the_log_of_the_product_keeps_every_rule(
    house: Institution, witnesses: list[Witness], monitor: Callable[[], Monitor], settings: Settings
) -> None:
    settings.SEALED_DAYS = 0
    entries = live(house, 1, 299, 300)
    outsider = monitor()
    promises = {str(n): bytes(receipt(entry, set()).promise) for n, entry in enumerate(entries[:9])}
    first = outsider.look(promises)
    assert (first.size, first.sound, len(first.witnesses)) == (600, True, 3)
    assert not first.findings.counts
    sealing.release_due(now())
    live(house, 5)
    sealing.open_due(now())
    live(house, 5)
    second = outsider.look(promises)
    assert second.known == 600
    assert second.types["sealed/1"] == second.types["opening/1"] > 0
    assert not second.findings.counts


def test_a_mirror_brings_a_lost_log_back_and_nobody_can_tell(
    house: Institution,
    witnesses: list[Witness],
    monitor: Callable[[], Monitor],
    settings: Settings,
    owner: Owner,
    tmp_path: Path,
) -> None:
    entries = live(house, 1, 299)
    outsider, mirror = monitor(), Mirror(tmp_path / "mirror")
    seen = outsider.look(keep=mirror.keep)
    mirror.settle({**outsider.history, "checkpoint": seen.note})
    with owner():
        for model in (Publication, Place, Tile, Head, Waiting):
            model.objects.all().delete()
        gone(Disclosure.objects.filter(entry__in=entries))
        gone(Entry.objects.filter(pk__in=[entry.pk for entry in entries]))
    shutil.rmtree(settings.LOG)
    bring_back(mirrors.source(str(tmp_path / "mirror")), now())
    live(house, 5)
    later = outsider.look()
    assert (later.known, later.sound) == (300, True)
    assert later.size > 300
    assert not later.findings.counts


def edit(entries: list[Entry]) -> None:
    """Change what an entry says."""
    leaf = bytes(entries[100].leaf)
    at = leaf.index(b'"c":"') + len(b'"c":"')
    _rewrite(entries[100], leaf[:at] + b"A" * 43 + leaf[at + 43 :])


def delete(entries: list[Entry]) -> None:
    """Remove an entry."""
    Waiting.objects.filter(entry=entries[100]).delete()
    Place.objects.filter(entry=entries[100]).delete()
    entries[100].disclosures.all().delete()
    entries[100].delete()


def insert(entries: list[Entry]) -> None:
    """Put an entry before all others."""
    first = entries[0]
    ref = secrets.token_bytes(16)
    leaf = bytes(first.leaf).replace(b64u(bytes(first.ref)).encode(), b64u(ref).encode())
    forged = Entry.objects.get(pk=first.pk)
    forged.pk, forged.ref, forged.leaf, forged.leaf_hash = first.pk - 1, ref, leaf, leaf_hash(leaf)
    forged.save(force_insert=True)


def back_date(entries: list[Entry]) -> None:
    """Say that an entry was made the day before."""
    entry = entries[100]
    was, is_now = (timestamp(entry.logged_at - timedelta(days=n)).encode() for n in (0, 1))
    _rewrite(entry, bytes(entry.leaf).replace(was, is_now))


def _rewrite(entry: Entry, leaf: bytes) -> None:
    Entry.objects.filter(pk=entry.pk).update(leaf=leaf, leaf_hash=leaf_hash(leaf))
    entry.refresh_from_db()


@pytest.mark.parametrize("tamper", [edit, delete, insert, back_date])
def test_who_owns_database_and_key_cannot_hide_what_was_done(
    house: Institution,
    witnesses: list[Witness],
    monitor: Callable[[], Monitor],
    settings: Settings,
    owner: Owner,
    tamper: Tamper,
) -> None:
    entries = live(house, 1, 299)
    outsider = monitor()
    assert not outsider.look().findings.counts
    with owner():
        Place.objects.all().delete()
        Tile.objects.all().delete()
        Head.objects.all().delete()
        Publication.objects.all().delete()
        tamper(entries)
        Waiting.objects.all().delete()
        Waiting.objects.bulk_create(
            Waiting(entry=each, not_before=each.not_before) for each in Entry.objects.order_by("pk")
        )
    shutil.rmtree(settings.LOG)
    settings.LOG_POLICY = ""  # witnesses would show what they have seen
    live(house, 50)
    report = outsider.look()
    assert not report.sound
    assert "fork" in report.findings.counts
    smaller, larger = forks.judge(report.evidence[0].read_bytes(), outsider.policy)
    assert smaller == 300
    assert larger > 300
