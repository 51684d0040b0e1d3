"""What referrals show for a unit's duties: that the head referred, never whom."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache

from netral.kernel.evidence import Evidence, Proof
from netral.kernel.moment import midnight
from netral.orgs.models import Person, Unit
from netral.supervision.models import Referral
from netral.supervision.queries.referral_people import known
from netral.supervision.queries.referral_vault import Sent, read_sent
from netral.tenancy.models import Institution


def referred(
    institution: Institution, since: date, until: date, units: Collection[int] | None = None
) -> list[Evidence]:
    """Return what heads of unit have referred between two days, both included.

    Only what a head sent counts: others may have gone past the head, about the head. And nothing
    about whoever heads the unit now, who would learn of it from the own page.
    """
    zone = institution.zone
    rows = Referral.objects.of(institution).filter(
        sent_at__gte=midnight(since, zone),
        sent_at__lt=midnight(until + timedelta(days=1), zone),
    )
    opened = [(row, _sent(bytes(row.sealed), row.slug)) for row in rows.order_by("sent_at", "pk")]
    return [
        Evidence(unit_id=it.unit, proof=Proof.REFERRAL, at=row.sent_at, key=f"referral:{row.slug}")
        for row, it in opened
        if it.as_head and (units is None or it.unit in units) and not _of_its_head(it, until)
    ]


@lru_cache(maxsize=4_096)
def _sent(sealed: bytes, slug: str) -> Sent:
    """Open what never changes once; the evidence is asked for every night, for every unit."""
    return read_sent(sealed, slug)


def _of_its_head(what: Sent, on: date) -> bool:
    person = Person.objects.select_related("unit", "institution").filter(pk=what.suspect).first()
    if person is None:
        return False
    path = Unit.objects.values_list("path", flat=True).get(pk=what.unit)
    return any(path.startswith(head) for head in known(person, on).heads)
