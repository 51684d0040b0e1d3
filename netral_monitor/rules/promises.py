"""Promises that people kept: whether the log did as it said."""

from collections.abc import Callable, Iterator, Mapping

from netral_monitor.coverage import Coverage
from netral_monitor.findings import Finding
from netral_monitor.rules.clocks import spoken
from netral_monitor.words import reasons
from netral_verify import Wrong, require
from netral_verify.note import Key, Note
from netral_verify.promise import Promise, key_name, open_promise
from netral_verify.spelling import b64u

Find = Callable[[bytes], int | None]  # the index of a leaf hash in the log


def read_promises(
    files: Mapping[str, bytes], origin: str, keys: Mapping[str, Key]
) -> Iterator[tuple[str, Promise | Finding]]:
    """Read the notes of promises, by name of file; what is no promise of this log is a finding."""
    for name, octets in sorted(files.items()):
        try:
            promise = _opened(octets, origin, keys.get(key_name(origin)))
        except Wrong as wrong:
            yield name, Finding("promise-false", name, None, {"name": name, **reasons(wrong)})
        else:
            yield name, promise


def _opened(octets: bytes, origin: str, key: Key | None) -> Promise:
    note = Note.parse(octets)
    if key is None:
        msg = "the policy names no key for promises"
        raise Wrong(msg)
    promise = open_promise(note, key)
    require(promise.origin == origin, "it is of the log {origin}", origin=promise.origin)
    return promise


def check_promise(
    name: str, promise: Promise, find: Find, coverage: Coverage, now: int
) -> Finding | None:
    """Tell whether a promise was kept; None if it was, or its time has not come.

    A promise is broken by a state that was witnessed after its time and lacks the leaf.
    """
    index = find(promise.leaf)
    about = b64u(promise.leaf)
    parts = {"name": name, "leaf": about, "by": spoken(promise.by)}
    if index is None:
        if now > promise.by:
            return Finding("promise-broken", about, None, parts)
        return None
    covered = coverage.covered(index)
    if covered is not None and covered > promise.by:
        return Finding("promise-late", about, index, {**parts, "seen": spoken(covered)})
    return None
