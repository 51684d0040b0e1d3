"""How the duties of heads stand in every institution. For readers above them all, alone."""

from dataclasses import dataclass

from netral.duties.queries.boards import Figures, board_of
from netral.tallies.queries import roots
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class House:
    """One institution in which duties have begun."""

    institution: int
    code: str  # of the region or agency
    name: str
    figures: Figures


def national() -> list[House]:
    """Return the duties of all institutions by code.

    Two statements over one row for each institution: counters of their tops, never obligations.
    """
    rows = Institution.objects.order_by("code").values_list("pk", "code", "name")
    known = list(rows)
    counted = roots({pk: board_of() for pk, _, _ in known})
    return [
        House(pk, code, name, Figures.counted(counted[pk]))
        for pk, code, name in known
        if pk in counted
    ]
