"""What circulars, their way through the house and their meanings repeat of the acts behind them."""

from typing import Final

from netral.ledger.core.attest import Says, later, made

FROZEN: Final = "!netral.circulars.queries.texts.frozen_sha256"  # of text and clauses as they are
READ: Final = {
    "detail.restates": "restates", "detail.acts": "acts", "detail.stages": "stages",
    "detail.circumstances": "circumstances", "detail.duties": "duties",
}  # fmt: skip

NUMBER_PATTERN: Final[tuple[Says, ...]] = (
    made(
        "number_pattern.set", "number_pattern.continued",
        same={
            "detail.pattern": "pattern", "detail.year": "year", "detail.unit": "unit_id",
        },
        elsewhere={
            "pattern": "detail.pattern", "year": "detail.year", "unit_id": "detail.unit",
        },
    ),
)  # fmt: skip
CIRCULAR: Final[tuple[Says, ...]] = (
    made("circular.drafted", until=("circular.discarded",)),
    later(
        "circular.signed",
        same={
            "acted_at": "signed_at", "detail.number": "number",
            "detail.text": ("text_sha256", FROZEN),
        },
        without={"signed_at": None, "text_sha256": ""},
    ),
    later(
        "circular.published",
        same={
            "acted_at": "published_at", "number": "number", "subject": "subject",
            "signatory": "signature_block", "text": "text_sha256", "x.doc": "text_sha256",
            "parent": "parent.text_sha256",
        },
        without={"published_at": None},
    ),
    later("circular.revoked", same={"acted_at": "ended_at"}, without={"ended_at": None}),
    later(
        "circular.drafted", "circular.submitted", "circular.initialled", "circular.sent_back",
        "circular.signed", "circular.published", "circular.revoked",
        state="stage",
        states={
            "circular.drafted": "draft",
            "circular.submitted": "initialled",
            "circular.initialled": ("draft", "initialled"),
            "circular.sent_back": "draft",
            "circular.signed": "signed",
            "circular.published": "published",
            "circular.revoked": ("superseded", "revoked"),
        },
    ),
)  # fmt: skip
INITIAL: Final[tuple[Says, ...]] = (
    # Sent back, or written anew, a draft loses its initials.
    made(
        "circular.initialled",
        same={"detail.office": "office_id", "acted_at": "given_at"},
        optional=True,
    ),
)
CASCADE_ITEM: Final[tuple[Says, ...]] = (
    made("circular.published", "circular.reached", same={"acted_at": "reached_at"}, optional=True),
)
READING: Final[tuple[Says, ...]] = (
    made(
        "circular.read",
        same={
            "subject": "person:{person_id}", "acted_at": "read_at",
            "detail.text": "circular.text_sha256",
        },
    ),
)  # fmt: skip
# A meaning goes with its clause, when a draft is written anew or thrown away.
CLAUSE_MEANING: Final[tuple[Says, ...]] = (
    made(
        "circular.meaning_set", "circular.meaning_confirmed",
        same={"acted_at": "set_at", "actor": "set_by", **READ},
        optional=True,
    ),
)  # fmt: skip
MEANING_PROPOSAL: Final[tuple[Says, ...]] = (
    made(
        "circular.meaning_proposed",
        same={"acted_at": "proposed_at", "actor": "proposed_by", **READ},
        optional=True,
    ),
    made("circular.meaning_sent_back", same={"detail.reason": "reason"}, optional=True),
    made("circular.meaning_withdrawn", optional=True),
)
