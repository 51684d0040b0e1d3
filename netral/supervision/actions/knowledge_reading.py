"""Deciding how an institution reads what its sources tell differently."""

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.supervision.core.knowledge import Reading
from netral.supervision.models import SummonsReading
from netral.tenancy.models import Institution


@transaction.atomic
def read_law(
    *, institution: Institution, reading: Reading, reason: str, by: str, at: Moment
) -> SummonsReading:
    """Record how the seven working days of PP 94/2021 art. 26(2) are read from now on."""
    act = Act(
        act="reading.decided",
        actor=by,
        fields={"detail": {"reading": reading.value, "reason": reason}},
    )
    made: SummonsReading = SummonsReading.objects.create(
        institution=institution,
        reading=reading,
        reason=reason,
        since=at.acted,
        by=by,
        entry=record(act, institution=institution, at=at),
    )
    return made
