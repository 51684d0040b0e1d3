"""What the choice of channels repeats of the act that made it."""

from typing import Final

from netral.ledger.core.attest import Says, made

PREFERENCE: Final[tuple[Says, ...]] = (
    made(
        "channels.chosen",
        same={"subject": "recipient", "detail.channels": "channels"},
        elsewhere={"recipient": "subject"},  # chosen anew
    ),
)
