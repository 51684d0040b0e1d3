"""What the clauses of circulars were read to mean, and circulars as an engine sees them."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects

from netral.calendar import queries as calendar
from netral.circulars.core import ClauseKind, Form, Stage
from netral.circulars.core.meaning import (
    MARK,
    Duty,
    LocalCircular,
    LocalClause,
    Meaning,
    said_in,
)
from netral.circulars.models import (
    Circular,
    Clause,
    ClauseMeaning,
    ClauseReading,
    MeaningProposal,
)
from netral.kernel.moment import local_day
from netral.rules.core import Confidence
from netral.rules.core.base import ACT, RuleBase
from netral.tenancy.models import Institution

NAMES: Final = {
    Form.CIRCULAR: ("Surat Edaran", "Circular"),
    Form.INSTRUCTION: ("Instruksi", "Instruction"),
}

MEANT: Final = Prefetch("clauses", queryset=Clause.objects.select_related("meaning"))


def meaning_of(row: ClauseReading) -> Meaning:
    """Return a stored meaning as a value."""
    return Meaning(
        restates=tuple(row.restates),
        acts=tuple(row.acts),
        stages=tuple(row.stages),
        circumstances=tuple(sorted(row.circumstances.items())),
        duties=tuple(Duty(duty) for duty in row.duties),
    )


def numbered(circular: Circular) -> list[tuple[int, Clause]]:
    """Return the clauses with the numbers that the letter and the page print: by kind."""
    prefetch_related_objects([circular], MEANT)  # nothing, where they were fetched along
    place = {kind: n for n, kind in enumerate(ClauseKind)}
    clauses = sorted(circular.clauses.all(), key=lambda c: (place[ClauseKind(c.kind)], c.order))
    return list(enumerate(clauses, start=1))


def may_mean(clause: Clause) -> bool:
    """Tell whether a clause is read by itself: in a derived circular only duties that it adds.

    Its other clauses mean what its parent's mean. No engine knows of derived circulars, but what
    one asks of the units below it is owed by them.
    """
    if clause.circular.parent_id is None:
        return True
    return clause.kind == ClauseKind.DUTY and clause.restates_id is None


def stored_meaning(clause: Clause) -> ClauseMeaning | None:
    """Return the row that says what a clause means, if somebody has said so."""
    return getattr(clause, "meaning", None)


def acts_of(clause: Clause, base: RuleBase) -> tuple[str, ...]:
    """Return the acts that a clause names, else those of the rules of `base` that it restates.

    A clause of a derived circular that has no meaning of its own means what the clause above does.
    """
    row = stored_meaning(clause)
    if row is None and clause.restates is not None:
        row = stored_meaning(clause.restates)
    if row is None or row.acts:
        return tuple(row.acts) if row else ()
    restated = (rule for rule in base.rules if rule.code in row.restates)
    return tuple(sorted({act for rule in restated for act in rule.when.get(ACT, ())}))


def stored_proposal(clause: Clause) -> MeaningProposal | None:
    """Return the latest proposal for a signed clause, waiting or sent back, if there is one."""
    return getattr(clause, "proposal", None)


def local_circulars(institution: Institution, at: datetime) -> tuple[LocalCircular, ...]:
    """Return what the circulars known at `at` add, those that have ended since included."""
    return tuple(local for _, local in meant(institution, at))


def meant(institution: Institution, at: datetime) -> list[tuple[Circular, LocalCircular]]:
    """Return the circulars known at `at` beside what an engine sees of them.

    A derived circular, or one addressed to some units only, binds those units alone: it adds
    nothing to the rules of the whole institution.
    """
    rows = Circular.objects.of(institution).filter(
        stage__in=(Stage.PUBLISHED, Stage.SUPERSEDED, Stage.REVOKED),
        parent=None,
        published_at__lte=at,
    )
    known: list[tuple[Circular, LocalCircular]] = []
    for circular in rows.prefetch_related(MEANT).order_by("published_at", "pk"):
        if not circular.audience.get("units"):
            local = as_local(circular, institution, at, taken=[each.code for _, each in known])
            known += [(circular, local)] if local else []
    return known


def as_local(
    circular: Circular, institution: Institution, at: datetime, taken: Sequence[str] = ()
) -> LocalCircular | None:
    """Return one circular; None if it ended on the day of its publication. Drafts start today."""
    starts = local_day(circular.published_at or at, institution.zone)
    ends = None
    if circular.ended_at is not None and circular.ended_at <= at:
        ends = local_day(circular.ended_at, institution.zone) - timedelta(days=1)
        if ends < starts:
            return None
    indonesian, english = NAMES[Form(circular.form)]
    name = circular.number or institution.head_title
    return LocalCircular(
        code=_code(circular, taken),
        indonesian=f"{indonesian} {name}",
        english=f"{english} {name}",
        title=circular.subject,
        laws=_laws(circular.elections),
        starts=starts,
        ends=ends,
        source="; ".join(str(each["title"]) for each in circular.sources) or institution.name,
        confidence=confidence_of(circular),
        clauses=tuple(_clause(circular, n, clause) for n, clause in numbered(circular)),
        said=said_in(f"{circular.opening}\n{circular.closing}"),
    )


def confidence_of(circular: Circular) -> Confidence:
    """Return how sure its text is: signed here, or taken over from what the press reported."""
    told = {each.get("confidence") for each in circular.sources}
    return Confidence.PRESS if Confidence.PRESS.value in told else Confidence.SIGNED


def _code(circular: Circular, taken: Sequence[str]) -> str:
    """Name it after its number; the address goes in where that says nothing or is taken."""
    own = re.sub("[^A-Za-z0-9]+", "-", circular.number).strip("-") or circular.slug
    code = f"{MARK}.{own}"
    return f"{code}-{circular.slug}" if code in taken else code


def _laws(elections: Iterable[str]) -> frozenset[str]:
    known = {each.code: each.law.value for each in calendar.elections()}
    return frozenset(known[code] for code in elections if code in known)


def _clause(circular: Circular, number: int, clause: Clause) -> LocalClause:
    row = stored_meaning(clause)
    return LocalClause(
        number=number,
        kind=ClauseKind(clause.kind),
        text=clause.text,
        conditions=tuple(clause.conditions),
        kinds=tuple(clause.kinds or circular.audience.get("kinds") or ()),
        phase=clause.phase,
        meaning=meaning_of(row) if row else None,
    )
