"""Reading campaigns. Boards read counters alone; lists of people are bounded."""

from netral.pacts.queries.boards import Board, BoardRow, board, running, unit_board
from netral.pacts.queries.campaigns import audience_size, campaign_for, owns, recount, scan
from netral.pacts.queries.mine import MyPact, mine, my_pledge
from netral.pacts.queries.national import House, Nation, national
from netral.pacts.queries.people import LatePerson, Moves, late, moves, pledge_for
from netral.pacts.reader import Template, template

__all__ = [
    "Board",
    "BoardRow",
    "House",
    "LatePerson",
    "Moves",
    "MyPact",
    "Nation",
    "Template",
    "audience_size",
    "board",
    "campaign_for",
    "late",
    "mine",
    "moves",
    "my_pledge",
    "national",
    "owns",
    "pledge_for",
    "recount",
    "running",
    "scan",
    "template",
    "unit_board",
]
