"""Who held an office on a day, for many offices and days with one query."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from netral.kernel.moment import local_day
from netral.orgs.core import Capacity
from netral.orgs.core.offices import PRECEDENCE
from netral.orgs.models import Holding
from netral.tenancy.models import Institution

Term = tuple[int, date, date | None, int]  # rank, first day, last day, id of the holding


class Holders:
    """The terms of some offices, those first who act before others that run beside them."""

    def __init__(self, institution: Institution, offices: Collection[int]) -> None:
        self._zone = institution.zone
        self._terms: dict[int, list[Term]] = defaultdict(list)
        rows = Holding.objects.of(institution).filter(office__in=offices).order_by("pk")
        for pk, office, capacity, first, last in rows.values_list(
            "pk", "office_id", "capacity", "starts_on", "ends_on"
        ):
            rank = PRECEDENCE.index(Capacity(capacity))
            self._terms[office].append((rank, first, last, pk))
        for terms in self._terms.values():
            terms.sort(key=lambda term: term[0])

    def on(self, office: int, at: datetime) -> int | None:
        """Return the id of the holding that acted in an office at an instant; None: vacant."""
        day = local_day(at, self._zone)
        for _, first, last, pk in self._terms.get(office, ()):
            if first <= day and (last is None or day <= last):
                return pk
        return None
