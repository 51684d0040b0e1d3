"""What campaigns, pledges and signatures repeat of the acts behind them."""

from typing import Final

from netral.ledger.core.attest import Follows, Says, later, made

CAMPAIGN: Final[tuple[Says, ...]] = (
    made("campaign.drafted"),
    later(
        "campaign.drafted", "campaign.changed", "campaign.opened", same={"detail.name": "name"}
    ),
    later(
        "campaign.opened",
        same={
            "acted_at": "opened_at", "text": "text", "x.sha": "text_sha256",
            "detail.audience": "audience", "detail.opens_at": "opens_at",
            "detail.circular": "circular_id",
        },
        without={"opened_at": None, "text_sha256": ""},
    ),
    later("campaign.opened", same={"detail.deadline": "deadline"}, unless=("campaign.extended",)),
    later("campaign.extended", same={"detail.to": "deadline"}),
    later("campaign.closed", same={"acted_at": "closed_at"}, without={"closed_at": None}),
    later(
        "campaign.drafted", "campaign.changed", "campaign.opened", "campaign.closed",
        state="stage",
        states={
            "campaign.drafted": "draft",
            "campaign.changed": "draft",
            "campaign.opened": "open",
            "campaign.closed": "closed",
        },
    ),
)  # fmt: skip
PLEDGE: Final[tuple[Says | Follows, ...]] = (
    made("campaign.opened"),
    made("campaign.reconciled", count="detail.joined", optional=True),
    Follows("state", rows="events", value="after", first=("not_yet", "on_leave")),
)
PLEDGE_EVENT: Final[tuple[Says, ...]] = (
    made(
        "pact.opened", "pact.refused", "pact.exempted", "pact.on_leave", "pact.put_back",
        same={
            "acted_at": "at", "actor": "by", "subject": "person:{pledge.person_id}",
            "detail.reason": "reason", "detail.basis": "basis",
        },
        state="after",
        states={
            "pact.opened": "opened",
            "pact.refused": "refused",
            "pact.exempted": "exempt",
            "pact.on_leave": "on_leave",
            "pact.put_back": "not_yet",
        },
    ),
    made(
        "pact.signed",
        same={"person": "person:{pledge.person_id}"},
        state="after",
        states={"pact.signed": "signed"},
    ),
    made(
        "campaign.reconciled",
        same={"acted_at": "at", "actor": "by"},
        count="detail.changed",
        optional=True,
    ),
)  # fmt: skip
SIGNATURE: Final[tuple[Says, ...]] = (
    made(
        "pact.signed",
        same={
            "person": "person:{pledge.person_id}", "identity": "signer.identity",
            "name": "signer.name", "position": "signer.position", "unit": "signer.unit",
            "text": "text_sha256", "level": "level", "x.lvl": "level", "method": "method",
            "acted_at": "signed_at", "document": "paper.code",
        },
    ),
)  # fmt: skip
PAPER_FORM: Final[tuple[Says, ...]] = (
    # One that nobody confirmed is replaced by the next, or sent back.
    made(
        "pact.paper_taken",
        same={
            "subject": "person:{pledge.person_id}", "actor": "taken_by", "acted_at": "taken_at",
            "detail.scan": ("scan_sha256", "#scan"), "detail.signed_at": "signed_at",
        },
        optional=True,
    ),
)  # fmt: skip
REPORT: Final[tuple[Says, ...]] = (
    made(
        "campaign.reported",
        same={
            "acted_at": "made_at", "actor": "by", "detail.whole": "figures.whole",
            "detail.document": "paper.code",
        },
    ),
)  # fmt: skip
