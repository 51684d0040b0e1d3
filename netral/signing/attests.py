"""What seals and papers repeat of the acts that made them."""

from typing import Final

from netral.ledger.core.attest import Says, made

SEAL_KEY: Final[tuple[Says, ...]] = (made("seal.made", same={"detail.fingerprint": "fingerprint"}),)
PAPER: Final[tuple[Says, ...]] = (
    made(
        "pact.signed",
        same={
            "document": "code", "acted_at": "acted_at", "level": "level", "unit": "facts.unit",
            "name": "facts.full.signer", "position": "facts.full.position",
            "text": "facts.text_sha256",
        },
    ),
    made(
        "circular.signed",
        same={
            "acted_at": "acted_at", "detail.level": "level", "detail.number": "facts.number",
            "detail.text": "facts.text_sha256",
        },
    ),
    made("permit.decided", same={"document": "code", "acted_at": "acted_at"}),
    made("advice.answered", "chain.sealed", same={"acted_at": "acted_at"}),
    made(
        "assessment.made", "campaign.reported", "recap.made", "session.held",
        same={"detail.document": "code", "acted_at": "acted_at"},
    ),
)  # fmt: skip
