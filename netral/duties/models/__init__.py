"""Obligations with their events and figures, calendar feeds, frozen papers, and looks at chains."""

from netral.duties.models.chains import ChainLook
from netral.duties.models.obligations import (
    DailyFigure,
    Digest,
    Feed,
    Obligation,
    ObligationEvent,
    PolicyChoice,
    PublishedTable,
    Reckoning,
)

__all__ = [
    "ChainLook",
    "DailyFigure",
    "Digest",
    "Feed",
    "Obligation",
    "ObligationEvent",
    "PolicyChoice",
    "PublishedTable",
    "Reckoning",
]
