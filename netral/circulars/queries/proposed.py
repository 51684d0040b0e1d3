"""Meanings that wait for a second person, and who has said what of a clause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from netral.access.models import User
from netral.access.queries import Seat
from netral.circulars.core.meaning import DUTY_WORDS, Meaning
from netral.circulars.models import Circular, Clause, ClauseReading, MeaningProposal
from netral.circulars.queries.gaps import said
from netral.circulars.queries.meanings import (
    meaning_of,
    numbered,
    stored_meaning,
    stored_proposal,
)
from netral.kernel.words import N_
from netral.ledger.models import Entry
from netral.ledger.queries import fields
from netral.rules import queries as rules
from netral.rules.core.base import YES, RuleBase

STEPS: Final = {
    "circular.meaning_set": N_("Meaning set"),
    "circular.meaning_proposed": N_("Meaning proposed"),
    "circular.meaning_confirmed": N_("Meaning confirmed"),
    "circular.meaning_sent_back": N_("Proposal sent back"),
    "circular.meaning_withdrawn": N_("Proposal withdrawn"),
}
STAGES: Final = {
    "before": N_("Before the determination of candidates"),
    "after": N_("After the determination of candidates"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody set, proposed, confirmed or dropped a meaning, and when."""

    word: str
    by: str
    at: datetime
    entry: int
    codes: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A meaning that waits: what would change, and the entry that a decision has to name."""

    number: int
    order: int
    by: str
    at: datetime
    own: bool
    seen: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def history(row: ClauseReading | None) -> list[Said]:
    """Return who has said what of a clause, the latest first."""
    if row is None:
        return []
    entries = Entry.objects.of(row.institution_id).filter(ref=bytes(row.entry.ref))
    told = [(entry, fields(entry)) for entry in entries.order_by("-number")]
    names = _names(str(given.get("actor", "")) for _, given in told)
    return [
        Said(
            word=gettext(STEPS[entry.act]),
            by=names.get(given.get("actor", ""), ""),
            at=datetime.fromisoformat(given["acted_at"]),
            entry=entry.pk,
            codes=tuple((given.get("detail") or {}).get("restates", ())),
            reason=str((given.get("detail") or {}).get("reason", "")),
        )
        for entry, given in told
    ]


def waiting(circular: Circular, seat: Seat) -> list[Waiting]:
    """Return the meanings of a circular that wait for a second person, in the order of clauses."""
    rows = MeaningProposal.objects.of(circular.institution_id).filter(
        clause__circular=circular, waiting=True
    )
    proposals = {row.clause_id: row for row in rows}
    if not proposals:
        return []
    base = rules.in_force(seat.institution, seat.at.acted).base
    names = _names(row.proposed_by for row in proposals.values())
    return [
        _waiting(n, clause, proposals[clause.pk], base, names, seat)
        for n, clause in numbered(circular)
        if clause.pk in proposals
    ]


def waits(clause: Clause) -> bool:
    """Tell whether a meaning of the clause waits for a second person."""
    row = stored_proposal(clause)
    return row is not None and row.waiting


def _waiting(
    number: int, clause: Clause, row: MeaningProposal, base: RuleBase, names: dict[str, str],
    seat: Seat,
) -> Waiting:  # fmt: skip
    held = stored_meaning(clause)
    return Waiting(
        number=number,
        order=clause.order,
        by=names.get(row.proposed_by, ""),
        at=row.proposed_at,
        own=row.proposed_by == seat.actor,
        seen=row.entry_id,
        before=_lines(meaning_of(held), base) if held else (gettext("No meaning yet"),),
        after=_lines(meaning_of(row), base),
    )


def _lines(meaning: Meaning, base: RuleBase) -> tuple[str, ...]:
    """Say the whole of a meaning: who confirms it must see every part of it."""
    titles = {rule.code: said(rule.title) for rule in base.rules}
    acts = {act.code: said(act.name) for act in base.vocabulary.acts}
    asked = {
        (each.code, value): said(each.when_yes if value == YES else each.when_no)
        for each in base.vocabulary.circumstances
        for value in ("yes", "no")
    }
    return (
        *([gettext("General: names no form in particular.")] if meaning.general else []),
        *(f"{titles.get(code, code)} ({code})" for code in meaning.restates),
        *(gettext("Act of its own: %(act)s") % {"act": acts.get(a, a)} for a in meaning.acts),
        *(gettext(STAGES[stage]) for stage in meaning.stages),
        *(asked.get(pair, "=".join(pair)) for pair in meaning.circumstances),
        *(gettext(DUTY_WORDS[duty]) for duty in meaning.duties),
    )


def _names(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of users by `user:12`."""
    keys = {actor.removeprefix("user:") for actor in actors}
    users = User.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    return {f"user:{user.pk}": str(user) for user in users}
