"""What offices owe: one unit's desk live, boards and lists from what was reckoned last."""

from netral.duties.queries.boards import Board, BoardRow, Figures, board
from netral.duties.queries.late import Late, late
from netral.duties.queries.trends import Point, trend
from netral.duties.queries.vacancies import vacant

__all__ = ["Board", "BoardRow", "Figures", "Late", "Point", "board", "late", "trend", "vacant"]
