"""The text of a circular as values: clauses, frozen facts, its hash."""

from django.utils.translation import gettext

from netral.circulars.core import ClauseKind, Relay
from netral.circulars.core.derived import (
    ParentClause,
    Reach,
    Weakens,
    Weakness,
    shortfall,
    weaknesses,
)
from netral.circulars.core.text import ClauseText, instant, record_sha256, text_record
from netral.circulars.models import Circular, Clause
from netral.orgs.queries import audience_paths


def clause_text(clause: Clause) -> ClauseText:
    """Return one clause as a value."""
    return ClauseText(
        kind=ClauseKind(clause.kind),
        text=clause.text,
        conditions=tuple(clause.conditions),
        kinds=tuple(clause.kinds),
        phase=clause.phase,
        due_at=clause.due_at,
        restates=clause.restates_id,
    )


def clause_texts(circular: Circular) -> list[ClauseText]:
    """Return the clauses in order."""
    return [clause_text(clause) for clause in circular.clauses.all()]


def parent_clauses(parent: Circular) -> list[ParentClause]:
    """Return the clauses that a circular derived from `parent` must restate."""
    return [ParentClause(clause.pk, clause_text(clause)) for clause in parent.clauses.all()]


def lacking(circular: Circular) -> list[str]:
    """Return, in words, what a draft needs before anybody can sign it."""
    needed = {
        gettext("a subject"): not circular.subject,
        gettext("at least one clause"): not circular.clauses.exists(),
        gettext("who signs it"): circular.signatory_id is None,
        gettext("on whose behalf it is signed"): circular.relay != Relay.DIRECT
        and not circular.on_behalf_of,
        gettext("the office between, for u.b."): circular.relay == Relay.FOR_HIM
        and not circular.under,
    }
    return [words for words, is_lacking in needed.items() if is_lacking]


def falls_short(circular: Circular) -> list[Weakness]:
    """Return in what a derived circular would weaken its parent; others fall short of nothing."""
    if circular.parent is None:
        return []
    return weaknesses(parent_clauses(circular.parent), clause_texts(circular))


def reaches_less(circular: Circular) -> list[Weakens]:
    """Return in what a derived circular reaches less than its parent does below its unit."""
    if circular.parent is None:
        return []
    return shortfall(_reach(circular.parent), _reach(circular), circular.unit.path)


def _reach(circular: Circular) -> Reach:
    return Reach(
        kinds=tuple(circular.audience.get("kinds") or ()),
        paths=tuple(audience_paths(circular.institution, circular.audience)),
        elections=tuple(circular.elections),
    )


def frozen_record(circular: Circular) -> dict[str, object]:
    """Return everything that the signature stands under, as it is hashed."""
    facts = {
        "institution": circular.institution.code,
        "form": circular.form,
        "number": circular.number,
        "subject": circular.subject,
        "opening": circular.opening,
        "closing": circular.closing,
        "place": circular.place,
        "dated_on": circular.dated_on.isoformat() if circular.dated_on else None,
        "dating": circular.dating,
        "audience": circular.audience,
        "elections": circular.elections,
        "bases": circular.bases,
        "recipients": circular.recipients,
        "copies": circular.copies,
        "pass_on_by": instant(circular.pass_on_by),
        "read_by": instant(circular.read_by),
        "signature": circular.signature_block,
        "parent": circular.parent.text_sha256 if circular.parent else None,
        "supersedes": circular.supersedes.text_sha256 if circular.supersedes else None,
    }
    return text_record(facts, clause_texts(circular))


def frozen_sha256(circular: Circular) -> str:
    """Hash everything that the signature stands under."""
    return record_sha256(frozen_record(circular))
