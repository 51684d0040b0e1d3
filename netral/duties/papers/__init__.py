"""Papers of duties."""

from netral.duties.papers.chain import Sheet, chain

__all__ = ["Sheet", "chain"]
