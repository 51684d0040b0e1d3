"""Entries as the rules see them, read from leaves.

A million leaves are read with one regular expression for each form and type, made from the
closed list of types; what does not fit it is read again by `netral_verify.leaf`, which is slower
and says why. Both keep to the same rules (tests hold them together).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from netral_verify import Wrong
from netral_verify.leaf import CAP, Kind, Leaf, day, kinds
from netral_verify.spelling import b64u

HASH: Final = r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
REF: Final = r"[A-Za-z0-9_-]{21}[AQgw]"
COUNT: Final = r"(?:0|[1-9][0-9]{0,14})"  # those of 16 digits are left to the other reader
INSTANT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
SHAPES: Final[Mapping[str, str]] = {
    "ref": f'"{REF}"',
    "hash": f'"{HASH}"',
    "hash?": f'(?:null|"{HASH}")',
    "hash*": rf'\[(?:"{HASH}"(?:,"{HASH}")*)?\]',
    "sha256": '"[0-9a-f]{64}"',
    "text": r'"(?:[ !#-\[\]-~]|\\["\\]){0,300}"',
    "level": "[0-3]",
    "date?": f'(?:null|"{DATE}")',
}
HISTORY: Final = re.compile(
    rf'\{{"a":(?:null|\{{"r":"({HASH})","s":({COUNT})\}}),"at":"({INSTANT})","c":"{HASH}",'
    rf'"n":({COUNT}),"p":(?:null|"({HASH})"),"ref":"({REF})","t":"([a-z.]+/[0-9]+)",'
    r'"ten":"([!#-\[\]-~]{1,64})","x":(\{.*\})\}'
)
MINUTE: Final = 60
HOUR: Final = 3600


class Step(NamedTuple):
    """A step in the history of an object. Hashes are spelled as in the leaf."""

    place: int  # index in the log
    hash: bytes
    kind: str
    tenant: str
    ref: str
    number: int
    previous: str | None
    time: int  # POSIX seconds
    anchor: tuple[int, str] | None  # size, root
    due: str | None


class Sealed(NamedTuple):
    """A sealed entry: a date and a commitment."""

    place: int  # index in the log
    hash: bytes
    kind: str
    day: str
    commitment: str


class Opening(NamedTuple):
    """What opens a sealed entry."""

    place: int  # index in the log
    hash: bytes
    time: int
    shown: Mapping[str, Any]


class Misfit(NamedTuple):
    """A leaf that breaks a rule by itself."""

    place: int  # index in the log
    hash: bytes
    code: str
    why: Wrong


Entry = Step | Sealed | Opening | Misfit


def read(index: int, octets: bytes, hashed: bytes) -> Entry:
    """Read the leaf at `index`, whose leaf hash is `hashed`."""
    if len(octets) <= CAP and octets.isascii():
        found = HISTORY.fullmatch(octets.decode())
        if found and (step := _step(index, hashed, found)):
            return step
    try:
        leaf = Leaf.parse(octets)
    except Wrong as wrong:
        return Misfit(index, hashed, _misfit(octets), wrong)
    return _entry(index, hashed, leaf)


def _step(index: int, hashed: bytes, found: re.Match[str]) -> Step | None:
    """Return the step that a leaf of the right form is; None if it needs a closer look."""
    root, size, at, number, previous, ref, kind, tenant, shown = found.groups()
    public = _public(kind)
    begins = _midnight(at[:10])
    fit = public and begins is not None and (number == "0") is (previous is None) and size != "0"
    values = public.fullmatch(shown) if public and fit else None
    if values is None or begins is None:
        return None
    due = values.groupdict().get("due")
    if due is not None and _midnight(due) is None:
        return None
    time = begins + int(at[11:13]) * HOUR + int(at[14:16]) * MINUTE + int(at[17:19])
    anchor = (int(size), root) if root else None
    return Step(index, hashed, kind, tenant, ref, int(number), previous, time, anchor, due)


@cache
def _public(name: str) -> re.Pattern[str] | None:
    """Return the spelling of the public values of a type; None if no step is of this type."""
    kind = kinds().get(name)
    if kind is None or kind.form != "history":
        return None
    return re.compile(_spelling(kind))


def _spelling(kind: Kind) -> str:
    values = (f'"{name}":{_value(name, kind.public[name])}' for name in sorted(kind.public))
    return r"\{" + ",".join(values) + r"\}"


def _value(name: str, shape: str) -> str:
    if (name, shape) == ("due", "date?"):
        return f'(?:null|"(?P<due>{DATE})")'
    choice = "|".join(map(re.escape, shape.split("|")))
    return SHAPES.get(shape) or f'"(?:{choice})"'


@cache
def _midnight(date: str) -> int | None:
    """Return when a day begins in UTC; None if there is no such day."""
    try:
        return day(date)
    except Wrong:
        return None


def _misfit(octets: bytes) -> str:
    if len(octets) > CAP:
        return "too-long"
    try:
        said = json.loads(octets)
        known = not isinstance(said, dict) or not isinstance(said.get("t"), str)
        return "malformed" if known or said["t"] in kinds() else "unknown-type"
    except (ValueError, RecursionError):
        return "malformed"


def _entry(index: int, hashed: bytes, leaf: Leaf) -> Entry:
    if leaf.kind.form == "sealed":
        return Sealed(index, hashed, leaf.kind.name, leaf.at, b64u(leaf.commitment or b""))
    if leaf.kind.form == "opening":
        return Opening(index, hashed, leaf.time, leaf.public)
    return Step(
        index,
        hashed,
        leaf.kind.name,
        str(leaf.tenant),
        b64u(leaf.ref or b""),
        leaf.number or 0,
        b64u(leaf.previous) if leaf.previous else None,
        leaf.time,
        (leaf.anchor.size, b64u(leaf.anchor.root)) if leaf.anchor else None,
        leaf.public.get("due"),
    )
