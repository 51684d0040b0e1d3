"""The proofs of a chain as one JSON file, and its verification. Pure: needs no database.

The file is canonical JSON (RFC 8785 profile, `netral.kernel.canon`):

    {"format": "netral.chain/1",
     "body": {"institution", "person", "clause", "made_at", "links", "receipts", "texts"},
     "receipt": the entry of the sealing itself, whose `detail.sha256` is that of the body}

A receipt carries the leaf of a ledger entry as it was hashed, the digests of all its fields, salt
and value of those that the chain discloses (docs/ledger.md), and as `index` the place of the leaf
in the log when the chain was made, null while it waited; chains from before there was a log have
the `number` of a row instead, and hold as they did. From leaf and fields a stranger recomputes
value -> digest -> commitment -> leaf hash. Every octet of the file is bound by one of the checks.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from netral.duties.core.chain import Step
from netral.kernel.canon import canonical
from netral.kernel.words import N_
from netral.ledger.core.leaf import Kept, b64u, commitment, digest, timestamp
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import fields as fields_of

FORMAT: Final = "netral.chain/1"
NAME: Final = "rantai-bukti.json"  # of the file inside the PDF
LARGEST: Final = 4_000_000  # octets: a chain of a hundred receipts has a tenth of that
ACT: Final = "chain.sealed"
# What the entry behind a link may be: its leaf type, or its disclosed act. Nothing wider: a session
# that was planned or cancelled was attended by nobody, an answer to a warning warns nobody.
PROVES: Final[Mapping[Step, frozenset[str]]] = {
    Step.PUBLISHED: frozenset({"circular.published/1"}),
    Step.REACHED: frozenset({"circular.published/1", "circular.reached"}),
    Step.READ: frozenset({"circular.read"}),
    Step.ATTENDED: frozenset({"session.attended"}),
    Step.ANSWERED: frozenset({"course.finished"}),
    Step.SIGNED: frozenset({"pact.signed/1", "pact.signed/2"}),
    Step.WARNED: frozenset({"guidance.given", "guidance.seen"}),
}
_PACT: Final = frozenset(
    {"person", "name", "campaign", "text", "level", "method", "acted_at", "document"}
)
# Fields of which a chain discloses the value, by leaf type; the rest stays a digest.
DISCLOSED: Final[Mapping[str, frozenset[str]]] = {
    "circular.published/1": frozenset({"number", "subject", "text", "acted_at"}),
    "pact.signed/1": _PACT,
    "pact.signed/2": _PACT,
    "internal/1": frozenset({"act", "subject", "acted_at"}),
}
# Acts whose further fields are harmless and prove something: what was read, by whom.
WITH_DETAIL: Final[Mapping[str, frozenset[str]]] = {
    "circular.read": frozenset({"actor", "detail"}),
    ACT: frozenset({"detail"}),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was recomputed: what, of which entry or part, and whether it holds."""

    what: str  # msgid
    of: str
    holds: bool


SPELLED: Final = N_("The file is spelled in the one canonical way")
SHAPED: Final = N_("The file has the parts of a chain of evidence")
BOUND: Final = N_("The entry of the sealing commits to everything that the file says")
HASHED: Final = N_("The leaf gives the leaf hash")
COMMITTED: Final = N_("The leaf commits to the digests of all fields")
OPENED: Final = N_("Salt and value give the digest of the field")
BEHIND: Final = N_("The entry says what the link says: act, person and time")
WORDED: Final = N_("The text has the hash that the entry committed to")
SAME_HOUSE: Final = N_("The entry belongs to the same institution")


def receipt(
    *, index: int | None, kind: str, act: str, leaf: bytes, fields: Sequence[Kept]
) -> dict[str, Any]:
    """Spell the receipt of an entry with the values that a chain discloses of it.

    `index` is its place in the log, None while it waits for one.
    """
    shown = DISCLOSED.get(kind, frozenset()) | WITH_DETAIL.get(act, frozenset())
    return {
        "index": index,
        "type": kind,
        "hash": b64u(leaf_hash(leaf)),
        "leaf": leaf.decode("ascii"),
        "fields": [_spelled(kept, shown=kept.field in shown) for kept in fields],
    }


def _spelled(kept: Kept, *, shown: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"name": kept.field, "digest": kept.digest.hex()}
    if shown and kept.salt is not None and kept.value is not None:
        said |= {"salt": kept.salt.hex(), "value": json.loads(kept.value)}
    return said


def body_sha256(body: Mapping[str, Any]) -> str:
    """Hash what a chain says, for the entry of its sealing."""
    return hashlib.sha256(canonical(body)).hexdigest()


def spelled(body: Mapping[str, Any], own: Mapping[str, Any]) -> bytes:
    """Return the file: what the chain says, and the receipt of its sealing.

    The place of the sealing is left out: it has none yet, and no hash would bind it.
    """
    bound = {key: value for key, value in own.items() if key != "index"}
    return canonical({"format": FORMAT, "body": body, "receipt": bound})


def verify(octets: bytes) -> list[Check]:
    """Recompute everything that a file claims; a file that cannot be read fails as a whole."""
    return list(checks(octets))


def checks(octets: bytes) -> Iterator[Check]:
    """Recompute one claim after the other, for whoever stops at the first that fails."""
    try:
        said: Any = json.loads(octets) if len(octets) <= LARGEST else None
        same = canonical(said) == octets
        yield Check(SPELLED, NAME, holds=same)
        if same:
            yield from _checks(said)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        yield Check(SHAPED, NAME, holds=False)


def holds(checks: Sequence[Check]) -> bool:
    """Tell whether every check holds, and there were some."""
    return bool(checks) and all(check.holds for check in checks)


def _checks(said: Mapping[str, Any]) -> Iterator[Check]:
    body, own = said["body"], said["receipt"]
    whole = said.keys() == {"format", "body", "receipt"} and said["format"] == FORMAT
    yield Check(SHAPED, NAME, holds=whole)
    detail = _opened(own).get("detail") or {}
    bound = detail.get("sha256") == body_sha256(body) and _opened(own).get("act") == ACT
    yield Check(BOUND, own["hash"], holds=bound)
    house = body["institution"]["code"]
    receipts = {each["hash"]: each for each in body["receipts"]}
    for each in (*receipts.values(), own):
        yield from _receipt(each, house)
    for link in body["links"]:
        for deed in link["deeds"]:
            yield Check(BEHIND, deed["receipt"], holds=_behind(link, deed, body, receipts))
    for text in body["texts"]:
        opened = _opened(receipts[text["receipt"]])
        same = opened.get("text") == hashlib.sha256(canonical(text["record"])).hexdigest()
        yield Check(WORDED, text["receipt"], holds=same)


def _receipt(said: Mapping[str, Any], house: str) -> Iterator[Check]:
    """Recompute one entry from its values up to its leaf hash."""
    octets, of = said["leaf"].encode("ascii"), said["hash"]
    leaf, fields = json.loads(octets), said["fields"]
    yield Check(HASHED, of, holds=b64u(leaf_hash(octets)) == of)
    named = tuple(field["name"] for field in fields)
    digests = [bytes.fromhex(field["digest"]) for field in fields]
    bound = b64u(commitment(said["type"], digests))
    yield Check(
        COMMITTED,
        of,
        holds=(
            leaf["c"] == bound and leaf["t"] == said["type"] and named == fields_of(said["type"])
        )
        and _lower(digests, fields, "digest"),
    )
    for field in fields:
        if field.keys() != {"name", "digest"}:
            yield Check(OPENED, f"{of} {field['name']}", holds=_opens(field))
    yield Check(SAME_HOUSE, of, holds=leaf["ten"] == house)


def _lower(octets: Sequence[bytes], fields: Sequence[Mapping[str, Any]], key: str) -> bool:
    """Tell whether hexadecimal signs are spelled the one way: `fromhex` forgives."""
    return all(each.hex() == field[key] for each, field in zip(octets, fields, strict=True))


def _opens(field: Mapping[str, Any]) -> bool:
    salt, value = bytes.fromhex(field["salt"]), canonical(field["value"])
    made = digest(salt=salt, field=field["name"], value=value)
    known = field.keys() == {"name", "digest", "salt", "value"}
    return known and salt.hex() == field["salt"] and made.hex() == field["digest"]


def _opened(said: Mapping[str, Any]) -> dict[str, Any]:
    return {field["name"]: field["value"] for field in said["fields"] if "value" in field}


def _behind(
    link: Mapping[str, Any],
    deed: Mapping[str, Any],
    body: Mapping[str, Any],
    receipts: Mapping[str, Mapping[str, Any]],
) -> bool:
    """Tell whether the entry behind a deed is of the right act, of this person, and of the time.

    Entries of many people at once name none of them; those that name one must name this one.
    What was erased since proves nothing, and denies nothing.
    """
    found = receipts[deed["receipt"]]
    opened = _opened(found)
    act = str(opened.get("act") or found["type"])
    person = str(opened.get("person") or opened.get("subject") or "")
    right = not person.startswith("person:") or person == body["person"]["id"]
    when = opened.get("acted_at")
    timely = when is None or _second(when) == deed["at"]
    same = _same_text(opened.get("detail"), body, receipts)
    return act in PROVES[Step(link["step"])] and right and timely and same


def _same_text(
    detail: Any, body: Mapping[str, Any], receipts: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Tell whether what was read is the very text that was published."""
    if not isinstance(detail, dict) or "text" not in detail:
        return True
    published = (text["receipt"] for text in body["texts"])
    return detail["text"] in {_opened(receipts[each]).get("text") for each in published}


def _second(when: str) -> str:
    return timestamp(datetime.fromisoformat(when).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file that holds says, and the leaf hash under which its sealing is on record."""

    body: dict[str, Any]
    leaf_hash: bytes


def stated(octets: bytes) -> Stated:
    """Read a file that `verify` found to hold."""
    said = json.loads(octets)
    return Stated(said["body"], leaf_hash(said["receipt"]["leaf"].encode("ascii")))
