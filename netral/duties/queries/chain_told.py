"""What a person was told and has shown to know, as deeds of a chain."""

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext

from netral.circulars.models import Circular
from netral.duties.core.chain import Deed
from netral.orgs.models import Person
from netral.orgs.queries.units import ancestors_of
from netral.outreach.core import SessionState
from netral.outreach.models import Session
from netral.outreach.queries import learning
from netral.supervision.core import GUIDANCE_WORDS, GuidanceKind
from netral.supervision.models import Guidance


def attended(person: Person, circulars: Collection[Circular]) -> list[Deed]:
    """Return the sessions on the circulars at which the person was recorded."""
    return [
        Deed(at=each.at, words=each.title, entry=each.entry.pk, url=each.url)
        for circular in circulars
        for each in learning.attended(person, circular)
    ]


def held_sessions(person: Person, circulars: Collection[Circular]) -> int:
    """Count the sessions on the circulars that were held by the person's unit or one above it."""
    line = [*ancestors_of(person.unit), person.unit]
    rows = Session.objects.of(person.institution_id).filter(
        circular__in=circulars, unit__in=line, state=SessionState.HELD
    )
    return int(rows.count())


def answered(person: Person, acts: Collection[str]) -> list[Deed]:
    """Return one deed for each finished quiz with a question on the acts: right, or not."""
    asked: dict[int, list[learning.Answered]] = {}
    for each in learning.answers_on(person, acts):
        asked.setdefault(each.entry.pk, []).append(each)
    return [_quiz(answers) for answers in asked.values()]


def _quiz(answers: Sequence[learning.Answered]) -> Deed:
    right = sum(each.right for each in answers)
    words = gettext("{right} of {asked} questions on it answered rightly")
    return Deed(
        at=answers[0].at,
        words=words.format(right=right, asked=len(answers)),
        entry=answers[0].entry.pk,
        counts=right > 0,
    )


def warned(person: Person, clauses: Collection[int], acts: Collection[str]) -> list[Deed]:
    """Return notes and warnings that cite one of the clauses or acts, never what they say.

    Whether the person has opened them is told: a warning that nobody saw warned nobody.
    """
    rows = Guidance.objects.of(person.institution_id).filter(person=person)
    told = [
        row
        for row in rows.select_related("given_by__office", "given_by__person")
        if row.clause_id in clauses or set(row.acts) & set(acts)
    ]
    return [deed for row in told for deed in _warning(row)]


def _warning(row: Guidance) -> list[Deed]:
    """Return that it was given, and that the person opened it: only then was the person warned."""
    kind = gettext(GUIDANCE_WORDS[GuidanceKind(row.kind)])
    giver = row.given_by.title or row.given_by.person.full_name
    url = reverse("supervision:guidance", kwargs={"slug": row.slug})
    given = Deed(
        at=row.given_at, words=f"{kind}, {giver}", entry=row.entry_id, url=url, counts=False
    )
    if row.seen_at is None or row.seen_entry_id is None:
        return [given]
    seen = Deed(
        at=row.seen_at,
        words=gettext("{kind}: opened by the person").format(kind=kind),
        entry=row.seen_entry_id,
        counts=row.kind == GuidanceKind.WARNING,
    )
    return [given, seen]
