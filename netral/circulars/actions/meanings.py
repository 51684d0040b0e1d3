"""Saying what a clause means. The text, once signed, stays; how it is read may be corrected."""

from django.db import transaction

from netral.circulars.actions.drafts import held
from netral.circulars.core.meaning import Meaning, join
from netral.circulars.errors import ClauseGone, OfTheParent, TooManyFacts, UnknownCode
from netral.circulars.models import Circular, Clause, ClauseMeaning
from netral.circulars.queries.meanings import (
    as_local,
    local_circulars,
    meaning_of,
    stored_meaning,
)
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.rules import queries as rules
from netral.rules.core.base import STAGE, RuleBase
from netral.rules.core.space import too_wide


@transaction.atomic
def set_meaning(*, clause: Clause, meaning: Meaning, by: str, at: Moment) -> ClauseMeaning:
    """Set how a clause is read. The same reading of the same words twice is one act.

    Raises:
        OfTheParent: the circular is derived: its clauses mean what its parent's mean.
        ClauseGone: somebody has rewritten the draft meanwhile.
        UnknownCode: the rule base in force does not have what the meaning names.
        TooManyFacts: nobody could look at every answer any more.
    """
    circular = held(clause.circular)
    if circular.parent_id is not None:
        raise OfTheParent
    rows = Clause.objects.of(circular.institution_id).select_related("meaning")
    found: Clause | None = rows.filter(circular=circular, pk=clause.pk).first()
    if found is None:
        raise ClauseGone
    law = rules.in_force(circular.institution, at.acted)
    _check(meaning, law.base)
    row = stored_meaning(found)
    if row is not None and meaning_of(row) == meaning and row.of_text == found.text:
        return row
    entry = record(_set(found, meaning, row, by), institution=circular.institution, at=at)
    row = row or ClauseMeaning(institution=circular.institution, clause=found)
    for name, value in stored(meaning).items():
        setattr(row, name, value)
    row.of_text, row.version, row.entry = found.text, law.version, entry
    row.set_by, row.set_at = by, at.acted
    row.save()
    _bounded(circular, law.base, at)
    return row


def _bounded(circular: Circular, base: RuleBase, at: Moment) -> None:
    """Refuse a meaning with which the table of all answers could not be computed any more."""
    house = circular.institution
    this = as_local(circular, house, at.acted)
    if too_wide(join(base, [*local_circulars(house, at.acted), *([this] if this else [])])):
        raise TooManyFacts


def _set(clause: Clause, meaning: Meaning, row: ClauseMeaning | None, by: str) -> Act:
    """Return the act; the first one on a clause begins the history of how it is read."""
    return Act(
        act="circular.meaning_set",
        actor=by,
        fields={
            "detail": {
                "circular": clause.circular.slug, "clause": clause.order, **stored(meaning),
            }
        },
        ref=bytes(row.entry.ref) if row else None,
    )  # fmt: skip


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
