"""What obligations, recaps and looks at chains repeat of the acts behind them.

A reckoning commits to how many obligations it made and moved, not to each: they can be computed
again. Of published figures the leaf names the week, not the figures.
"""

from typing import Final

from netral.ledger.core.attest import Follows, Says, made

OBLIGATION: Final[tuple[Says | Follows, ...]] = (
    made("obligations.reckoned", count="detail.made", optional=True),
    Follows("state", rows="events", value="after", first=("upcoming",)),
)
OBLIGATION_EVENT: Final[tuple[Says, ...]] = (
    made("obligations.reckoned", same={"actor": "by"}, count="detail.moves", optional=True),
    made(
        "obligation.excused", "obligation.excuse_withdrawn",
        same={
            "acted_at": "at", "actor": "by", "detail.obligation": "obligation_id",
            "detail.reason": "reason",
        },
    ),
)  # fmt: skip
POLICY_CHOICE: Final[tuple[Says, ...]] = (
    # Back to the house policy, the choice is gone.
    made(
        "duty_terms.set",
        same={
            "acted_at": "set_at", "actor": "set_by", "detail.kind": "kind",
            "detail.terms.rhythm": "rhythm", "detail.terms.days": "days",
            "detail.terms.again": "again", "detail.terms.weekly_in": "weekly_in",
        },
        optional=True,
    ),
)  # fmt: skip
FEED: Final[tuple[Says, ...]] = (
    made(
        "feed.made",
        same={"subject": "office:{office_id}", "acted_at": "made_at", "actor": "made_by"},
    ),
)
DIGEST: Final[tuple[Says, ...]] = (
    made(
        "recap.made", "assessment.made",
        same={"acted_at": "made_at", "actor": "made_by", "detail.document": "paper.code"},
    ),
    made(
        "recap.made",
        same={
            "detail.whole.owed": "facts.whole.owed", "detail.whole.late": "facts.whole.late",
            "detail.whole.fulfilled": "facts.whole.fulfilled",
            "detail.whole.excused": "facts.whole.excused",
        },
    ),
    made("assessment.made", same={"detail.met": "facts.met", "detail.asked": "facts.asked"}),
    made("chain.sealed", same={"acted_at": "made_at", "actor": "made_by"}),
)  # fmt: skip
PUBLISHED_TABLE: Final[tuple[Says, ...]] = (
    made(
        "figures.published",
        same={
            "acted_at": "made_at", "detail.first_on": "first_on", "detail.last_on": "last_on",
        },
    ),
)  # fmt: skip
CHAIN_LOOK: Final[tuple[Says, ...]] = (
    made(
        "chain.viewed", "chain.sealed",
        same={"acted_at": "at", "actor": "by", "subject": "person:{person_id}"},
    ),
    made("chain.viewed", same={"detail.clause": "clause_id", "detail.as": "viewer"}),
)  # fmt: skip
VACANCY_TOLD: Final[tuple[Says, ...]] = (made("vacancies.told", same={"acted_at": "told_at"}),)
