"""Saying what a clause means. The text, once signed, stays; how it is read may be corrected.

Before the signature the signatory is the second person. Afterwards another reading waits until a
colleague of the proposer has confirmed it: no single person changes an answer that is in force.
"""

from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from netral.circulars.actions.drafts import held, require
from netral.circulars.core import Stage
from netral.circulars.core.meaning import Meaning, join
from netral.circulars.errors import (
    ClauseGone,
    MeaningWaits,
    OfTheParent,
    ProposalGone,
    ReasonMissing,
    SameHand,
    TooManyFacts,
    UnknownCode,
)
from netral.circulars.models import Clause, ClauseMeaning, MeaningProposal
from netral.circulars.queries.meanings import (
    as_local,
    may_mean,
    meaning_of,
    meant,
    numbered,
    stored_meaning,
    stored_proposal,
)
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.rules import queries as rules
from netral.rules.core.base import STAGE, RuleBase
from netral.rules.core.space import too_wide

BEFORE: Final = (Stage.DRAFT, Stage.INITIALLED)
AFTER: Final = (Stage.SIGNED, Stage.PUBLISHED, Stage.SUPERSEDED, Stage.REVOKED)


@transaction.atomic
def set_meaning(*, clause: Clause, meaning: Meaning, by: str, at: Moment) -> ClauseMeaning:
    """Set how a clause is read. The same reading of the same words twice is one act.

    Raises:
        OfTheParent: the circular is derived, and the clause no duty that it adds by itself.
        WrongStage: it has been signed; a reading is proposed then.
        ClauseGone: somebody has rewritten the draft meanwhile.
        UnknownCode: the rule base in force does not have what the meaning names.
        TooManyFacts: nobody could look at every answer any more.
    """
    found = _held(clause)
    require(found.circular, *BEFORE)
    version = _fitting(found, meaning, at)
    row = _holding(found, meaning)
    if row is not None:
        return row
    entry = _note(found, stored(meaning), by, at, act="circular.meaning_set")
    return _put(found, meaning, version=version, entry=entry, by=by, at=at)


@transaction.atomic
def propose_meaning(
    *, clause: Clause, meaning: Meaning, by: str, at: Moment
) -> MeaningProposal | None:
    """Propose how a clause of a signed circular is to be read; until confirmed nothing changes.

    None if it is read so already.

    Raises:
        MeaningWaits: a proposal for this clause waits already.
    """
    found = _held(clause)
    require(found.circular, *AFTER)
    version = _fitting(found, meaning, at)
    row = stored_proposal(found)
    if row is not None and row.waiting:
        if row.proposed_by == by and meaning_of(row) == meaning:
            return row  # a second click
        raise MeaningWaits
    if _holding(found, meaning):
        return None
    entry = _note(found, stored(meaning), by, at, act="circular.meaning_proposed")
    row = row or MeaningProposal(institution=found.circular.institution, clause=found)
    for name, value in stored(meaning).items():
        setattr(row, name, value)
    row.waiting, row.reason = True, ""
    row.version, row.entry, row.proposed_by, row.proposed_at = version, entry, by, at.acted
    row.save()
    return row


@transaction.atomic
def confirm_meaning(*, clause: Clause, seen: int, by: str, at: Moment) -> ClauseMeaning:
    """Let a proposed meaning hold from now on; `seen` is the entry of the proposal on the page.

    Raises:
        ProposalGone: that proposal waits no longer.
        SameHand: the proposer can't be the second person.
    """
    found = _held(clause)
    row = _waiting(found, seen)
    if by == row.proposed_by or not by.startswith("user:"):
        raise SameHand
    meaning = meaning_of(row)
    version = _fitting(found, meaning, at)  # the rules may be others by now
    entry = _note(found, stored(meaning), by, at, act="circular.meaning_confirmed")
    row.delete()
    return _put(found, meaning, version=version, entry=entry, by=by, at=at)


@transaction.atomic
def drop_proposal(*, clause: Clause, seen: int, reason: str, by: str, at: Moment) -> None:
    """Send a proposal back with a reason; its own proposer withdraws it and needs none.

    Raises:
        ProposalGone: that proposal waits no longer.
        ReasonMissing: the proposer would not learn why.
    """
    found = _held(clause)
    row = _waiting(found, seen)
    reason = reason.strip()[:300]
    if by == row.proposed_by:
        row.entry = _note(found, {}, by, at, act="circular.meaning_withdrawn")
    elif reason:
        detail = {"reason": reason}
        row.entry = _note(found, detail, by, at, act="circular.meaning_sent_back")
    else:
        raise ReasonMissing
    row.waiting, row.reason = False, reason
    row.save(update_fields=["entry", "waiting", "reason"])


def _held(clause: Clause) -> Clause:
    """Fetch the clause anew while its circular is held, so that no two acts meet."""
    circular = held(clause.circular)
    rows = Clause.objects.of(circular.institution_id).select_related("meaning", "proposal")
    found: Clause | None = rows.filter(circular=circular, pk=clause.pk).first()
    if found is None:
        raise ClauseGone
    found.circular = circular
    if not may_mean(found):
        raise OfTheParent
    return found


def _waiting(clause: Clause, seen: int) -> MeaningProposal:
    row = stored_proposal(clause)
    if row is None or not row.waiting or row.entry_id != seen:
        raise ProposalGone
    return row


def _holding(clause: Clause, meaning: Meaning) -> ClauseMeaning | None:
    """Return the meaning that holds, if it is this one, of the words as they are."""
    row = stored_meaning(clause)
    same = row is not None and meaning_of(row) == meaning and row.of_text == clause.text
    return row if same else None


def _put(
    clause: Clause, meaning: Meaning, *, version: str, entry: Entry, by: str, at: Moment
) -> ClauseMeaning:
    """Let a meaning hold."""
    house = clause.circular.institution
    row = stored_meaning(clause) or ClauseMeaning(institution=house, clause=clause)
    for name, value in stored(meaning).items():
        setattr(row, name, value)
    row.of_text, row.version, row.entry = clause.text, version, entry
    row.set_by, row.set_at = by, at.acted
    row.save()
    return row


def _fitting(clause: Clause, meaning: Meaning, at: Moment) -> str:
    """Return the version of the rules in which the meaning can be taken, or refuse it.

    With it the table of all answers must still be one that can be computed.
    """
    circular, house = clause.circular, clause.circular.institution
    law = rules.in_force(house, at.acted)
    _check(meaning, law.base)
    if circular.parent_id is not None:
        return law.version  # it adds nothing to what the engine answers
    others = [local for each, local in meant(house, at.acted) if each.pk != circular.pk]
    this = as_local(circular, house, at.acted)
    if this is not None:
        place = next(n for n, each in numbered(circular) if each.pk == clause.pk)
        others.append(
            replace(
                this,
                clauses=tuple(
                    replace(each, meaning=meaning) if each.number == place else each
                    for each in this.clauses
                ),
            )
        )
    if too_wide(join(law.base, others)):
        raise TooManyFacts
    return law.version


def _note(clause: Clause, detail: dict[str, Any], by: str, at: Moment, *, act: str) -> Entry:
    """Record one step; the first one on a clause begins the history of how it is read."""
    circular = clause.circular
    before = stored_meaning(clause) or stored_proposal(clause)
    told = Act(
        act=act,
        actor=by,
        fields={"detail": {"circular": circular.slug, "clause": clause.order, **detail}},
        ref=bytes(before.entry.ref) if before else None,
    )
    return record(told, institution=circular.institution, at=at)


def stored(meaning: Meaning) -> dict[str, object]:
    """Return a meaning as its row and its entry keep it."""
    return {
        "restates": list(meaning.restates),
        "acts": list(meaning.acts),
        "stages": list(meaning.stages),
        "circumstances": dict(meaning.circumstances),
        "duties": [duty.value for duty in meaning.duties],
    }


def _check(meaning: Meaning, base: RuleBase) -> None:
    dimensions = base.vocabulary.dimensions()
    named = [
        *((code, [rule.code for rule in base.rules]) for code in meaning.restates),
        *((code, [act.code for act in base.vocabulary.acts]) for code in meaning.acts),
        *((code, dimensions[STAGE]) for code in meaning.stages),
        *((value, dimensions.get(name, ())) for name, value in meaning.circumstances),
    ]
    for code, known in named:
        if code not in known:
            raise UnknownCode(code=code)
