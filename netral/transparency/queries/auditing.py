"""What an auditor sees of entries beyond the public part, in the own institution alone."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import ForeignObjectRel, QuerySet

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.kernel.moment import midnight
from netral.kernel.words import N_
from netral.ledger.core.leaf import Kept
from netral.ledger.models import Entry
from netral.ledger.queries.checks import Check, Kind, check
from netral.ledger.queries.disclosed import worded
from netral.ledger.queries.openings import openings
from netral.orgs.models import Person
from netral.orgs.queries import root
from netral.pacts.core import masked
from netral.transparency.acts import ACTS, WITHHELD
from netral.transparency.records import RECORDS

MANY: Final = 50  # records of one entry that are named; an import has thousands
LONG: Final = 500  # entries of one history whose records are looked for
IDENTITY: Final = re.compile(r"(?<!\d)\d{16,18}(?!\d)")  # NIK, NIP
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NAMED: Final = re.compile(r"(user|person):(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of entries was narrowed to; days are those of the institution's own zone."""

    act: str = ""
    first: date | None = None
    last: date | None = None


def may_audit(seat: Seat | None) -> bool:
    """Tell whether somebody may read the whole of the own institution."""
    return seat is not None and seat.may(Duty.AUDIT, root(seat.institution).path)


def listing(seat: Seat, wanted: Wanted) -> QuerySet[Any]:
    """Return the entries that an auditor may see, the newest first.

    Raises:
        NotYours: the seat does not audit the whole institution.
    """
    seat.require(Duty.AUDIT, root(seat.institution).path)
    acts = [wanted.act] if wanted.act in ACTS else list(ACTS)
    rows = Entry.objects.of(seat.institution).filter(act__in=acts)
    zone = seat.institution.zone
    if wanted.first:
        rows = rows.filter(logged_at__gte=midnight(wanted.first, zone))
    if wanted.last:
        rows = rows.filter(logged_at__lt=midnight(wanted.last + timedelta(days=1), zone))
    return rows.select_related("place").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Value:
    """One committed field: its text, or why there is none."""

    field: str
    text: str = ""
    inner: Sequence[tuple[str, str]] = ()  # of a field that holds several values
    person: int | None = None  # whose page belongs to it
    at: datetime | None = None  # of a field that is an instant
    erased: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One row that the entry stands for."""

    word: str  # untranslated
    url: str  # empty: no page shows it
    own: bool  # of this very act; else of another one in the same history


@dataclass(frozen=True, slots=True)
class Audited:
    """An entry as its auditor sees it."""

    act: str
    values: Sequence[Value]
    checks: Sequence[Check]
    records: Sequence[Record]
    more: bool  # there are records that are not named


def audited(seat: Seat | None, pk: int) -> Audited | None:
    """Return what the seated person may see of an entry; None if it is only the public part."""
    if seat is None or not may_audit(seat):
        return None
    entry = Entry.objects.of(seat.institution).filter(pk=pk, act__in=ACTS).first()
    if entry is None:
        return None
    records = _records(entry)
    return Audited(
        act=entry.act,
        values=_values(entry),
        checks=_checks(entry),
        records=records[:MANY],
        more=len(records) > MANY,
    )


def _values(entry: Entry) -> list[Value]:
    rows = openings(entry)
    withheld = WITHHELD.get(entry.act, frozenset())
    read = {row.field: _read(row) for row in rows if row.field not in withheld}
    names = _names(entry, read.values())
    return [
        Value(row.field, withheld=True)
        if row.field in withheld
        else Value(row.field, erased=True)
        if row.value is None
        else _value(row.field, read[row.field], names)
        for row in rows
    ]


def _read(row: Kept) -> Any:
    try:
        return json.loads(row.value or b"null")
    except (ValueError, RecursionError):
        return None


def _names(entry: Entry, values: Any) -> Mapping[str, tuple[int, str]]:
    """Return who is behind `user:12` and `person:7`, of this institution: row and name."""
    found = {match.group() for each in values for match in NAMED.finditer(json.dumps(each))}
    keys = {kind: [int(f.partition(":")[2]) for f in found if f.startswith(kind)]
            for kind in ("user", "person")}  # fmt: skip
    people = Person.objects.of(entry.institution_id)
    named = {f"person:{p.pk}": (p.pk, p.full_name) for p in people.filter(pk__in=keys["person"])}
    owners = people.filter(account__in=keys["user"])
    return named | {f"user:{p.account_id}": (p.pk, p.full_name) for p in owners}


def _value(field: str, value: Any, names: Mapping[str, tuple[int, str]]) -> Value:
    if isinstance(value, dict):
        return Value(field, inner=[(str(k), _text(v, names)) for k, v in value.items()])
    if not isinstance(value, str):
        return Value(field, _text(value, names))
    if who := names.get(value):
        return Value(field, who[1], person=who[0])
    if INSTANT.fullmatch(value):
        return Value(field, value, at=_instant(value))
    text = _text(worded(field, value), names)
    return Value(field, masked(text) if field == "identity" else text)


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _text(value: Any, names: Mapping[str, tuple[int, str]]) -> str:
    if isinstance(value, list):
        return ", ".join(_text(each, names) for each in value)
    if isinstance(value, str):
        text = names[value][1] if value in names else value
    else:
        text = "" if value is None else json.dumps(value, ensure_ascii=False)
    return IDENTITY.sub(lambda found: masked(found.group()), text)


def _checks(entry: Entry) -> list[Check]:
    """Check an entry now; a leaf that was altered past reading fits nothing."""
    try:
        return check(entry)
    except (ValueError, KeyError, TypeError):
        return [Check(Kind.LEAF, N_("The leaf can be read."), fits=False)]


def _records(entry: Entry) -> list[Record]:
    """Return the rows of the matter: first those of this very act, then of the acts around it."""
    history = Entry.objects.of(entry.institution_id).filter(ref=bytes(entry.ref))
    keys = list(history.order_by("number").values_list("pk", flat=True)[:LONG])
    found: list[Record] = []
    for model, column in _models():
        word, address = RECORDS[model._meta.label]
        for row in model.objects.filter(**{f"{column}__in": keys}).order_by("pk")[: MANY + 1]:
            own = getattr(row, f"{column}_id") == entry.pk
            found.append(Record(word, address(row) if address else "", own))
    return sorted(found, key=lambda record: not record.own)


def _models() -> Iterator[tuple[Any, str]]:
    """Yield the models whose rows name an entry, and by which of their columns."""
    for link in Entry._meta.get_fields(include_hidden=True):
        model: Any = link.related_model
        if isinstance(link, ForeignObjectRel) and model._meta.label in RECORDS:
            yield model, link.field.name
