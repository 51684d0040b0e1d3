"""Leaves of a Netral log: how they are spelled, and what commits to their fields."""

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from netral_verify import Wrong, require
from netral_verify.canon import read
from netral_verify.spelling import unb64u
from netral_verify.tree import HASH, leaf_hash

CAP: Final = 4096  # octets of a leaf
REF: Final = 16
LONGEST_TEXT: Final = 300
HISTORY: Final = {"a", "at", "c", "n", "p", "ref", "t", "ten", "x"}
SEALED: Final = {"at", "c", "t"}
OPENING: Final = {"at", "t", "x"}
KEYS: Final = {"history": HISTORY, "sealed": SEALED, "opening": OPENING}
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_PRINTABLE: Final = re.compile(r"[ -~]*")
_TENANT: Final = re.compile(r"[!-~]{1,64}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of leaf: its form, its committed fields in order, what it shows of which shape."""

    name: str
    form: str
    fields: tuple[str, ...]
    public: Mapping[str, str]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the closed list of types."""
    listed = json.loads(files("netral_verify").joinpath("types.json").read_bytes())
    return {
        name: Kind(name, each["form"], tuple(each["fields"]), each["public"])
        for name, each in listed.items()
    }


@dataclass(frozen=True, slots=True)
class Anchor:
    """A state of the log that the author of a leaf had seen."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """What an entry shows to everybody; None stands for what its form does not have."""

    octets: bytes
    kind: Kind
    at: str  # `2026-11-21T03:15:00Z`, or `2026-11-21` if sealed
    time: int  # the same in POSIX seconds; of a date, its beginning in UTC
    commitment: bytes | None
    tenant: str | None
    ref: bytes | None
    number: int | None
    previous: bytes | None
    anchor: Anchor | None
    public: Mapping[str, Any]

    @property
    def hash(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.octets)

    @classmethod
    def parse(cls, octets: bytes) -> "Leaf":
        """Read a leaf, and hold it against every rule that needs nothing but the leaf.

        Raises:
            Wrong: a rule is broken; which.
        """
        require(len(octets) <= CAP, "an entry has at most {cap} octets", cap=CAP)
        require(octets.isascii(), "an entry is ASCII")
        said = read(octets)
        require(isinstance(said, dict), "an entry is a record of names and values")
        kind = kinds().get(said["t"]) if isinstance(said.get("t"), str) else None
        if kind is None:
            msg = "there is no such type of entry: {kind}"
            raise Wrong(msg, kind=said.get("t"))
        require(
            said.keys() == KEYS[kind.form],
            "an entry of type {kind} has other parts than this",
            kind=kind.name,
        )
        check_public(kind, said.get("x", {}))
        time = (day if kind.form == "sealed" else instant)(said["at"])
        history = kind.form == "history"
        if history:
            _check_history(said)
        return cls(
            octets=octets,
            kind=kind,
            at=said["at"],
            time=time,
            commitment=unb64u(said["c"], HASH) if "c" in said else None,
            tenant=said.get("ten"),
            ref=unb64u(said["ref"], REF) if history else None,
            number=said.get("n"),
            previous=unb64u(said["p"], HASH) if history and said["p"] is not None else None,
            anchor=_anchor(said.get("a")),
            public=said.get("x", {}),
        )


def _check_history(said: Mapping[str, Any]) -> None:
    tenant, place = said["ten"], said["n"]
    fit = isinstance(tenant, str) and bool(_TENANT.fullmatch(tenant))
    require(fit, "this is no code of an institution: {text}", text=tenant)
    fit = type(place) is int and place >= 0
    require(fit, "an entry must say its place in its history")
    fit = (place == 0) is (said["p"] is None)
    require(fit, "the first entry of a history has none before it, every other has one")


def _anchor(said: object) -> Anchor | None:
    if said is None:
        return None
    fit = isinstance(said, dict) and said.keys() == {"r", "s"}
    fit = fit and type(said["s"]) is int and said["s"] > 0  # type: ignore[index]
    require(fit, "an entry names a state of the log that cannot be")
    return Anchor(said["s"], unb64u(said["r"], HASH))  # type: ignore[index]


def check_public(kind: Kind, shown: object) -> None:
    """Check that a leaf shows what its type shows, in the right shapes.

    Raises:
        Wrong: it shows more, or less, or misspells something.
    """
    fit = isinstance(shown, dict) and shown.keys() == kind.public.keys()
    require(fit, "an entry of type {kind} shows other values than this", kind=kind.name)
    for name, shape in kind.public.items():
        try:
            _check_shape(shape, shown[name])  # type: ignore[index]
        except Wrong as wrong:
            msg = "the value {name} of an entry is not spelled as it should be"
            raise Wrong(msg, name=name) from wrong


def _check_shape(shape: str, value: object) -> None:
    if value is None and shape.endswith("?"):
        return
    match shape.rstrip("?"):
        case "ref":
            unb64u(value, REF)
        case "hash":
            unb64u(value, HASH)
        case "hash*":
            require(isinstance(value, list), "this is no list")
            for each in value:  # type: ignore[attr-defined]
                unb64u(each, HASH)
        case "date":
            day(value)
        case "level":
            require(type(value) is int and 0 <= value <= 3, "a level is 0 to 3")  # noqa: PLR2004
        case _:
            _check_text(shape, value)


def _check_text(shape: str, value: object) -> None:
    fit: object = isinstance(value, str)
    if isinstance(value, str):
        match shape:
            case "sha256":
                fit = _HEX.fullmatch(value)
            case "text":
                fit = _PRINTABLE.fullmatch(value) and len(value) <= LONGEST_TEXT
            case _:
                fit = value in shape.split("|")
    require(fit, "this is no {shape}", shape=shape)


def instant(text: object) -> int:
    """Read an instant, into POSIX seconds.

    Raises:
        Wrong: it is none, or spelled otherwise than `2026-11-21T03:15:00Z`.
    """
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        with suppress(ValueError):  # no such day or hour
            return int(datetime.fromisoformat(text).timestamp())
    msg = "this is no point in time: {text}"
    raise Wrong(msg, text=text)


def day(text: object) -> int:
    """Read a date, into the POSIX second at which it begins in UTC.

    Raises:
        Wrong: it is none, or spelled otherwise than `2026-11-21`.
    """
    if isinstance(text, str) and _DAY.fullmatch(text):
        with suppress(ValueError):  # no such day
            return (date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()) * 86400
    msg = "this is no date: {text}"
    raise Wrong(msg, text=text)


def digest(*, salt: bytes, field: str, value: bytes) -> bytes:
    """Return what commits to one field; `value` in its one spelling."""
    return hmac.digest(salt, b"netral.field.v1\0%b\0%b" % (field.encode(), value), "sha256")


def commitment(kind: str, digests: Sequence[bytes]) -> bytes:
    """Return what commits to all fields of a leaf, in the order of its type."""
    return sha256(b"netral.commit.v1\0%b\0%b" % (kind.encode(), b"".join(digests))).digest()
