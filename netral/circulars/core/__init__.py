"""What a circular is made of, and the stages of its life."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_


class Form(StrEnum):
    """The form of the document."""

    CIRCULAR = "circular"  # surat edaran
    INSTRUCTION = "instruction"  # recorded instruction without a number


class Stage(StrEnum):
    """Where a circular is in its life."""

    DRAFT = "draft"
    INITIALLED = "initialled"
    SIGNED = "signed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


STAGE_WORDS: Final = {
    Stage.DRAFT: N_("Draft"),
    Stage.INITIALLED: N_("Initialled"),
    Stage.SIGNED: N_("Signed"),
    Stage.PUBLISHED: N_("In force"),
    Stage.SUPERSEDED: N_("Superseded"),
    Stage.REVOKED: N_("Revoked"),
}

FROZEN: Final = frozenset({Stage.SIGNED, Stage.PUBLISHED, Stage.SUPERSEDED, Stage.REVOKED})


class ClauseKind(StrEnum):
    """What a clause does."""

    DUTY = "duty"  # of heads of unit
    PROHIBITION = "prohibition"  # of everyone bound
    PERMISSION = "permission"


CLAUSE_WORDS: Final = {
    ClauseKind.DUTY: N_("Duty of heads of unit"),
    ClauseKind.PROHIBITION: N_("Prohibition"),
    ClauseKind.PERMISSION: N_("Permission"),
}


class Dating(StrEnum):
    """How well the date of the document is known."""

    EXACT = "exact"
    AT_LATEST = "at_latest"
    UNKNOWN = "unknown"


class Relay(StrEnum):
    """Whose authority the signature carries (law.md §4.2)."""

    DIRECT = "direct"
    ON_BEHALF = "an"  # a.n.
    FOR_HIM = "ub"  # u.b., under a.n.


class ItemState(StrEnum):
    """What a unit has done with a circular that reached it."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    DERIVED = "derived"
    OUTDATED = "outdated"  # its derived circular restates a superseded parent


def desk_due(pass_on_by: datetime | None, reached_at: datetime) -> datetime | None:
    """Return when a head owes the passing on; nobody is late before the circular reached them."""
    return max(pass_on_by, reached_at) if pass_on_by else None
