"""Giving guidance, opening it for the first time, answering it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.urls import reverse

from netral.circulars.models import Clause
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.notices.actions import tell_all
from netral.notices.core import WAITING, Notice
from netral.orgs import queries as orgs
from netral.orgs.models import Holding, Person
from netral.supervision.core import GuidanceKind
from netral.supervision.errors import AnsweredAlready, NotBelowYou
from netral.supervision.models import Guidance

SLUG_SIGNS: Final = 10


@dataclass(frozen=True, slots=True)
class Words:
    """What a superior says: how strongly, about what, in which words."""

    kind: GuidanceKind
    text: str
    clause: Clause | None = None
    acts: Sequence[str] = ()


@transaction.atomic
def give(*, person: Person, words: Words, term: Holding, by: str, at: Moment) -> Guidance:
    """Give a note or a warning under the office of `term`, and say that something waits.

    Raises:
        NotBelowYou: the person is the giver, or outside the office's units.
    """
    below = person.unit.path.startswith(term.office.unit.path)
    if not below or person.pk == term.person_id or by != f"user:{term.person.account_id}":
        raise NotBelowYou
    entry = record(_given(person, words, by), institution=person.institution, at=at)
    guidance = Guidance.objects.create(
        institution=person.institution,
        slug=random_code(SLUG_SIGNS).lower(),
        person=person,
        unit=person.unit,
        kind=words.kind,
        clause=words.clause,
        acts=list(words.acts),
        text=words.text,
        given_by=term,
        given_at=at.acted,
        entry=entry,
    )
    _tell([person], guidance, "given", at)
    return guidance


def _given(person: Person, words: Words, by: str) -> Act:
    """Compose the entry: it commits to the words by their hash and does not hold them."""
    return Act(
        act="guidance.given",
        actor=by,
        subject=f"person:{person.pk}",
        fields={
            "detail": {
                "kind": words.kind.value,
                "clause": words.clause.pk if words.clause else None,
                "acts": list(words.acts),
                "text_sha256": hashlib.sha256(words.text.encode()).hexdigest(),
            }
        },
    )


@transaction.atomic
def see(*, guidance: Guidance, by: str, at: Moment) -> bool:
    """Record that the person has opened it; only the first time, and only the person's own."""
    held = Guidance.objects.of(guidance.institution_id).select_for_update(of=("self",), no_key=True)
    fresh = held.select_related("person", "entry", "institution").get(pk=guidance.pk)
    if fresh.seen_at is not None or by != f"user:{fresh.person.account_id}":
        return False
    act = Act(
        act="guidance.seen", actor=by, subject=f"person:{fresh.person_id}",
        fields={"detail": {"guidance": fresh.slug}}, ref=bytes(fresh.entry.ref),
    )  # fmt: skip
    entry = record(act, institution=fresh.institution, at=at)
    rows = Guidance.objects.of(fresh.institution_id).filter(pk=fresh.pk)
    rows.update(seen_at=at.acted, seen_entry=entry)
    guidance.seen_at, guidance.seen_entry = at.acted, entry
    return True


@transaction.atomic
def answer(*, guidance: Guidance, text: str, by: str, at: Moment) -> None:
    """Keep the person's answer, once, and tell the office that gave the guidance.

    Raises:
        AnsweredAlready: there is an answer, also from a window beside this one.
        NotBelowYou: it was given to somebody else.
    """
    held = Guidance.objects.of(guidance.institution_id).select_for_update(of=("self",), no_key=True)
    joined = ("person", "entry", "institution", "given_by__office")
    fresh = held.select_related(*joined).get(pk=guidance.pk)
    if by != f"user:{fresh.person.account_id}":
        raise NotBelowYou
    if fresh.replied_at is not None:
        raise AnsweredAlready
    act = Act(
        act="guidance.answered", actor=by, subject=f"person:{fresh.person_id}",
        fields={
            "detail": {
                "guidance": fresh.slug,
                "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
        },
        ref=bytes(fresh.entry.ref),
    )  # fmt: skip
    entry = record(act, institution=fresh.institution, at=at)
    rows = Guidance.objects.of(fresh.institution_id).filter(pk=fresh.pk)
    rows.update(reply=text, replied_at=at.acted, reply_entry=entry)
    now = orgs.holder(fresh.given_by.office, at.local().date())
    _tell([now.person] if now else [], fresh, "answered", at)


def _tell(people: Sequence[Person], guidance: Guidance, what: str, at: Moment) -> None:
    """Say that something waits: a message tells neither what it is nor whom it is about."""
    notices = [
        Notice(
            recipient=f"user:{person.account_id}",
            address=person.email,
            phone=person.phone,
            template=WAITING,
            facts={},
            key=f"supervision:{guidance.slug}:{what}:{person.pk}",
            url=reverse("supervision:index"),
        )
        for person in people
        if person.account_id is not None
    ]
    tell_all(notices, institution=guidance.institution, at=at)
