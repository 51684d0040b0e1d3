"""Promises: what the log says at once, before a leaf stands in it (docs/ledger.md).

A promise whose leaf is missing from every witnessed checkpoint after its time is proof of
misconduct that anybody can carry elsewhere, and reveals nothing but a hash. The key has a name of
its own, so that a promise never passes for a checkpoint, whose second line is a number.
"""

from dataclasses import dataclass
from typing import Final

from netral.ledger.core.checkpoint import decimal
from netral.ledger.core.note import NoteWrong, b64, unb64
from netral.ledger.core.tree import SIZE

FORMAT: Final = "netral/promise/v1"
LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Promise:
    """The leaf of this hash will stand in this log by this time, in POSIX seconds."""

    origin: str
    leaf: bytes
    by: int

    @classmethod
    def parse(cls, text: str) -> "Promise":
        """Read the text of a promise; hold the note that carries it against the key first.

        Raises:
            NoteWrong: it has another shape.
        """
        lines = text.split("\n")
        if len(lines) != LINES + 1 or lines[0] != FORMAT or lines[LINES]:
            msg = f"a promise has {LINES} lines, of which the first is {FORMAT}"
            raise NoteWrong(msg)
        leaf = unb64(_after("leaf ", lines[2]))
        if len(leaf) != SIZE:
            msg = f"a hash has {SIZE} octets"
            raise NoteWrong(msg)
        return cls(_after("origin ", lines[1]), leaf, decimal(_after("by ", lines[3])))

    def __str__(self) -> str:
        return f"{FORMAT}\norigin {self.origin}\nleaf {b64(self.leaf)}\nby {self.by}\n"


def key_name(origin: str) -> str:
    """Return the name under which promises of a log are signed."""
    return f"{origin.removesuffix('/log')}/promise"


def _after(head: str, line: str) -> str:
    if not line.startswith(head) or line == head:
        msg = f"a line of a promise begins with {head.strip()!r} and goes on"
        raise NoteWrong(msg)
    return line.removeprefix(head)
