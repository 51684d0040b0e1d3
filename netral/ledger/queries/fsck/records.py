"""The records of the business held against the leaves of their acts, both ways.

Each model with a key to an entry says in `attests` what its rows repeat of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import (
    Exists,
    F,
    ForeignKey,
    ManyToOneRel,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from netral.kernel.parts import parts
from netral.ledger.core.attest import ERASED, Follows, Says, agree, joins, lookup, read, size
from netral.ledger.core.attest import each as each_of
from netral.ledger.core.faults import Code, Fault
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries.fsck.entries import values
from netral.ledger.queries.openings import openings, openings_of

AT_ONCE: Final = 500
OWN: Final = "ledger"
KEY: Final = "entry"  # the key of most


@dataclass(frozen=True, slots=True)
class Tie:
    """One key of one model to an entry."""

    model: type[Model]
    key: str

    @property
    def label(self) -> str:
        """Return what its rows are called in faults."""
        return str(self.model._meta.label)

    @property
    def rows(self) -> QuerySet[Any]:
        """Return all rows, whatever a manager of the model would leave out."""
        return QuerySet(self.model)

    @property
    def says(self) -> list[Says]:
        """Return what the model says of the acts behind this key."""
        told: Sequence[Says | Follows] = getattr(self.model, "attests", ())
        return [each for each in told if isinstance(each, Says) and each.key == self.key]

    @property
    def follows(self) -> list[Follows]:
        """Return what follows from rows beneath; said once for all keys."""
        told: Sequence[Says | Follows] = getattr(self.model, "attests", ())
        return [each for each in told if isinstance(each, Follows)] if self.key == KEY else []


def ties() -> list[Tie]:
    """Return every key to an entry that a model outside the ledger has."""
    found = [
        Tie(relation.related_model, relation.field.name)
        for relation in Entry._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.related_model._meta.app_label != OWN
    ]
    return sorted(found, key=lambda each: (each.label, each.key))


def check() -> Iterator[Fault]:
    """Yield the rows that say something else than their leaves, and the leaves without rows."""
    for each in ties():
        yield from _rows(each)
        for rule in each.follows:
            yield from _following(each, rule)
        for says in each.says:
            if not (says.later or says.optional):
                yield from _without_row(each, says)
            if says.count:
                yield from _counted(each, says)


def about(entry: Entry) -> list[tuple[Tie, Model]]:
    """Return the rows that stand on an entry."""
    return [
        (each, row) for each in ties() for row in each.rows.filter(**{each.key: entry})[:AT_ONCE]
    ]


def of_row(each: Tie, row: Model) -> list[Fault]:
    """Return what one row says otherwise than its leaves."""
    return list(_some(each, [row]))


def _rows(each: Tie) -> Iterator[Fault]:
    rows = each.rows.filter(**{f"{each.key}__isnull": False})
    joined = rows.select_related(each.key, *_related(each)).order_by("pk")
    for some in parts(joined.iterator(AT_ONCE), AT_ONCE):
        yield from _some(each, some)


def _related(each: Tie) -> list[str]:
    """Return the relations that the paths of a model lead through."""
    found: set[str] = set()
    for path in {path for says in each.says for path in joins(says)}:
        model, names = each.model, []
        for name in path.split(".")[:-1]:
            field = next((f for f in model._meta.concrete_fields if f.name == name), None)
            if not isinstance(field, ForeignKey):
                break
            names.append(name)
            found.add("__".join(names))
            model = field.related_model
    return sorted(found)


def _some(each: Tie, rows: Sequence[Model]) -> Iterator[Fault]:
    firsts = {row.pk: getattr(row, each.key) for row in rows}
    history = _History(each, list(firsts.values()))
    entries = {entry.pk: entry for entry in (*firsts.values(), *history.newest.values())}
    opened = openings_of(entries)
    told = {pk: values(entry, opened.get(pk, [])) for pk, entry in entries.items()}
    for row in rows:
        first = firsts[row.pk]
        where = f"{each.label} {row.pk}"
        if getattr(row, "institution_id", first.institution_id) != first.institution_id:
            yield Fault(Code.ROW, where, {"column": "institution", "entry": first.pk})
        if not any(first.act in says.acts for says in each.says if not says.later):
            yield Fault(Code.WRONG_ACT, where, {"entry": first.pk, "act": first.act})
        for number, says in enumerate(each.says):
            entry = history.newest.get((number, bytes(first.ref))) if says.later else first
            if (number, bytes(first.ref)) in history.otherwise:
                continue
            if entry is not None and entry.act in says.acts:
                yield from _differences(where, says, row, told[entry.pk], entry)
            elif says.later:
                yield from _without(where, says, row)


class _History:
    """What else happened in the histories of some entries, as far as it is asked for."""

    def __init__(self, each: Tie, firsts: list[Entry]) -> None:
        self.newest: dict[tuple[int, bytes], Entry] = {}  # by number of the saying, and ref
        self.otherwise: set[tuple[int, bytes]] = set()
        steps = Entry.objects.filter(
            institution_id__in={entry.institution_id for entry in firsts},
            ref__in=list({bytes(entry.ref) for entry in firsts}),
        ).order_by("number")
        for number, says in enumerate(each.says):
            if says.later and firsts:
                for entry in steps.filter(act__in=says.acts):
                    self.newest[number, bytes(entry.ref)] = entry
            if says.unless and firsts:
                refs = steps.filter(act__in=says.unless).values_list("ref", flat=True)
                self.otherwise.update((number, bytes(ref)) for ref in refs)


def _without(where: str, says: Says, row: Model) -> Iterator[Fault]:
    for path, value in says.without.items():
        if read(row, path) != value:
            yield Fault(Code.ROW, where, {"column": path, "acts": ", ".join(says.acts)})


def _differences(
    where: str, says: Says, row: Model, told: dict[str, Any], entry: Entry
) -> Iterator[Fault]:
    if says.alone and lookup(told, says.alone) != 1:
        return
    wrong = [
        stands
        for path, paths in says.same.items()
        for stands in each_of(paths)
        if not agree(lookup(told, path), read(row, stands))
    ]
    for path, stands in says.among.items():
        known = lookup(told, path)
        there = known if isinstance(known, list) else ()
        if known is not ERASED and read(row, stands) not in there:
            wrong.append(stands)
    if entry.act in says.states and read(row, says.state) not in each_of(says.states[entry.act]):
        wrong.append(says.state)
    for column in wrong:
        yield Fault(Code.ROW, where, {"column": column, "entry": entry.pk, "act": entry.act})


def _without_row(each: Tie, says: Says) -> Iterator[Fault]:
    """Yield the entries whose row is gone: no row stands on them, or has moved on from them."""
    lost = Entry.objects.filter(act__in=says.acts).exclude(
        Exists(each.rows.filter(**{each.key: OuterRef("pk")}))
    )
    # What came back from a copy of the log has neither fields nor rows.
    lost = lost.filter(Exists(Disclosure.objects.filter(entry=OuterRef("pk"))))
    same = {"institution": OuterRef("institution"), "ref": OuterRef("ref")}
    if says.moves:
        moved = {f"{each.key}__{name}": value for name, value in same.items()}
        lost = lost.exclude(
            Exists(each.rows.filter(**moved, **{f"{each.key}__number__gt": OuterRef("number")}))
        )
    if says.until:
        lost = lost.exclude(Exists(Entry.objects.filter(**same, act__in=says.until)))
    for entry in lost.order_by("pk").iterator(AT_ONCE):
        if not _elsewhere(each, says, entry):
            facts = {"act": entry.act, "model": each.label}
            yield Fault(Code.NO_ROW, f"entry {entry.pk}", facts)


def _elsewhere(each: Tie, says: Says, entry: Entry) -> bool:
    """Tell whether the row of an act stands on another entry by now, found by what it says."""
    if not says.elsewhere:
        return False
    told = values(entry, openings(entry))
    found = {name: lookup(told, path) for name, path in says.elsewhere.items()}
    if any(value is ERASED for value in found.values()):
        return True  # it cannot be told any longer
    house = {f"{each.key}__institution": entry.institution_id}
    try:
        return bool(each.rows.filter(**found, **house))
    except (ValueError, TypeError, ValidationError):
        return False  # the entry names nothing that a row could have


def _following(each: Tie, rule: Follows) -> Iterator[Fault]:
    """Yield the rows that do not say what the newest row beneath them says."""
    beneath: Any = each.model._meta.get_field(rule.rows)
    rows: QuerySet[Any] = QuerySet(beneath.related_model).filter(
        **{beneath.field.name: OuterRef("pk")}
    )
    newest = Subquery(rows.order_by("-pk").values(rule.value)[:1])
    found = each.rows.annotate(newest=newest).exclude(**{rule.column: F("newest")})
    found = found.exclude(Q(newest=None) & Q(**{f"{rule.column}__in": rule.first}))
    for pk in found.order_by("pk").values_list("pk", flat=True).iterator():
        yield Fault(Code.ROW, f"{each.label} {pk}", {"column": rule.column, "rows": rule.rows})


def _counted(each: Tie, says: Says) -> Iterator[Fault]:
    """Yield the entries that say how many rows they made, and have another number of them."""
    rows = each.rows.filter(**{f"{each.key}__act__in": says.acts})
    stands = Counter(rows.values_list(f"{each.key}_id", flat=True).iterator())
    entries = {entry.pk: entry for entry in Entry.objects.filter(act__in=says.acts)}
    opened = openings_of(entries)
    for pk, entry in entries.items():
        told = lookup(values(entry, opened.get(pk, [])), says.count)
        if told is not ERASED and told is not None and size(told) != stands[pk]:
            facts = {"model": each.label, "committed": size(told), "rows": stands[pk]}
            yield Fault(Code.ROWS, f"entry {pk}", facts)
