"""Papers of duties."""

from netral.duties.papers.chain import Sheet, chain
from netral.duties.papers.poster import Poster, Size, poster

__all__ = ["Poster", "Sheet", "Size", "chain", "poster"]
