"""What sessions and courses prove of the duties of units; `duties` reads it."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from netral.kernel.evidence import Evidence, Proof
from netral.outreach.core import Purpose, SessionState, counts_at
from netral.outreach.core.reach import crossings
from netral.outreach.models import Session
from netral.outreach.queries.passes import first_passes, people_of
from netral.tenancy.models import Institution

PROVES = {
    Purpose.SOCIALISE: Proof.SESSION,
    Purpose.GUIDE: Proof.GUIDANCE,
    Purpose.EDUCATE: Proof.COURSE,
}


def held(
    institution: Institution,
    since: datetime,
    until: datetime,
    units: Collection[int] | None = None,
) -> list[Evidence]:
    """Return the deeds of units from `since` on and before `until`, the earliest first.

    A session proves one deed for each purpose that it served; it counts on the day that it was
    held, or closed if that took long. A unit with all below it also proves education on the day
    when enough of its people had passed a course. Three queries, however many units; `units` are
    ids, None means all.
    """
    found = [*_sessions(institution, since, until, units)]
    found += _courses(institution, since, until, units)
    return sorted(found, key=lambda each: (each.at, each.key))


def _sessions(
    institution: Institution, since: datetime, until: datetime, units: Collection[int] | None
) -> Iterator[Evidence]:
    rows: QuerySet[Session] = Session.objects.of(institution).filter(
        Q(starts_at__gte=since) | Q(closed_at__gte=since),
        state=SessionState.HELD,
        starts_at__lt=until,
    )
    if units is not None:
        rows = rows.filter(unit__in=units)
    wanted = ("pk", "slug", "unit_id", "title", "purposes", "starts_at", "ends_at",
              "closed_at", "present")  # fmt: skip
    for each in rows.only(*wanted).order_by("starts_at", "pk"):
        at = counts_at(each.starts_at, each.ends_at, each.closed_at or each.starts_at)
        for purpose in each.purposes if since <= at < until else ():
            yield Evidence(
                unit_id=each.unit_id,
                proof=PROVES[Purpose(purpose)],
                at=at,
                key=f"session:{each.slug}:{purpose}",
                title=each.title,
                url=f"/sosialisasi/{each.slug}/",
                people=each.present,
            )


def _courses(
    institution: Institution, since: datetime, until: datetime, units: Collection[int] | None
) -> Iterator[Evidence]:
    passes = first_passes(institution, until)
    if not passes:
        return
    people = people_of(institution)
    title = gettext("Enough people have passed the course")
    for unit, at in crossings(people, passes).items():
        if since <= at and (units is None or unit in units):
            yield Evidence(
                unit_id=unit,
                proof=Proof.COURSE,
                at=at,
                key=f"course:{unit}:{at:%Y%m%d}",
                title=title,
                url="/sosialisasi/kursus/unit/",
                people=people[unit],
            )
