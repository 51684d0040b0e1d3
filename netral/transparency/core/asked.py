"""What somebody put into the search box: a hash, a number, a code, an address, a promise, a proof.

Reading never raises: what cannot be understood is None, and the page says what it takes.
"""

import base64
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from netral.ledger.core import promise, proof
from netral.ledger.core.leaf import unb64u
from netral.ledger.core.note import Note, NoteWrong
from netral.ledger.core.promise import Promise
from netral.ledger.core.tree import SIZE
from netral.signing.core import readings

GUARD: Final = "'"  # put before a hash such as "-x…" in tables, against formulas
LONGEST: Final = 20_000  # characters; a receipt that opens all fields has about six thousand
INDEX: Final = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[.,\s][0-9]{3}){1,4}")
HEX: Final = re.compile(r"[0-9a-fA-F]{64}")
STANDARD: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
ENTRY: Final = re.compile(r"/bukti/(?:(?:[0-9]+|-)/)?([A-Za-z0-9_-]{43})(?:/.*)?")
PAPER: Final = re.compile(r"/verifikasi/([^/]{1,60})/?")


@dataclass(frozen=True, slots=True)
class ByHash:
    """The entry whose leaf has this hash."""

    leaf: bytes


@dataclass(frozen=True, slots=True)
class ByIndex:
    """The entry at this place."""

    index: int


@dataclass(frozen=True, slots=True)
class ByCode:
    """The act behind the paper with this code, as it was typed."""

    typed: str


@dataclass(frozen=True, slots=True)
class ByPromise:
    """The entry that was promised."""

    note: Note
    promise: Promise


@dataclass(frozen=True, slots=True)
class ByProof:
    """A proof to be judged: the octets of a `.tlog-proof`."""

    octets: bytes


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An address on another site, which has a log of its own."""

    host: str


Asked = ByHash | ByIndex | ByCode | ByPromise | ByProof | Elsewhere


def read(text: str, host: str) -> Asked | None:
    """Read what was typed or pasted; `host` is where this site stands."""
    tidy = text.replace("\r\n", "\n").strip().removeprefix(GUARD)
    if tidy.startswith((proof.FORMAT, promise.FORMAT)):
        return note(f"{tidy}\n".encode(errors="replace"))
    if tidy.startswith(("http://", "https://")):
        return _address(tidy, host)
    return _hash(tidy) or _index(tidy) or (ByCode(tidy) if readings(tidy) else None)


def note(octets: bytes) -> ByPromise | ByProof | None:
    """Read the octets of a proof or of a promise; None if they are neither."""
    if octets.startswith(proof.FORMAT.encode()):
        return ByProof(octets)
    if not octets.startswith(promise.FORMAT.encode()):
        return None
    try:
        found = Note.parse(octets)
        return ByPromise(found, Promise.parse(found.text))
    except NoteWrong:
        return None


def _address(text: str, host: str) -> Asked | None:
    try:
        found = urlsplit(text)
    except ValueError:
        return None
    if found.netloc != host:
        return Elsewhere(found.netloc) if found.netloc else None
    if entry := ENTRY.fullmatch(found.path):
        return _hash(entry[1])
    paper = PAPER.fullmatch(found.path)
    return ByCode(paper[1]) if paper else None


def _hash(text: str) -> ByHash | None:
    if HEX.fullmatch(text):
        return ByHash(bytes.fromhex(text))
    if STANDARD.fullmatch(text):
        octets = base64.b64decode(text)
        return ByHash(octets) if len(octets) == SIZE else None
    leaf = hash_in(text)
    return ByHash(leaf) if leaf else None


def hash_in(address: str) -> bytes | None:
    """Read the hash of a leaf in base64url, as addresses spell it; None if it is none."""
    try:
        octets = unb64u(address)
    except ValueError:
        return None
    return octets if len(octets) == SIZE else None


def _index(text: str) -> ByIndex | None:
    if not (text.isascii() and INDEX.fullmatch(text)):
        return None
    return ByIndex(int(re.sub(r"\D", "", text)))
