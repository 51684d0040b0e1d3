"""Obligations with events and figures, feeds, frozen papers, looks at chains, vacancies told."""

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
from netral.duties.models.vacancies import VacancyTold

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
    "VacancyTold",
]
