"""Each rule about entries: a log that breaks just this one is found out, and nothing else is."""

import secrets

import pytest

from netral.ledger.core.leaf import Anchor
from netral.ledger.core.tree import fold, leaf_hash
from tests.monitor.logs import DAY, HOUR, MINUTE, Log, Watch, b64u, spelled

REF = b"o" * 16


@pytest.fixture(autouse=True)
def _living(log: Log) -> None:
    """Let the log have lived for a while."""
    for _ in range(5):
        log.act(ref=REF)
        log.rest(30 * MINUTE)


def leaf_of(log: Log, **changes: object) -> bytes:
    """Spell a step with some parts changed."""
    record: dict[str, object] = {
        "a": None,
        "at": "2026-11-21T03:31:00Z",
        "c": b64u(secrets.token_bytes(32)),
        "n": 0,
        "p": None,
        "ref": b64u(secrets.token_bytes(16)),
        "t": "internal/1",
        "ten": "32.76",
        "x": {},
    }
    return spelled(record | changes)


def test_the_sample_leaf_itself_is_fine(log: Log, watch: Watch) -> None:
    log.enter(leaf_of(log))
    log.publish()
    assert watch.codes() == []


def test_an_unknown_type(log: Log, watch: Watch) -> None:
    log.enter(leaf_of(log, t="pact.forged/1"))
    log.publish()
    assert watch.codes() == ["unknown-type"]


@pytest.mark.parametrize(
    "changes",
    [
        {"c": "short"},
        {"n": -1},
        {"n": "0"},
        {"n": 1.0},
        {"n": True},
        {"n": 3},  # without a leaf before it
        {"p": b64u(b"p" * 32)},
        {"ref": 7},
        {"ref": b64u(b"r" * 15)},
        {"ten": ""},
        {"ten": "Depok Jaya"},
        {"t": 1},
        {"at": "2026-02-30T00:00:00Z"},
        {"at": "2026-11-21T24:00:00Z"},
        {"at": "2026-11-21 04:00:00"},
        {"at": 5},
        {"x": {"nip": "199001012015011001"}},
        {"x": None},
        {"a": {"r": b64u(b"r" * 32), "s": 0}},
        {"a": {"r": b64u(b"r" * 32), "s": 2**60}},
        {"a": {"s": 1}},
        {"z": 1},
        {"t": "pact.signed/1", "x": {"camp": b64u(b"r" * 16), "lvl": 4}},
        {"t": "pact.signed/1", "x": {"camp": b64u(b"r" * 16), "lvl": True}},
        {"t": "case.opened/1", "x": {"due": "2026-13-01"}},
        {"t": "circular.published/1", "x": {"doc": "AB" * 32, "no": "1"}},
        {"t": "circular.published/1", "x": {"doc": "ab" * 32, "no": "Ш"}},
        {"t": "circular.published/1", "x": {"doc": "ab" * 32, "no": "x" * 301}},
    ],
)
def test_a_leaf_of_another_form(log: Log, watch: Watch, changes: dict[str, object]) -> None:
    log.enter(leaf_of(log, **changes))
    log.publish()
    assert watch.codes() == ["malformed"]


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"t":"internal/1"}',
        b'{"at":"2026-11-21","c":1,"t":"sealed/1"}',
        b"[" * 4000,
        b'{"n":1e999}',
        b'{"n":' + b"9" * 4000 + b"}",
        '{"t":"ï"}'.encode(),
    ],
)
def test_a_leaf_that_is_none(log: Log, watch: Watch, octets: bytes) -> None:
    log.enter(octets)
    log.publish()
    assert watch.codes() in (["malformed"], ["unknown-type"])


def test_one_spelling_only(log: Log, watch: Watch) -> None:
    plain = leaf_of(log)
    for other in (
        plain.replace(b":", b": ", 1),
        plain.replace(b'"n":0', b'"n":0,"n":0'),
        plain.replace(b'"n":0', b'"n":00'),
        plain.replace(b"internal", b"\\u0069nternal"),
        plain.replace(b'"x":{}', b'"x":{ }'),
        plain + b"\n",
    ):
        log.enter(other)
    log.publish()
    assert watch.codes() == ["malformed"] * 6


def test_a_leaf_that_is_too_long(log: Log, watch: Watch) -> None:
    log.enter(leaf_of(log, z="z" * 4096))
    log.publish()
    assert watch.codes() == ["too-long"]


def test_an_unknown_institution(log: Log, watch: Watch) -> None:
    log.act(tenant="33.02")
    assert watch.codes() == []
    log.act(tenant="33.02")
    assert watch.codes(tenants=frozenset({"32.76"})) == ["unknown-tenant"]


def test_a_step_that_was_left_out_of_a_history(log: Log, watch: Watch) -> None:
    log.leaf(ref=REF)  # never entered
    log.act(ref=REF)
    log.act(ref=REF)
    assert watch.codes() == ["chain"]


def test_a_step_that_was_put_into_a_history(log: Log, watch: Watch) -> None:
    number, previous = log.ends[REF]
    log.act(ref=REF)
    log.ends[REF] = (number, previous)
    log.act(ref=REF)  # the same place again
    assert watch.codes() == ["chain"]


def test_a_step_that_follows_another_one(log: Log, watch: Watch) -> None:
    log.act(ref=REF, previous=b"?" * 32)
    assert watch.codes() == ["chain"]


def test_a_history_that_does_not_begin_at_its_beginning(log: Log, watch: Watch) -> None:
    log.act(number=1, previous=b"?" * 32)
    assert watch.codes() == ["chain"]


def test_chains_go_on_across_runs(log: Log, watch: Watch) -> None:
    assert watch.codes() == []
    log.act(ref=REF)
    assert watch.codes() == []
    log.leaf(ref=REF)
    log.act(ref=REF)
    assert watch.codes() == ["chain"]


def test_an_anchor_that_never_was(log: Log, watch: Watch) -> None:
    log.act(anchor=Anchor(3, b"?" * 32))
    assert watch.codes() == ["anchor-root"]


def test_an_anchor_of_a_size_that_was_never_published(log: Log, watch: Watch) -> None:
    for _ in range(3):
        log.enter(log.leaf())
    log.publish()
    root = watch_root(log, 7)
    log.act(anchor=Anchor(7, root))
    log.act(anchor=Anchor(6, b"?" * 32))
    assert watch.codes() == ["anchor-root", "anchor-unwitnessed"]


def test_an_anchor_that_is_newer_than_its_entry(log: Log, watch: Watch) -> None:
    log.act(anchor=Anchor(100, b"?" * 32))
    assert watch.codes() == ["anchor-ahead"]


def test_an_entry_that_is_earlier_than_those_before_it(log: Log, watch: Watch) -> None:
    log.act(at=log.now - 40 * MINUTE, anchor=Anchor(1, watch_root(log, 1)))
    assert watch.codes() == ["backdated-order"]


def test_clocks_may_differ_by_five_minutes(log: Log, watch: Watch) -> None:
    log.act()
    log.act(at=log.now - 4 * MINUTE)
    log.act(at=log.now + 4 * MINUTE)
    assert watch.codes() == []


def test_an_anchor_later_than_the_time_of_the_entry(log: Log, watch: Watch) -> None:
    before = log.now
    log.now += 50 * MINUTE  # without a heartbeat
    log.act(at=before + MINUTE)
    log.act(at=before + 2 * MINUTE, anchor=log.anchor)  # which is fifty minutes newer
    assert watch.codes() == ["backdated-anchor"]


def test_an_entry_that_the_living_log_did_not_have_for_hours(log: Log, watch: Watch) -> None:
    quiet = log.now
    old = log.anchor
    log.rest(5 * HOUR)
    log.act(at=quiet + MINUTE, anchor=old)
    assert watch.codes() == ["backdated-left-out"]


def test_an_entry_from_the_future(log: Log, watch: Watch) -> None:
    log.act(at=log.now + 2 * HOUR)
    log.act()  # and the clock of those after it is not held against them
    assert watch.codes() == ["postdated"]


def test_clocks_are_judged_once_witnesses_saw_the_entry(log: Log, watch: Watch) -> None:
    log.enter(log.leaf(at=log.now + 2 * HOUR))
    log.publish(witnesses=[0])
    assert watch.codes() == []
    log.publish()
    assert watch.codes() == ["postdated"]


def test_a_lying_witness_alone_changes_no_clock(log: Log, watch: Watch) -> None:
    log.enter(log.leaf())
    log.sequence()
    note = log.publish(witnesses=[1, 2])
    lie = log.witnesses[0].sign(note.text, log.now + 5 * DAY)
    log.put("checkpoint", bytes(note.with_signatures([lie])))
    assert watch.codes() == []


def test_a_case_whose_next_step_is_overdue(log: Log, watch: Watch) -> None:
    case = secrets.token_bytes(16)
    log.act(kind="case.opened/1", ref=case, public={"due": "2026-11-22"})
    log.act(kind="case.opened/1", public={"due": None})
    assert watch.codes() == []
    log.rest(DAY + 20 * HOUR, every=6 * HOUR)
    assert watch.codes() == ["case-overdue"]
    assert watch.codes() == ["case-overdue"]
    log.act(kind="case.step/1", ref=case, public={"due": "2026-12-22"})
    assert watch.codes() == ["step-late"]


def test_a_case_whose_next_step_came_in_time(log: Log, watch: Watch) -> None:
    case = secrets.token_bytes(16)
    log.act(kind="case.opened/1", ref=case, public={"due": "2026-11-22"})
    log.rest(DAY, every=6 * HOUR)
    log.act(kind="case.step/1", ref=case, public={"due": None})
    log.rest(DAY, every=6 * HOUR)
    assert watch.codes() == []


def test_a_log_that_stands_still_cannot_be_overdue(log: Log, watch: Watch) -> None:
    """What the log did since its last state is not known."""
    log.act(kind="case.opened/1", public={"due": "2026-11-21"})
    assert watch.codes(now=log.now + 5 * DAY) == ["stale"]


def test_witnesses_that_fall_behind(log: Log, watch: Watch) -> None:
    log.now += 10 * MINUTE
    log.publish(witnesses=[2])
    assert watch.codes() == []
    log.now += 2 * HOUR
    log.publish(witnesses=[2])
    assert watch.codes() == ["witness-behind"]
    log.now += 2 * DAY
    log.publish(witnesses=())
    assert watch.codes() == ["unwitnessed"]
    log.publish()
    assert watch.codes() == []


def test_a_policy_without_witnesses(log: Log, watch: Watch) -> None:
    log.quorum = "none"
    log.act(at=log.now + DAY)
    assert watch.codes() == ["no-quorum"]


def watch_root(log: Log, size: int) -> bytes:
    """Return the root over the first leaves of a log."""
    return fold([leaf_hash(each) for each in log.leaves[:size]])
