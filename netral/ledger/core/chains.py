"""The rules between leaves: what every reader of the log checks (docs/ledger.md)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.leaf import CAP, b64u
from netral.ledger.core.types import SHAPES, TYPES, Form, Shows, misfits

KEYS: Final = {
    Form.HISTORY: frozenset({"a", "at", "c", "n", "p", "ref", "t", "ten", "x"}),
    Form.SEALED: frozenset({"at", "c", "t"}),
    Form.OPENING: frozenset({"at", "t", "x"}),
}
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TENANT: Final = re.compile(r"[!-~]{1,64}")
SPELL: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
SLACK: Final = 300  # seconds that a leaf may be older than the one before it


class Unfit(ValueError):
    """A leaf has another form than its type prescribes."""


def parse(octets: bytes) -> dict[str, Any]:
    """Read a leaf in its one canonical spelling.

    Raises:
        Unfit: it is spelled otherwise, or no object.
    """
    try:
        text = octets.decode("ascii")
        leaf = json.loads(text)
        again = SPELL(leaf)
    except (ValueError, RecursionError) as wrong:
        raise Unfit from wrong
    if again != text or type(leaf) is not dict or len(octets) > CAP:
        raise Unfit
    return leaf


@dataclass(slots=True)
class Chains:
    """The end of each history, the first and newest time, and the states named, leaf by leaf."""

    ends: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # ref: number, leaf hash
    anchors: dict[int, tuple[str, int]] = field(default_factory=dict)  # size: root, index
    oldest: str = ""
    newest: str = ""

    def add(self, index: int, octets: bytes, digest: bytes, where: str = "") -> Iterator[Fault]:
        """Yield what is wrong with the leaf at `index`, which is called `where`."""
        where = where or f"leaf {index}"
        try:
            leaf = parse(octets)
            form = TYPES[leaf["t"]].form if leaf.get("t") in TYPES else None
            if form is None:
                yield Fault(Code.UNKNOWN_TYPE, where, {"type": str(leaf.get("t"))[:60]})
                return
            check(leaf, form)
        except (ValueError, TypeError, AttributeError):
            yield Fault(Code.LEAF_FORM, where)
            return
        if form is not Form.SEALED:
            yield from self._time(where, leaf["at"])
        if form is Form.HISTORY:
            yield from self._follow(where, leaf, digest)
            yield from self._anchor(where, leaf["a"], index)

    def _time(self, where: str, at: str) -> Iterator[Fault]:
        if at < self.newest and _seconds(at, self.newest) > SLACK:
            yield Fault(Code.TIME, where, {"at": at, "after": self.newest})
        self.newest = max(self.newest, at)
        self.oldest = self.oldest or at

    def _follow(self, where: str, leaf: dict[str, Any], digest: bytes) -> Iterator[Fault]:
        number, before = self.ends.get(leaf["ref"], (-1, b""))
        if leaf["n"] != number + 1 or leaf["p"] != (b64u(before) if before else None):
            yield Fault(Code.CHAIN, where, {"ref": leaf["ref"], "n": leaf["n"]})
        self.ends[leaf["ref"]] = leaf["n"], digest

    def _anchor(self, where: str, anchor: dict[str, Any] | None, index: int) -> Iterator[Fault]:
        if anchor is None:
            return
        size, root = anchor["s"], anchor["r"]
        known = self.anchors.setdefault(size, (root, index))
        if size > index or known[0] != root:
            yield Fault(Code.ANCHOR, where, {"size": size})


def check(leaf: dict[str, Any], form: Form) -> None:
    """Hold a leaf against the rules of its form.

    Raises:
        ValueError, TypeError, AttributeError: it breaks one.
    """
    fits = leaf.keys() == KEYS[form]
    fits = fits and bool((DAY if form is Form.SEALED else INSTANT).fullmatch(leaf["at"]))
    if not fits or (form is not Form.SEALED and misfits(leaf["t"], leaf["x"])):
        raise Unfit
    datetime.fromisoformat(leaf["at"])
    if form is not Form.OPENING:
        _fits(Shows.HASH, leaf["c"])
    if form is Form.HISTORY:
        _check_history(leaf)


def _check_history(leaf: dict[str, Any]) -> None:
    _fits(Shows.REF, leaf["ref"])
    if leaf["p"] is not None:
        _fits(Shows.HASH, leaf["p"])
    if type(leaf["n"]) is not int or leaf["n"] < 0 or not _is_code(leaf["ten"]):
        raise Unfit
    anchor = leaf["a"]
    if anchor is not None:
        if anchor.keys() != {"r", "s"} or type(anchor["s"]) is not int or anchor["s"] < 1:
            raise Unfit
        _fits(Shows.HASH, anchor["r"])


def _is_code(text: object) -> bool:
    return isinstance(text, str) and bool(TENANT.fullmatch(text))


def _fits(shows: Shows, text: str) -> None:
    if not SHAPES[shows].fullmatch(text):
        raise Unfit


def _seconds(earlier: str, later: str) -> float:
    gone = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return gone.total_seconds()
