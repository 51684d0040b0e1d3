"""Somebody with every key of the log but those of the witnesses rewrites it, and is found out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from netral.ledger.core.checkpoint import Checkpoint
from netral.ledger.core.tree import leaf_hash
from netral_monitor import forks
from netral_verify import Wrong
from netral_verify.policy import Policy
from netral_verify.tree import root
from tests.monitor.logs import DAY, HOUR, MINUTE, Log, Watch

Act = Callable[[Log, list[bytes]], None]
PLACE = 300  # of the entry that is touched, out of 600


def edit(log: Log, leaves: list[bytes]) -> None:
    """Change what an entry commits to."""
    leaves[PLACE] = log.leaf(at=log.now - 2 * HOUR)


def delete(_log: Log, leaves: list[bytes]) -> None:
    """Remove an entry."""
    del leaves[PLACE]


def insert(log: Log, leaves: list[bytes]) -> None:
    """Put an entry among the old ones."""
    leaves.insert(PLACE, log.leaf(at=log.now - 2 * HOUR))


def back_date(_log: Log, leaves: list[bytes]) -> None:
    """Move the time of an entry."""
    leaves[PLACE] = leaves[PLACE].replace(b'"at":"2026-11-21T0', b'"at":"2026-11-20T0')


ACTS = pytest.mark.parametrize("act", [edit, delete, insert, back_date])


@pytest.fixture
def lived(log: Log) -> Log:
    """A log of 600 entries, witnessed over some hours."""
    for _ in range(6):
        for _ in range(100):
            log.enter(log.leaf())
        log.publish()
        log.rest(HOUR)
    return log


def rewrite(log: Log, act: Act, *, history: bool = True) -> None:
    """Do it in the database, let the sequencer write and sign everything anew, and add to it."""
    leaves = list(log.leaves)
    act(log, leaves)
    log.now += MINUTE
    log.rewrite([*leaves, *(log.leaf() for _ in range(50))], history=history)


@ACTS
def test_a_monitor_that_knew_the_log_proves_the_fork(
    lived: Log, watch: Watch, tmp_path: Path, act: Act
) -> None:
    assert watch.codes() == []
    rewrite(lived, act, history=False)
    report = watch.look()
    assert not report.sound
    assert {"fork", "leaf-changed"} <= set(report.findings.counts)
    changed = [f.index for f in report.findings.listed.values() if f.code == "leaf-changed"]
    assert changed == [PLACE]
    [path] = report.evidence
    assert forks.judge(path.read_bytes(), lived.policy) == (600, lived.tail.size)
    assert "fork" in watch.codes()  # and says so again


@ACTS
def test_a_stranger_finds_it_from_the_history(lived: Log, watch: Watch, act: Act) -> None:
    rewrite(lived, act)
    report = watch.look()
    assert report.sound  # entries and checkpoint fit, but not what witnesses saw
    assert "history-fork" in report.findings.counts
    for path in report.evidence:
        smaller, larger = forks.judge(path.read_bytes(), lived.policy)
        assert PLACE < smaller <= larger == lived.tail.size


@ACTS
def test_without_its_history_no_witness_vouches_for_it(lived: Log, watch: Watch, act: Act) -> None:
    rewrite(lived, act, history=False)
    assert "unwitnessed" in watch.codes()


def test_an_entry_put_at_the_end_with_an_old_date(lived: Log, watch: Watch) -> None:
    lived.act(at=lived.now - 3 * HOUR)
    assert watch.codes() == ["backdated-anchor", "backdated-order"]


def test_two_states_of_the_same_size_need_no_proof(log: Log, watch: Watch) -> None:
    for _ in range(5):
        log.enter(log.leaf())
    log.publish()
    assert watch.codes() == []
    log.rewrite([*log.leaves[:4], log.leaf()], history=False)
    report = watch.look()
    assert list(report.findings.counts) == ["fork"]
    [path] = report.evidence
    assert "proof" not in json.loads(path.read_text())
    assert forks.judge(path.read_bytes(), log.policy) == (5, 5)


def test_a_log_that_shrinks(lived: Log, watch: Watch) -> None:
    watch.look()
    lived.rewrite(lived.leaves[:550], history=False)
    report = watch.look()
    assert list(report.findings.counts) == ["shrunk"]
    assert len(report.evidence) == 1
    with pytest.raises(Wrong):  # it may have been an old copy: for that, one's own memory speaks
        forks.judge(report.evidence[0].read_bytes(), lived.policy)


def test_a_log_that_shrinks_and_changes(lived: Log, watch: Watch) -> None:
    watch.look()
    leaves = lived.leaves[:550]
    edit(lived, leaves)
    lived.rewrite(leaves, history=False)
    report = watch.look()
    assert list(report.findings.counts) == ["fork"]
    assert forks.judge(report.evidence[0].read_bytes(), lived.policy) == (550, 600)


def test_a_checkpoint_older_than_its_own_history(lived: Log, watch: Watch) -> None:
    old = (lived.folder / "checkpoint").read_bytes()
    lived.act()
    lived.put("checkpoint", old)
    asked: list[float] = []
    report = watch.look(wait=asked.append)
    assert list(report.findings.counts) == ["shrunk"]
    assert asked  # it might have been written this very moment


def test_history_of_a_fork_that_witnesses_never_saw(lived: Log, watch: Watch) -> None:
    """A state that the log signed alone, and left in its history, is proof all the same."""
    assert watch.codes() == []
    text = str(Checkpoint(lived.origin, 300, leaf_hash(b"another log")))
    lived.act()
    with lived.path("history/2026-11-21").open("a") as file:
        file.write(json.dumps(str(lived.signer.sign(text))) + "\n")
    assert watch.codes() == ["history-fork"]


def test_history_is_only_ever_added_to(lived: Log, watch: Watch) -> None:
    assert watch.codes() == []
    lived.change("history/2026-11-21", lambda lines: b"".join(lines.splitlines(keepends=True)[1:]))
    lived.act()
    assert watch.codes() == ["history-rewritten"]


def test_a_day_of_history_that_is_gone(lived: Log, watch: Watch) -> None:
    assert watch.codes() == []
    lived.path("history/2026-11-21").unlink()
    lived.now += DAY
    lived.publish()
    assert watch.codes() == ["history-rewritten"]


def test_alarms_stand_until_somebody_acknowledges_them(lived: Log, watch: Watch) -> None:
    lived.act(tenant="33.02")
    lived.act()
    tenants = frozenset({"32.76"})
    first, second = watch.look(tenants=tenants), watch.look(tenants=tenants)
    assert not first.old
    assert second.old == {("unknown-tenant", "600"): False}
    assert list(second.findings.counts) == ["unknown-tenant"]


def test_evidence_that_proves_nothing(lived: Log, watch: Watch) -> None:
    watch.look()
    rewrite(lived, edit, history=False)
    [path] = watch.look().evidence
    good = json.loads(path.read_text())
    assert good["format"] == "netral/fork/v1"
    bad: list[dict[str, object]] = [
        {},
        good | {"format": "other"},
        good | {"old": good["new"]},
        good | {"proof": good["proof"][:-1]},
        good | {"proof": "x"},
        good | {"old_root_in_new": good["old"].split("\n")[2]},
        good | {"old": good["old"].replace("600", "601", 1)},
        good | {"new": None},
    ]
    for each in bad:
        with pytest.raises(Wrong):
            forks.judge(json.dumps(each).encode(), lived.policy)
    with pytest.raises(Wrong):
        forks.judge(path.read_bytes(), Policy.parse(b"quorum none\n"))
    with pytest.raises(Wrong):
        forks.judge(b"[" * 10_000, lived.policy)


def test_nobody_is_accused_with_states_that_fit_together(lived: Log) -> None:
    hashes = [leaf_hash(each) for each in lived.leaves]

    def note(origin: str, size: int) -> bytes:
        return bytes(lived.signer.sign(str(Checkpoint(origin, size, root(hashes[:size])))))

    old, new = note(lived.origin, 300), note(lived.origin, 600)
    with pytest.raises(Wrong, match="fit together"):
        forks.judge(forks.evidence(old, new, forks.prove(hashes, 300)), lived.policy)
    with pytest.raises(Wrong, match="say the same"):
        forks.judge(forks.evidence(new, new), lived.policy)
    with pytest.raises(Wrong, match="no evidence of a fork"):
        forks.judge(forks.evidence(old, new), lived.policy)
    with pytest.raises(Wrong, match="cannot follow"):
        forks.judge(forks.evidence(new, old, forks.prove(hashes, 300)), lived.policy)
    with pytest.raises(Wrong):  # the first speaks of this log, the second of another
        forks.judge(forks.evidence(old, note("lain.example/log", 300)), lived.policy)
    with pytest.raises(Wrong, match="not as long"):
        forks.judge(b" " * (forks.LONGEST + 1), lived.policy)
