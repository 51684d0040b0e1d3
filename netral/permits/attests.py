"""What permits and their steps repeat of the acts behind them."""

from typing import Final

from netral.ledger.core.attest import Says, later, made

ENDED: Final = ("permit.revoked", "permit.ended")

PERMIT: Final[tuple[Says, ...]] = (
    made(
        "permit.asked",
        same={"subject": "person:{person_id}", "acted_at": "asked_at", "detail.kind": "kind"},
    ),
    made(
        "permit.asked",
        same={
            "detail.election": "election", "detail.body": "body",
            "detail.starts_on": "starts_on", "detail.ends_on": "ends_on",
        },
        unless=("permit.answered",),  # with an answer the asker mends the request
    ),
    later(
        "permit.decided",
        same={
            "person": "person:{person_id}", "kind": "kind", "starts_on": "starts_on",
            "ends_on": "ends_on", "reason": "decision.reason", "document": "paper.code",
            "acted_at": "decided_at",
        },
        without={"decided_at": None, "paper_id": None},
    ),
    later("permit.decided", same={"decision": "state"}, unless=ENDED),
    later("permit.revoked", same={"ends_on": "last_on"}),
    later("permit.ended", same={"detail.last_on": "last_on"}, unless=("permit.revoked",)),
    later(
        "permit.asked", "permit.sent_back", "permit.answered", "permit.recommended",
        "permit.withdrawn",
        states={
            "permit.asked": ("waiting", "forwarded"),
            "permit.sent_back": "asked",
            "permit.answered": ("waiting", "forwarded"),
            "permit.recommended": "forwarded",
            "permit.withdrawn": "withdrawn",
        },
        unless=("permit.decided",),
    ),
)  # fmt: skip
PERMIT_EVENT: Final[tuple[Says, ...]] = (
    made(
        "permit.asked", "permit.sent_back", "permit.answered", "permit.recommended",
        "permit.withdrawn", "permit.ended",
        same={"actor": "by", "acted_at": "at", "subject": "person:{permit.person_id}"},
        state="what",
        states={
            "permit.asked": "asked",
            "permit.sent_back": "sent_back",
            "permit.answered": "answered",
            "permit.recommended": "recommended",
            "permit.withdrawn": "withdrawn",
            "permit.ended": "ended",
        },
    ),
    made(
        "permit.sent_back", "permit.answered", "permit.recommended", same={"detail.words": "words"}
    ),
    made(
        "permit.decided", "permit.revoked",
        same={
            "actor": "by", "acted_at": "at", "decision": "what", "reason": "words",
            "person": "person:{permit.person_id}",
        },
    ),
)  # fmt: skip
