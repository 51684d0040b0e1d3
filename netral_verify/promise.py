"""Promises: what a log says before an entry stands in it (docs/ledger.md).

One that was not kept proves misconduct to everybody, and tells no more than a hash.
"""

from dataclasses import dataclass
from typing import Final

from netral_verify import require
from netral_verify.note import Key, Note
from netral_verify.spelling import b64, number, unb64
from netral_verify.tree import HASH

FORMAT: Final = "netral/promise/v1"


@dataclass(frozen=True, slots=True)
class Promise:
    """The leaf with this hash will stand in that log by then, in POSIX seconds."""

    origin: str
    leaf: bytes
    by: int

    @classmethod
    def parse(cls, text: str) -> "Promise":
        """Read the text of a promise.

        Raises:
            Wrong: it has another shape.
        """
        lines = text.split("\n")
        heads = ("", "origin ", "leaf ", "by ", "")
        fit = len(lines) == len(heads) and lines[0] == FORMAT and not lines[-1]
        fit = fit and all(map(str.startswith, lines, heads))
        require(fit, "this is no promise of a log")
        origin, leaf, by = (
            line.removeprefix(head) for line, head in zip(lines[1:4], heads[1:4], strict=True)
        )
        found = cls(origin, unb64(leaf), number(by))
        require(found.origin and len(found.leaf) == HASH, "this is no promise of a log")
        return found

    def __str__(self) -> str:
        return f"{FORMAT}\norigin {self.origin}\nleaf {b64(self.leaf)}\nby {self.by}\n"


def key_name(origin: str) -> str:
    """Return the name under which a log promises: never its own, lest one pass for the other."""
    return f"{origin.removesuffix('/log')}/promise"


def is_promise(octets: bytes) -> bool:
    """Tell a promise from a receipt by its first line."""
    return octets.startswith(f"{FORMAT}\n".encode())


def open_promise(note: Note, key: Key) -> Promise:
    """Return what was promised, once it is sure that this log did.

    Raises:
        Wrong: the key did not sign it, or is that of another log.
    """
    note.verify(key)
    promise = Promise.parse(note.text)
    require(
        key.name == key_name(promise.origin),
        "{name} cannot promise for the log {origin}",
        name=key.name,
        origin=promise.origin,
    )
    return promise
