"""Guidance as its two readers see it: the person, and the office that gave it. Nobody else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.circulars.core import CLAUSE_WORDS, ClauseKind, Stage
from netral.circulars.models import Clause
from netral.circulars.queries.gaps import said
from netral.circulars.queries.meanings import numbered
from netral.orgs import queries as orgs
from netral.orgs.core import PersonKind
from netral.orgs.models import Holding, Person
from netral.rules import queries as rules
from netral.supervision.core import GUIDANCE_WORDS, GuidanceKind
from netral.supervision.models import Guidance
from netral.supervision.queries.offices import held, over, superiors

SHOWN_PEOPLE = 40
CLAUSE_SIGNS = 90
JOINED = (
    "institution", "person__unit", "person__institution", "unit", "clause__circular",
    "given_by__office__unit", "given_by__person", "entry", "seen_entry", "reply_entry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One note or warning in a list."""

    slug: str
    word: str  # msgid of the kind
    name: str  # of the person
    unit: str
    by: str  # title of the office, and who held it
    given_at: datetime
    seen_at: datetime | None
    replied_at: datetime | None

    @property
    def meaning(self) -> str:
        """Return how it is marked for the office that gave it."""
        return "done" if self.replied_at else "info" if self.seen_at else "due"


def _rows(seat: Seat) -> QuerySet[Guidance]:
    rows: QuerySet[Guidance] = Guidance.objects.of(seat.institution).select_related(*JOINED)
    return rows


def mine(seat: Seat) -> list[Line]:
    """Return what was given to the seated person, newest first."""
    return [line(row) for row in _rows(seat).filter(person__account=seat.user)]


def unseen(seat: Seat) -> int:
    """Count what the seated person has not opened yet."""
    rows = Guidance.objects.of(seat.institution)
    return rows.filter(person__account=seat.user, seen_at=None).count()


def given(seat: Seat) -> QuerySet[Guidance]:
    """Return what the offices gave that the seat holds today, whoever held them then.

    What was given to the seated person is left out: it is read on the own page.
    """
    offices = {term.office_id for term in held(seat, Duty.GUIDE_STAFF)}
    return _rows(seat).filter(given_by__office__in=offices).exclude(person__account=seat.user)


def found(seat: Seat, slug: str) -> Guidance:
    """Return what the seat may read.

    Raises:
        NotYours: it is for somebody else, from another office, or not there.
    """
    offices = {term.office_id for term in held(seat, Duty.GUIDE_STAFF)}
    entitled = Q(person__account=seat.user) | Q(given_by__office__in=offices)
    row: Guidance | None = _rows(seat).filter(entitled, slug=slug).first()
    if row is None:
        raise NotYours
    return row


def line(row: Guidance) -> Line:
    """Return one row of a list."""
    term = row.given_by
    return Line(
        slug=row.slug,
        word=GUIDANCE_WORDS[GuidanceKind(row.kind)],
        name=row.person.full_name,
        unit=row.unit.name,
        by=f"{term.title} ({term.person.full_name})",
        given_at=row.given_at,
        seen_at=row.seen_at,
        replied_at=row.replied_at,
    )


def term_over(seat: Seat, person: Person) -> Holding | None:
    """Return the office in which the seat guides a person; None if it may not.

    Nobody guides themselves or somebody who heads the own unit or one above it, also where that
    person's own post lies below.
    """
    term = over(held(seat, Duty.GUIDE_STAFF), person.unit.path)
    if term is None or person.account_id == seat.user.pk:
        return None
    return None if person.pk in superiors(seat, term.office.unit) else term


def people(seat: Seat, words: str) -> list[Person]:
    """Return people whom the seat may guide and whose name holds every word, by name."""
    terms = held(seat, Duty.GUIDE_STAFF)
    paths = [term.office.unit.path for term in terms]
    rows = Person.objects.of(seat.institution).serving().exclude(kind=PersonKind.OFFICIAL)
    rows = rows.filter(orgs.within(paths, "unit__path")).exclude(account=seat.user)
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    above = set().union(*(superiors(seat, term.office.unit) for term in terms))
    rows = rows.exclude(pk__in=above).select_related("unit").order_by("name", "pk")
    return list(rows[:SHOWN_PEOPLE])


def clauses(seat: Seat) -> list[tuple[Clause, str]]:
    """Return the bans and duties of circulars in force, each with how it is named."""
    rows = Clause.objects.of(seat.institution).filter(
        circular__stage=Stage.PUBLISHED,
        circular__published_at__lte=seat.at.acted,
        circular__parent=None,
    )
    circulars = {row.circular_id: row.circular for row in rows.select_related("circular")}
    named = [(clause, n) for each in circulars.values() for n, clause in numbered(each)]
    return [(clause, clause_name(clause, n)) for clause, n in named]


def clause_name(clause: Clause, number: int) -> str:
    """Name a clause by circular, number and words."""
    kind = gettext(CLAUSE_WORDS[ClauseKind(clause.kind)])
    words = Truncator(clause.text).chars(CLAUSE_SIGNS)
    return f"{clause.circular.number or clause.circular.subject}, {number} ({kind}): {words}"


def acts(seat: Seat) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the acts of the rule base by topic, as a field offers them."""
    vocabulary = rules.in_force(seat.institution, seat.at.acted).base.vocabulary
    return [
        (said(name), [(act.code, said(act.name)) for act in vocabulary.acts if act.topic == code])
        for code, name in vocabulary.topics.items()
    ]


def act_names(seat: Seat, codes: Sequence[str]) -> list[str]:
    """Return how acts are called; a code that is gone is shown as it is."""
    vocabulary = rules.in_force(seat.institution, seat.at.acted).base.vocabulary
    names = {act.code: said(act.name) for act in vocabulary.acts}
    return [names.get(code, code) for code in codes]
