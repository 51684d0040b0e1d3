"""Circulars with clauses, initials, numbers and the cascade; and how clauses are read."""

from netral.circulars.models.circulars import (
    CascadeItem,
    Circular,
    Clause,
    Initial,
    NumberPattern,
    Reading,
)
from netral.circulars.models.meanings import ClauseMeaning, ClauseReading, MeaningProposal

__all__ = [
    "CascadeItem",
    "Circular",
    "Clause",
    "ClauseMeaning",
    "ClauseReading",
    "Initial",
    "MeaningProposal",
    "NumberPattern",
    "Reading",
]
