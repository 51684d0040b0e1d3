"""Promises that people kept, and what the log made of them."""

from netral.ledger.core.promise import Promise
from tests.monitor.logs import DAY, HOUR, MINUTE, Log, Watch


def test_a_promise_that_was_kept(log: Log, watch: Watch) -> None:
    leaf = log.enter(log.leaf())
    promise = log.promise(leaf, log.now + HOUR)
    log.publish()
    log.rest(2 * HOUR)
    assert watch.codes(promises={"a.janji": promise}) == []
    assert watch.codes(promises={"a.janji": promise}) == []  # of an entry read before


def test_a_promise_whose_time_has_not_come(log: Log, watch: Watch) -> None:
    log.act()
    promise = log.promise(b"?" * 32, log.now + HOUR)
    assert watch.codes(promises={"a": promise}) == []


def test_a_promise_that_was_broken(log: Log, watch: Watch) -> None:
    log.act()
    promise = log.promise(b"?" * 32, log.now + HOUR)
    log.rest(HOUR + 20 * MINUTE)
    assert watch.codes(promises={"a": promise}) == ["promise-broken"]


def test_a_promise_cannot_be_broken_while_no_later_state_is_known(log: Log, watch: Watch) -> None:
    log.act()
    promise = log.promise(b"?" * 32, log.now + HOUR)
    assert watch.codes(promises={"a": promise}, now=log.now + 2 * DAY) == ["stale"]


def test_a_promise_that_was_kept_late(log: Log, watch: Watch) -> None:
    log.act()
    octets = log.leaf()
    promise = log.promise(log.enter(octets), log.now + HOUR)
    entered = log.waiting.pop()
    log.now += 2 * HOUR
    assert watch.codes(promises={"a": promise}) == []
    log.publish()
    assert watch.codes(promises={"a": promise}) == ["promise-broken"]
    log.enter(entered)
    log.publish()
    assert watch.codes(promises={"a": promise}) == ["late-entry", "promise-late"]


def test_what_is_no_promise_of_this_log(log: Log, watch: Watch) -> None:
    log.act()
    promise = log.promise(b"?" * 32, log.now - HOUR)
    other = log.promiser.sign(str(Promise("other.example/log", b"?" * 32, 5)))
    files = {
        "a checkpoint": (log.folder / "checkpoint").read_bytes(),
        "changed": promise.replace(b"by 1", b"by 2"),
        "cut": promise[:-9],
        "empty": b"",
        "of another log": bytes(other),
        "signed by the log itself": bytes(log.signer.sign(str(Promise(log.origin, b"?" * 32, 5)))),
    }
    assert watch.codes(promises=files) == ["promise-false"] * len(files)


def test_promises_need_a_key_in_the_policy(log: Log, watch: Watch) -> None:
    log.act()
    promise = log.promise(b"?" * 32, log.now - HOUR)
    log.promiser = log.signer
    assert watch.codes(promises={"a": promise}) == ["promise-false"]
