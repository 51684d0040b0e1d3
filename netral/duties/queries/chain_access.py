"""Who may look at whose chain, and what there is to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.models import User
from netral.access.queries import Seat
from netral.circulars.models import Circular, Clause
from netral.circulars.queries.meanings import numbered
from netral.duties.core.chain import TOLD_TO_THE_PERSON, VIEWER_WORDS, Viewer
from netral.duties.models import ChainLook, Digest
from netral.duties.queries.chain import TOLD, Subject, subject_of
from netral.orgs.models import Person
from netral.orgs.queries import person_of, root
from netral.orgs.queries.people import Wanted, people

FEW: Final = 30  # people on a page of the search: who looks for one types more of the name
BY_DUTY: Final = {
    Duty.TAKE_REFERRAL: Viewer.CASE_OFFICER,
    Duty.TAKE_INSPECTION: Viewer.INSPECTOR,
}


def viewer(seat: Seat, person: Person) -> Viewer:
    """Return as what the seat may look at the chain of `person`.

    Oneself at the own; who answers for a unit at the people of that unit and below; who takes
    referrals or inspections over the whole institution at everybody's.

    Raises:
        NotYours: it may not; a hidden person and a missing one look alike.
    """
    if person.account_id == seat.user.pk:
        return Viewer.SELF
    if seat.may(Duty.ANSWER_FOR_UNIT, person.unit.path):
        return Viewer.HEAD
    whole = root(seat.institution).path
    for duty, found in BY_DUTY.items():
        if seat.may(duty, whole):
            return found
    raise NotYours


def person_for_chain(seat: Seat, pk: int) -> tuple[Person, Viewer]:
    """Return a person whose chains the seat may look at, and as what it looks."""
    rows = Person.objects.of(seat.institution).select_related("unit", "institution", "account")
    person = rows.filter(pk=pk).first()
    if person is None:
        raise NotYours
    return person, viewer(seat, person)


def told(seen_as: Viewer) -> bool:
    """Tell whether the person reads of a look of this kind."""
    return seen_as in TOLD_TO_THE_PERSON


def chain_for(seat: Seat, person_pk: int, clause_pk: int) -> tuple[Subject, Viewer]:
    """Return whom and what an address means, and as what the seat looks."""
    person, seen_as = person_for_chain(seat, person_pk)
    clauses = Clause.objects.of(seat.institution).filter(
        pk=clause_pk, circular__stage__in=TOLD, circular__published_at__isnull=False
    )
    joined = ("circular__unit", "circular__entry", "circular__institution", "meaning", "restates")
    clause = clauses.select_related(*joined).first()
    if clause is None or not _reaches(clause.circular, person):
        raise NotYours
    return subject_of(person, clause), seen_as


def _reaches(circular: Circular, person: Person) -> bool:
    """Tell whether the circular is one of the person's own line: no other was for the person."""
    return bool(person.unit.path.startswith(circular.unit.path))


def searched(seat: Seat, words: str) -> list[Person]:
    """Return the people whose chains the seat may look at, whose name or number begins so."""
    if not words.strip():
        return []
    whole = root(seat.institution).path
    paths = set(seat.paths(Duty.ANSWER_FOR_UNIT))
    if any(seat.may(duty, whole) for duty in BY_DUTY):
        paths.add(whole)
    return list(people(seat.institution, paths, Wanted(words=words))[:FEW])


def own(seat: Seat) -> Person | None:
    """Return the seated person, if on the roster."""
    return person_of(seat)


@dataclass(frozen=True, slots=True)
class Choice:
    """A circular and its clauses with the numbers that the letter prints."""

    circular: Circular
    clauses: tuple[tuple[int, Clause], ...]


def choices(person: Person) -> list[Choice]:
    """Return the circulars of the person's own line that are or were in force, newest first."""
    rows = Circular.objects.of(person.institution_id).filter(
        stage__in=TOLD, published_at__isnull=False
    )
    line = rows.select_related("unit").order_by("-published_at", "-pk")
    return [Choice(each, tuple(numbered(each))) for each in line if _reaches(each, person)]


@dataclass(frozen=True, slots=True)
class Look:
    """One look by somebody else, as the person reads it."""

    name: str
    role: str  # msgid
    at: datetime
    sealed: bool
    entry: int


def looks(subject: Subject, seen_as: Viewer) -> list[Look]:
    """Return who looked at a chain, latest first, as far as a viewer may read it."""
    rows: QuerySet[ChainLook] = ChainLook.objects.of(subject.person.institution_id).filter(
        person=subject.person, clause=subject.clause
    )
    found = list(_open_to(rows, seen_as))
    names = _names(found)
    return [
        Look(
            name=names.get(row.by, row.by),
            role=VIEWER_WORDS[Viewer(row.viewer)],
            at=row.at,
            sealed=row.digest_id is not None,
            entry=row.entry_id,
        )
        for row in found
    ]


def _names(rows: Sequence[ChainLook]) -> dict[str, str]:
    ids = {row.by.partition(":")[2] for row in rows}
    users = User.objects.filter(pk__in=[each for each in ids if each.isdigit()])
    return {f"user:{user.pk}": user.name for user in users}


def papers_of(subject: Subject, seen_as: Viewer) -> list[ChainLook]:
    """Return the sealed papers of a chain that a viewer may open, the latest first."""
    rows = ChainLook.objects.of(subject.person.institution_id).filter(
        person=subject.person, clause=subject.clause, digest__isnull=False
    )
    return list(_open_to(rows, seen_as).select_related("digest__paper__entry"))


def _open_to(rows: QuerySet[ChainLook], seen_as: Viewer) -> QuerySet[ChainLook]:
    """Keep the looks that a viewer may know of: those of investigators are for investigators."""
    if seen_as in TOLD_TO_THE_PERSON:
        return rows.filter(viewer__in=[each.value for each in TOLD_TO_THE_PERSON])
    return rows


def paper_for(seat: Seat, pk: int) -> tuple[Subject, Viewer, Digest]:
    """Return a sealed chain by its number, for whoever may look at that chain."""
    rows = ChainLook.objects.of(seat.institution).filter(digest=pk)
    found = rows.select_related("digest__paper__institution").first()
    if found is None or found.digest is None:
        raise NotYours
    subject, seen_as = chain_for(seat, found.person_id, found.clause_id)
    if found not in papers_of(subject, seen_as):
        raise NotYours
    return subject, seen_as, found.digest
