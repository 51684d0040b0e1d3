"""Figures for everybody: counted for publication here, and read again as they were published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery

from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.duties.core.published import Measure, Table, cut, of_record
from netral.duties.core.weeks import Week
from netral.duties.models import PublishedTable
from netral.duties.queries.boards import FULFILLED, LATE, OWED, board_of
from netral.kernel.moment import Moment
from netral.orgs.core import UnitKind
from netral.orgs.models import Unit
from netral.pacts.core import Figures
from netral.pacts.models import Campaign
from netral.tallies.queries import owns
from netral.tenancy.models import Institution

Counts = dict[Measure, Mapping[int, int]]


def counted(institution: Institution, at: Moment) -> Table:
    """Return what may be published now, in bands: the exact counts leave this function never.

    From counters, never from people; a part that does not exist yet is not in the table.
    """
    units = Unit.objects.of(institution).values_list("pk", "kind")
    campaign, circular = _campaign(institution, at.acted), _circular(institution, at.acted)
    counts = _duties(institution)
    if campaign is not None:
        counts |= _pacts(campaign)
    if circular is not None:
        counts |= _readings(circular)
    return Table(
        cut({pk: UnitKind(kind) for pk, kind in units}, counts),
        campaign=campaign.name if campaign else "",
        circular=f"{circular.number} {circular.subject}".strip() if circular else "",
    )


def _campaign(institution: Institution, at: datetime) -> Campaign | None:
    opened = Campaign.objects.of(institution).exclude(stage=Campaign.Stage.DRAFT)
    found: Campaign | None = opened.filter(opens_at__lte=at).order_by("-opens_at", "-pk").first()
    return found


def _circular(institution: Institution, at: datetime) -> Circular | None:
    rows = Circular.objects.of(institution).filter(
        stage=Stage.PUBLISHED, parent=None, published_at__lte=at
    )
    found: Circular | None = rows.order_by("-published_at", "-pk").first()
    return found


def _pacts(campaign: Campaign) -> Counts:
    found = {
        pk: Figures(counts) for pk, counts in owns(campaign.institution_id, campaign.board).items()
    }
    return {
        Measure.ASKED: {pk: each.total for pk, each in found.items()},
        Measure.SIGNED: {pk: each.signed for pk, each in found.items()},
    }


def _readings(circular: Circular) -> Counts:
    found = owns(circular.institution_id, circular.board)
    return {
        Measure.BOUND: {pk: each.get("audience", 0) for pk, each in found.items()},
        Measure.READ: {pk: each.get("read", 0) for pk, each in found.items()},
    }


def _duties(institution: Institution) -> Counts:
    found = owns(institution, board_of())
    names = {Measure.OWED: OWED, Measure.FULFILLED: FULFILLED, Measure.LATE: LATE}
    if not found:
        return {}
    return {
        measure: {pk: each.get(name, 0) for pk, each in found.items()}
        for measure, name in names.items()
    }


@dataclass(frozen=True, slots=True)
class Published:
    """The open figures of one institution and one week."""

    institution: Institution
    week: Week
    made_at: datetime
    table: Table


def is_published(institution: Institution, week: Week) -> bool:
    """Tell whether the figures of a week are out already."""
    rows = PublishedTable.objects.of(institution).filter(first_on=week.first)
    return bool(rows.exists())


def newest() -> list[Published]:
    """Return the newest figures of every institution that has published, by its region's code."""
    last = PublishedTable.objects.filter(institution=OuterRef("institution"))
    rows = PublishedTable.objects.filter(
        pk=Subquery(last.order_by("-first_on").values("pk")[:1])
    ).select_related("institution")
    return [
        _published(row) for row in rows.defer("institution__emblem").order_by("institution__code")
    ]


def telling() -> list[tuple[Institution, date | None]]:
    """Return every institution that has something to tell, with the first day last told of."""
    own = {"institution": OuterRef("pk")}
    circulars = Circular.objects.filter(**own, stage=Stage.PUBLISHED)
    campaigns = Campaign.objects.filter(**own).exclude(stage=Campaign.Stage.DRAFT)
    told = PublishedTable.objects.filter(**own).order_by("-first_on").values("first_on")[:1]
    rows = Institution.objects.filter(Exists(circulars) | Exists(campaigns)).defer("emblem")
    return [(house, house.told_on) for house in rows.annotate(told_on=Subquery(told))]


def publisher(slug: str) -> Institution | None:
    """Return the institution of a public address."""
    return Institution.objects.filter(slug=slug).defer("emblem").first()


def weeks_of(institution: Institution) -> list[Week]:
    """Return the weeks of which figures are out, the newest first."""
    rows = PublishedTable.objects.of(institution).values_list("first_on", "last_on")
    return [Week(*row) for row in rows]


def published(institution: Institution, week: Week) -> Published | None:
    """Return the figures of one week, if they are out."""
    rows = PublishedTable.objects.of(institution).filter(first_on=week.first)
    row = rows.select_related("institution").defer("institution__emblem").first()
    return _published(row) if row else None


def _published(row: PublishedTable) -> Published:
    week = Week(row.first_on, row.last_on)
    return Published(row.institution, week, row.made_at, of_record(row.figures))
