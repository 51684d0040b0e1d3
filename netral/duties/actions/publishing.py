"""Publishing the open figures of a week: once, in bands, never changed afterwards."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from netral.duties.core.published import as_record
from netral.duties.core.weeks import Week, told
from netral.duties.errors import PublishedAlready
from netral.duties.models import PublishedTable
from netral.duties.queries.open_figures import counted, is_published, telling
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.tallies import actions as tallies
from netral.tenancy.models import Institution
from netral.tenancy.queries import moment

SYSTEM: Final = "system:weekly"


@transaction.atomic
def publish_figures(
    *, institution: Institution, week: Week, by: str, at: Moment
) -> PublishedTable | None:
    """Make the figures of a week public; None where nothing has been counted yet.

    Raises:
        PublishedAlready: they are out. A second table of the same week, laid over the first,
            would show what happened between the two.
    """
    if is_published(institution, week):
        raise PublishedAlready(last_day=week.last)
    tallies.fold()
    table = counted(institution, at)
    if not table.measures:
        return None
    figures = as_record(table)
    detail = {"first_on": week.first.isoformat(), "last_on": week.last.isoformat()}
    try:
        with transaction.atomic():
            entry = record(
                Act(act="figures.published", actor=by, fields={"detail": detail}),
                institution=institution,
                at=at,
            )
            made: PublishedTable = PublishedTable.objects.create(
                institution=institution, first_on=week.first, last_on=week.last,
                figures=figures, made_at=at.acted, entry=entry,
            )  # fmt: skip
    except IntegrityError as taken:
        raise PublishedAlready(last_day=week.last) from taken
    return made


def publish_due(*, now: datetime) -> int:
    """Publish the week that is over for every institution that has not; return how many did."""
    done = 0
    for institution, last in telling():
        at = moment(institution, now)
        week = told(at.local())
        if last is None or last < week.first:
            with suppress(PublishedAlready):  # another worker was quicker
                made = publish_figures(institution=institution, week=week, by=SYSTEM, at=at)
                done += made is not None
    return done
