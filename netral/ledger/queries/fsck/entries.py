"""One entry held against its leaf: columns, commitment, openings, erasures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from netral.ledger.core.attest import ERASED, spoken
from netral.ledger.core.chains import check, parse
from netral.ledger.core.faults import Code, Fault
from netral.ledger.core.leaf import Kept, b64u, commitment, digest, timestamp
from netral.ledger.core.sealed import begins, day_at
from netral.ledger.core.tree import leaf_hash
from netral.ledger.core.types import TYPES, Form
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries.fsck import passkeys
from netral.ledger.queries.openings import openings

# Types whose acts have other names than the type itself.
ACTS: Final[Mapping[str, frozenset[str]]] = {
    "erasure/1": frozenset({"disclosure.erased"}),
    "permit.decided/1": frozenset({"permit.decided", "permit.revoked"}),
    "sealed/1": frozenset({"leaf.sealed"}),
    "opening/1": frozenset({"leaf.opened"}),
}
NOT_KEPT: Final = frozenset({("sealed/1", "code_pk")})  # only its maker can open it
Openings = Sequence[Kept]
Erased = Mapping[int, set[str]]  # the fields that erasure leaves name, by entry


def erasures(entry: int | None = None) -> Erased:
    """Read from the erasure leaves what was erased: of all entries, or of one."""
    leaves = Entry.objects.filter(kind="erasure/1")
    if entry is not None:
        named = Disclosure.objects.filter(field="entry", value=str(entry).encode())
        leaves = leaves.filter(disclosures__in=named)
    kept = Disclosure.objects.filter(entry__in=leaves, field__in=("entry", "fields"))
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for pk, name, value in kept.values_list("entry_id", "field", "value"):
        told[pk][name] = spoken(bytes(value)) if value is not None else None
    found: dict[int, set[str]] = defaultdict(set)
    for each in told.values():
        of, names = each.get("entry"), each.get("fields")
        if isinstance(of, int) and isinstance(names, list):
            found[of].update(name for name in names if isinstance(name, str))
    return found


def values(entry: Entry, kept: Openings) -> dict[str, Any]:
    """Return the committed values of an entry by field, with its public `x` and its time `at`."""
    told: dict[str, Any] = {
        each.field: spoken(each.value) if each.value is not None else ERASED for each in kept
    }
    leaf = spoken(bytes(entry.leaf))
    leaf = leaf if isinstance(leaf, dict) else {}
    return told | {"x": leaf.get("x", {}), "at": leaf.get("at")}


def faults(entry: Entry, kept: Openings, erased: Erased) -> Iterator[Fault]:
    """Yield what does not fit in one entry; `entry` brings its institution along."""
    where = f"entry {entry.pk}"
    octets = bytes(entry.leaf)
    try:
        leaf = parse(octets)
        form = TYPES[leaf["t"]].form
        check(leaf, form)
    except (ValueError, TypeError, KeyError, AttributeError):
        yield Fault(Code.ENTRY, where, {"column": "leaf"})
        return
    for column in _columns(entry, leaf, octets, form):
        yield Fault(Code.ENTRY, where, {"column": column})
    yield from _commitment(where, leaf, kept, form)
    yield from _openings(where, leaf["t"], kept, erased.get(entry.pk, set()))
    yield from _act(where, entry, kept)
    if leaf["t"] == passkeys.SIGNED:
        yield from passkeys.faults(where, entry, leaf, kept)


def _columns(entry: Entry, leaf: dict[str, Any], octets: bytes, form: Form) -> Iterator[str]:
    """Yield the columns that say something else than the leaf."""
    if bytes(entry.leaf_hash) != leaf_hash(octets):
        yield "leaf_hash"
    if entry.kind != leaf["t"]:
        yield "kind"
    sealed = form is Form.SEALED
    same = {
        "logged_at": entry.logged_at == begins(date.fromisoformat(leaf["at"]))
        if sealed
        else timestamp(entry.logged_at) == leaf["at"],
        # Who set a report's release to a later day would keep it out of the log for ever.
        "not_before": (entry.not_before and day_at(entry.not_before).isoformat())
        == (leaf["at"] if sealed else None),
    }
    if form is Form.HISTORY:
        same |= {
            "ref": b64u(bytes(entry.ref)) == leaf["ref"],
            "number": entry.number == leaf["n"],
            "institution": entry.institution.code == leaf["ten"],
        }
    yield from (column for column, fits in same.items() if not fits)


def _commitment(where: str, leaf: dict[str, Any], kept: Openings, form: Form) -> Iterator[Fault]:
    if form is Form.OPENING or not kept:
        return  # who keeps nothing is counted, and held against what was recovered
    names = tuple(each.field for each in kept)
    if names != TYPES[leaf["t"]].fields:
        yield Fault(Code.COMMITMENT, where, {"fields": len(names)})
    elif b64u(commitment(leaf["t"], [each.digest for each in kept])) != leaf["c"]:
        yield Fault(Code.COMMITMENT, where)


def _openings(where: str, kind: str, kept: Openings, erased: set[str]) -> Iterator[Fault]:
    for each in kept:
        told = {"field": each.field}
        if each.salt is None or each.value is None:
            if each.field not in erased and (kind, each.field) not in NOT_KEPT:
                yield Fault(Code.ERASED, where, told)
            continue
        if each.field in erased:
            yield Fault(Code.ERASURE, where, told)
        if digest(salt=each.salt, field=each.field, value=each.value) != each.digest:
            yield Fault(Code.OPENING, where, told)


def _act(where: str, entry: Entry, kept: Openings) -> Iterator[Fault]:
    """Hold the name of the act against what was committed, or against the type."""
    told = [each.value for each in kept if each.field == "act"]
    base = entry.kind.partition("/")[0]
    if bare(entry, kept):
        fits = entry.act in {base, *ACTS.get(entry.kind, ())}
    elif told:
        fits = told[0] is None or told[0] == f'"{entry.act}"'.encode()
    else:
        fits = entry.act in ACTS.get(entry.kind, {base})
    if not fits:
        yield Fault(Code.ENTRY, where, {"column": "act"})


def bare(entry: Entry, kept: Openings) -> bool:
    """Tell whether nothing is kept of what an entry committed to: it came back from a copy."""
    return not kept and entry.kind in TYPES and bool(TYPES[entry.kind].fields)


def recovered() -> int:
    """Return how many entries were brought back from copies of the log, by its own account."""
    told: dict[datetime, int] = {}  # each recovery is recorded once for each institution
    for entry in Entry.objects.filter(act="log.recovered"):
        detail = values(entry, openings(entry)).get("detail")
        made = detail.get("made") if isinstance(detail, dict) else 0
        told[entry.logged_at] = made if isinstance(made, int) else 0
    return sum(told.values())
