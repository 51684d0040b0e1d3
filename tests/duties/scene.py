"""A circular in force whose duty clause asks what the tests name, and what heads do about it."""

from datetime import UTC, datetime, timedelta

from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Duty, Meaning
from netral.circulars.core.text import ClauseText
from netral.circulars.models import Circular
from netral.duties.actions.reckoning import reckon
from netral.duties.core import Kind
from netral.duties.models import Obligation
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, Member
from tests.circulars.scene import agreed, published

WORDS = "Menyosialisasikan, membina, dan mengawasi di lingkungan unit kerjanya."
DEPOK = (Duty.SOCIALISE, Duty.GUIDE, Duty.SUPERVISE)


def in_force(
    top: Unit,
    signer: Member,
    *duties: Duty,
    due_at: datetime | None = None,
    number: str = "270/343-Huk",
) -> Circular:
    """Publish a circular at noon of 26 June 2024 whose only duty clause means `duties`."""
    clause = ClauseText(kind=ClauseKind.DUTY, text=WORDS, due_at=due_at)
    made = published(top, signer, number, clauses=(clause,))
    agreed(made.clauses.get(), Meaning(duties=duties), AT)
    return made


def later(days: float) -> Moment:
    """Return so many days after noon of 26 June 2024 in Depok."""
    return Moment(acted=AT.acted + timedelta(days=days), logged=AT.logged + timedelta(days=days))


def owed(institution: Institution, kind: Kind, unit: Unit | None = None) -> list[Obligation]:
    """Return the stored obligations of a kind in the order of their deadlines."""
    rows = Obligation.objects.of(institution).filter(kind=kind).order_by("due_at", "pk")
    return list(rows.filter(unit=unit) if unit else rows)


def reckoned(institution: Institution, days: float = 0) -> None:
    """Reckon so many days after noon of 26 June 2024."""
    reckon(institution=institution, at=later(days))


FRIDAY = datetime(2024, 6, 28, 9, tzinfo=UTC)  # 16.00 WIB
