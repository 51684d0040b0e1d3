"""Publishing a version: a second person approves what the gate let through."""

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.actions.institutions import held
from netral.rules import queries
from netral.rules.actions.drafts import locked, require
from netral.rules.errors import DoubtsNotSeen, GateOpen, SamePerson
from netral.rules.models import Ruleset

State = Ruleset.State


@transaction.atomic
def publish(*, ruleset: Ruleset, seen: int, doubts_seen: bool, by: str, at: Moment) -> Ruleset:
    """Put a proposed version in force in the place of the one before.

    The institution's row is held: of two versions approved at one moment the second is refused,
    because what it was compared with is no longer in force.
    """
    institution = held(ruleset.institution_id)
    ruleset = locked(ruleset)
    require(ruleset, State.PROPOSED)
    if by in {ruleset.proposed_by, ruleset.made_by} or not by.startswith("user:"):
        raise SamePerson
    against = queries.in_force(institution, at.acted).sha256
    if not _let_through(ruleset, seen, against):
        raise GateOpen
    if ruleset.gate["to_see"] and not doubts_seen:
        raise DoubtsNotSeen
    record(_published(ruleset, by), institution=institution, at=at)
    before = Ruleset.objects.of(institution).filter(state=State.PUBLISHED)
    before.update(state=State.SUPERSEDED, ended_at=at.acted)
    ruleset.state, ruleset.reviewed_by, ruleset.published_at = State.PUBLISHED, by, at.acted
    ruleset.save(update_fields=["state", "reviewed_by", "published_at"])
    return ruleset


def _let_through(ruleset: Ruleset, seen: int, against: str) -> bool:
    """Tell whether the gate passed this very text, compared with what is in force now."""
    gate = ruleset.gate
    return (
        ruleset.gate_state == Ruleset.Gate.DONE
        and gate["open"] is True
        and gate["revision"] == ruleset.revision == seen
        and gate["sha256"] == ruleset.sha256
        and gate["against"] == against
    )


def _published(ruleset: Ruleset, by: str) -> Act:
    told = {"rules": ruleset.sha256, "table": ruleset.table}
    return Act(
        act="ruleset.published",
        kind="ruleset.published/1",
        actor=by,
        ref=bytes(ruleset.entry.ref),
        fields={
            "actor": ruleset.proposed_by,
            "reviewer": by,
            "version": {"code": ruleset.code, "label": ruleset.version},
            **told,
        },
        public=told,
    )
