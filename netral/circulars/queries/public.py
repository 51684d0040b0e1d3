"""What everybody may read: circulars that are or were in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from netral.calendar import queries as calendar
from netral.calendar.core.stages import STAGE_WORDS
from netral.circulars.core import ClauseKind, ItemState, Stage
from netral.circulars.core.text import is_doubtful
from netral.circulars.models import CascadeItem, Circular, Clause
from netral.ledger.models import Entry
from netral.ledger.queries.marks import Mark, marks
from netral.orgs import queries as orgs
from netral.orgs.core import ASN, PERSON_WORDS, PersonKind, unit_id
from netral.orgs.models import Unit
from netral.tallies import queries as tallies
from netral.tenancy.models import Institution

TOLD: Final = (Stage.PUBLISHED, Stage.SUPERSEDED, Stage.REVOKED)
PUBLISHED: Final = "circular.published"
JOINED: Final = (
    "institution", "unit", "parent", "supersedes", "paper", "signatory__office__unit", "entry",
)  # fmt: skip


def find(slug: str) -> Circular | None:
    """Return the circular of that short address, unless it was never published."""
    rows = Circular.objects.filter(slug=slug.lower(), stage__in=TOLD, published_at__isnull=False)
    found: Circular | None = rows.select_related(*JOINED).first()
    return found


def public_list(
    institution: Institution | None, words: str = "", parent: Circular | None = None
) -> QuerySet[Circular]:
    """Return the circulars in force, newest first.

    Derived ones, of which there are hundreds, come with a `parent` or with `words` that look for
    them in number and subject.
    """
    rows = Circular.objects.filter(stage=Stage.PUBLISHED, published_at__isnull=False)
    if institution is not None:
        rows = rows.of(institution)
    if parent is not None:
        rows = rows.filter(parent=parent)
    elif not words:
        rows = rows.filter(parent=None)
    for word in words.split():
        rows = rows.filter(Q(number__icontains=word) | Q(subject__icontains=word))
    in_force = Count("derived", filter=Q(derived__stage=Stage.PUBLISHED))
    rows = rows.select_related("institution", "unit").annotate(derived_count=in_force)
    return rows.defer("institution__emblem").order_by("-published_at", "-pk")


MANY: Final = 100  # people; fewer are not told of in public
STEP: Final = 5  # percent


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis, and whether its source was found."""

    title: str
    dated_on: date | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses of one kind, numbered on from those before."""

    kind: ClauseKind
    clauses: list[tuple[int, Clause, str]]  # number, clause, kinds of people if only some


@dataclass(frozen=True, slots=True)
class ElectionNow:
    """An election that a circular concerns, and its stage on the institution's own day."""

    name: str
    stage: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a circular; offices are named, people are not."""

    what: str
    at: datetime
    mark: Mark | None  # where its entry stands in the log
    meaning: str = "done"
    act: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a circular has come; figures of the whole institution."""

    desks: int
    derived: int
    audience: int
    read: int

    @property
    def derived_share(self) -> float:
        """Return the percentage of units that issued their own."""
        return 100 * self.derived / self.desks if self.desks else 0.0

    @property
    def read_share(self) -> int | None:
        """Return about how many percent stated to have read it: in steps of five, rounded down.

        Strangers see this, at any time, beside open figures in bands: an exact count would
        take the bands apart, and a step of few people would point at them. None: too few.
        """
        if self.audience < MANY:
            return None
        return 100 * self.read // self.audience // STEP * STEP


def groups(circular: Circular) -> list[Group]:
    """Return the clauses by kind, numbered as in the letter."""
    clauses, number, found = list(circular.clauses.all()), 0, []
    for kind in ClauseKind:
        own = [clause for clause in clauses if clause.kind == kind]
        numbered = [(number + n, clause, _kinds(clause.kinds)) for n, clause in enumerate(own, 1)]
        number += len(own)
        if own:
            found.append(Group(kind, numbered))
    return found


def _kinds(kinds: Sequence[str]) -> str:
    """Name kinds of people, all of ASN in one word."""
    asked = [PersonKind(kind) for kind in kinds]
    names = [gettext("All civil servants (ASN)")] if set(asked) >= ASN else []
    rest = [kind for kind in asked if not names or kind not in ASN]
    return ", ".join(names + [gettext(PERSON_WORDS[kind]) for kind in rest])


def bases(circular: Circular) -> list[Basis]:
    """Return the legal bases; what comes from memory, or from conflicting sources, is doubtful."""
    return [_basis(row) for row in circular.bases]


def _basis(row: Mapping[str, Any]) -> Basis:
    day = row.get("dated_on")
    return Basis(
        title=str(row["title"]),
        dated_on=date.fromisoformat(day) if day else None,
        doubtful=is_doubtful(str(row.get("confidence") or "")),
    )


def bound(circular: Circular) -> tuple[str, list[str]]:
    """Return which kinds of people and which units a circular binds; none listed means all."""
    paths = circular.audience.get("units") or ()
    ids = [unit_id(path) for path in paths]
    units = Unit.objects.of(circular.institution_id).filter(pk__in=ids) if ids else ()
    return _kinds(circular.audience.get("kinds") or ()), [unit.name for unit in units]


def elections(circular: Circular, at: datetime) -> list[ElectionNow]:
    """Return the elections that a circular concerns, with their stage at an instant."""
    known = {election.code: election for election in calendar.elections()}
    return [
        ElectionNow(
            name=known[code].name,
            stage=gettext(STAGE_WORDS[fact.stage]),
            doubts=tuple(gettext(doubt) for doubt in fact.doubts),
        )
        for code in circular.elections
        if code in known
        for fact in [calendar.stage_for(circular.institution, code, at)]
    ]


def steps(circular: Circular) -> list[Step]:
    """Return what befell a circular, in order, with the places of its entries in the log."""
    given = circular.initials.filter(given_at__isnull=False).select_related("office", "entry")
    initials = [row for row in given if row.given_at and row.entry]
    entries = _history(circular)
    logged = marks([*entries.values(), *(row.entry for row in initials if row.entry)])
    found = [
        Step(gettext("Initialled: %s") % row.office.title, row.given_at, logged[row.entry.pk])
        for row in initials
        if row.given_at and row.entry
    ]

    def add(what: str, at: datetime | None, act: str, meaning: str = "done") -> None:
        if at is not None:
            entry = entries.get(act)
            found.append(Step(what, at, logged[entry.pk] if entry else None, meaning, act))

    add(gettext("Signed"), circular.signed_at, "circular.signed")
    add(gettext("Published"), circular.published_at, PUBLISHED)
    ended = {Stage.SUPERSEDED: gettext("Superseded"), Stage.REVOKED: gettext("Revoked")}
    add(ended.get(Stage(circular.stage), ""), circular.ended_at, "circular.revoked", "stopped")
    return found


def _history(circular: Circular) -> dict[str, Entry]:
    """Return the last entry of each act in the life of a circular."""
    rows = Entry.objects.of(circular.institution_id).filter(ref=bytes(circular.entry.ref))
    return {entry.act: entry for entry in rows.order_by("number")}


def published_entry(circular: Circular) -> Entry | None:
    """Return the entry that put a circular in force: its leaf shows number and hash to all."""
    return _history(circular).get(PUBLISHED)


def successor(circular: Circular) -> Circular | None:
    """Return the published circular that took this one's place."""
    found: Circular | None = circular.successors.filter(published_at__isnull=False).first()
    return found


def reach(circular: Circular) -> Reach:
    """Return how far a circular has come, from the desks of heads and from the counters."""
    desks = CascadeItem.objects.of(circular.institution_id).filter(circular=circular)
    derived = Count("pk", filter=Q(state=ItemState.DERIVED))
    counted = desks.aggregate(desks=Count("pk"), derived=derived)
    top = orgs.root(circular.institution).pk
    figures = tallies.wholes(circular.institution_id, circular.board, [top]).get(top, {})
    return Reach(
        desks=counted["desks"],
        derived=counted["derived"],
        audience=figures.get("audience", 0),
        read=figures.get("read", 0),
    )
