"""What is recorded of one person and one clause, from every part of the house that holds some."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from netral.circulars.core import ClauseKind, Stage
from netral.circulars.models import CascadeItem, Circular, Clause, Reading
from netral.circulars.queries.meanings import acts_of, numbered
from netral.duties.core.chain import Deed, Link, Step
from netral.duties.queries.chain_told import answered, attended, held_sessions, warned
from netral.ledger.models import Entry
from netral.orgs.core import PersonKind
from netral.orgs.models import Holding, Person
from netral.orgs.queries.units import ancestors_of
from netral.pacts.core import STATE_WORDS, State
from netral.pacts.models import Pledge
from netral.rules import queries as rules
from netral.signing.core import LEVEL_WORDS, Level

PUBLICATION: Final = "circular.published"
TOLD: Final = (Stage.PUBLISHED, Stage.SUPERSEDED, Stage.REVOKED)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what a chain is about."""

    person: Person
    circular: Circular
    clause: Clause
    number: int  # of the clause, as the letter prints it
    binds: bool  # the clause speaks to people of this kind


@dataclass(frozen=True, slots=True)
class Scope:
    """The circulars and clauses that say the same to the person: those derived in the own line."""

    circulars: tuple[Circular, ...]
    clauses: frozenset[int]
    acts: frozenset[str]  # of the rule base, that the clause is about


def subject_of(person: Person, clause: Clause) -> Subject:
    """Return whom and what a chain is about."""
    circular = clause.circular
    number = next(n for n, each in numbered(circular) if each.pk == clause.pk)
    return Subject(person, circular, clause, number, _binds(person, clause))


def _binds(person: Person, clause: Clause) -> bool:
    """Tell whether a clause speaks to people of this kind; duties speak to heads of units."""
    if clause.kind == ClauseKind.DUTY:
        terms = Holding.objects.of(person.institution_id).filter(person=person)
        return bool(terms.filter(office__is_head=True).exists())
    kinds = clause.kinds or clause.circular.audience.get("kinds") or ()
    # An elected head of region is nobody's staff, and meant only where named.
    return person.kind in kinds if kinds else person.kind != PersonKind.OFFICIAL


def links(subject: Subject) -> list[Link]:
    """Return every link of the chain in order, those for which nothing is recorded included."""
    scope = scope_of(subject)
    return [
        _published(subject, scope),
        _reached(subject, scope),
        _read(subject, scope),
        _attended(subject, scope),
        _answered(subject, scope),
        _signed(subject, scope),
        _warned(subject, scope),
    ]


def scope_of(subject: Subject) -> Scope:
    """Return what counts for the clause: it and the clauses of derived circulars that restate it.

    Only circulars of the units above the person count, for no others were addressed to the person.
    """
    clause, path = subject.clause, subject.person.unit.path
    rows = Clause.objects.of(subject.person.institution_id).filter(
        restates=clause, circular__stage__in=TOLD, circular__published_at__isnull=False
    )
    derived = [
        each
        for each in rows.select_related("circular__unit", "circular__entry")
        if path.startswith(each.circular.unit.path)
    ]
    circulars = (subject.circular, *(each.circular for each in derived))
    clauses = {clause.pk, *(each.pk for each in derived), *({clause.restates_id} - {None})}
    return Scope(circulars, frozenset(pk for pk in clauses if pk), _acts(subject))


def _acts(subject: Subject) -> frozenset[str]:
    """Return what the clause is about, by the rules that held when the circular came out."""
    published = subject.circular.published_at
    if published is None:
        return frozenset()
    base = rules.in_force(subject.person.institution, published).base
    return frozenset(acts_of(subject.clause, base))


def _named(circular: Circular) -> str:
    return circular.number or circular.subject


def _published(subject: Subject, scope: Scope) -> Link:
    refs = [bytes(each.entry.ref) for each in scope.circulars]
    rows = Entry.objects.of(subject.person.institution_id).filter(act=PUBLICATION, ref__in=refs)
    entries = {bytes(row.ref): row.pk for row in rows}
    deeds = [
        Deed(
            at=each.published_at,
            words=f"{_named(each)}, {each.unit.name}",
            entry=entries[bytes(each.entry.ref)],
            url=reverse("circulars:show", args=(each.slug,)),
        )
        for each in scope.circulars
        if each.published_at and bytes(each.entry.ref) in entries
    ]
    return _link(Step.PUBLISHED, deeds, gettext("No publication is recorded."))


def _reached(subject: Subject, scope: Scope) -> Link:
    """Tell when the circular came to the desk of the head nearest above the person."""
    line = [*ancestors_of(subject.person.unit), subject.person.unit]
    rows = CascadeItem.objects.of(subject.person.institution_id).filter(
        circular__in=scope.circulars, unit__in=line
    )
    deeds = []
    for item in rows.select_related("unit", "circular"):
        words = gettext("{circular} on the desk of {unit}").format(
            circular=_named(item.circular), unit=item.unit.name
        )
        deeds.append(Deed(at=item.reached_at, words=words, entry=item.entry_id))
    gap = gettext("The circular is on the desk of no head above this person.")
    return _link(Step.REACHED, deeds, gap)


def _read(subject: Subject, scope: Scope) -> Link:
    rows = Reading.objects.of(subject.person.institution_id).filter(
        circular__in=scope.circulars, person=subject.person
    )
    deeds = [
        Deed(at=row.read_at, words=_named(row.circular), entry=row.entry_id)
        for row in rows.select_related("circular")
    ]
    gap = gettext("Has not stated to have read the circular.")
    return _link(Step.READ, deeds, gap, asked=subject.binds)


def _attended(subject: Subject, scope: Scope) -> Link:
    deeds = attended(subject.person, scope.circulars)
    count = held_sessions(subject.person, scope.circulars)
    if deeds or count:
        gap = gettext("Was not recorded at any of the {count} sessions on this circular.")
        return _link(Step.ATTENDED, deeds, gap.format(count=count))
    gap = gettext("No session on this circular was held for the unit.")
    return _link(Step.ATTENDED, deeds, gap, asked=False)


def _answered(subject: Subject, scope: Scope) -> Link:
    if not scope.acts:
        gap = gettext("The clause names no particular act, so that no question asks about it.")
        return _link(Step.ANSWERED, [], gap, asked=False)
    deeds = answered(subject.person, scope.acts)
    gap = gettext("No question on an act of this clause was answered rightly.")
    return _link(Step.ANSWERED, deeds, gap, asked=subject.binds)


def _signed(subject: Subject, scope: Scope) -> Link:
    """Tell what became of the pact: signed, or where the person stands instead."""
    rows = Pledge.objects.of(subject.person.institution_id).filter(
        person=subject.person, campaign__opened_at__isnull=False
    )
    about = Q(campaign__circular__in=scope.circulars) | Q(campaign__circular=None)
    pledges = list(rows.filter(about).select_related("campaign", "signature"))
    deeds = [_signature(pledge) for pledge in pledges if hasattr(pledge, "signature")]
    if not pledges:
        return _link(Step.SIGNED, [], gettext("Was not asked to sign a pact."), asked=False)
    states = {State(pledge.state) for pledge in pledges}
    said = gettext("Has not signed. The pact stands at: {state}.").format(
        state=", ".join(gettext(STATE_WORDS[state]) for state in sorted(states))
    )
    excused = states <= {State.ON_LEAVE, State.EXEMPT, State.LEFT}
    return _link(Step.SIGNED, deeds, said, asked=not excused)


def _signature(pledge: Pledge) -> Deed:
    signature = pledge.signature
    level = gettext(LEVEL_WORDS[Level(signature.level)])
    return Deed(
        at=signature.signed_at,
        words=f"{pledge.campaign.name}. {level}",
        entry=signature.entry_id,
    )


def _warned(subject: Subject, scope: Scope) -> Link:
    deeds = warned(subject.person, scope.clauses, scope.acts)
    gap = gettext("No warning on this clause was given to this person.")
    return _link(Step.WARNED, deeds, gap)


def _link(step: Step, deeds: Sequence[Deed], gap: str, *, asked: bool = True) -> Link:
    return Link(step=step, deeds=tuple(sorted(deeds, key=lambda d: d.at)), gap=gap, asked=asked)
