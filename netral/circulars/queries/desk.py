"""The desk of people who make circulars: what waits for whose hand."""

from dataclasses import dataclass

from django.db.models import Q

from netral.access.core import Duty
from netral.access.queries import Seat
from netral.circulars import queries
from netral.circulars.core import Stage
from netral.circulars.models import Circular, NumberPattern
from netral.orgs import queries as orgs
from netral.orgs.core import unit_ids
from netral.orgs.models import Office
from netral.orgs.queries import within


@dataclass(frozen=True, slots=True)
class Line:
    """One circular in a list of the desk."""

    slug: str
    subject: str
    unit: str
    number: str
    stage: Stage
    waits_for: str  # offices whose initials are missing
    note: str  # why it was sent back


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that waits for the seated person."""

    to_initial: list[Line]
    to_sign: list[Line]
    to_publish: list[Line]
    drafts: list[Line]
    units: list[queries.DeskItem]


def desk(seat: Seat) -> Desk:
    """Return the desk of the seated person."""
    today = seat.at.local().date()
    mine = orgs.holdings_of(seat.user, seat.institution, today)
    offices = {holding.office_id for holding in mine}
    rows = list(_open(seat, offices))
    return Desk(
        to_initial=[_line(c) for c in rows if _awaits_initial(c, offices)],
        to_sign=[_line(c) for c in rows if _awaits_hand(c, offices, Stage.INITIALLED)],
        to_publish=[_line(c) for c in rows if c.stage == Stage.SIGNED],
        drafts=[_line(c) for c in rows if c.stage in {Stage.DRAFT, Stage.INITIALLED}],
        units=queries.for_units(
            seat.institution, [h.office.unit for h in mine if h.office.is_head], seat.at.acted
        ),
    )


def waiting(seat: Seat, offices: set[int]) -> list[tuple[str, Line]]:
    """Return what waits for the holder of `offices` alone: to be initialled, signed, published."""
    rows = list(_open(seat, offices))
    return [
        *(("initial", _line(c)) for c in rows if _awaits_initial(c, offices)),
        *(("sign", _line(c)) for c in rows if _awaits_hand(c, offices, Stage.INITIALLED)),
        *(("publish", _line(c)) for c in rows if _awaits_hand(c, offices, Stage.SIGNED)),
    ]


def _awaits_hand(circular: Circular, offices: set[int], stage: Stage) -> bool:
    signs = circular.signatory
    return circular.stage == stage and signs is not None and signs.office_id in offices


def _open(seat: Seat, offices: set[int]) -> list[Circular]:
    paths = {
        path
        for duty in (
            Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SIGN_CIRCULAR, Duty.PASS_ON_CIRCULAR,
        )
        for path in seat.paths(duty)
    }  # fmt: skip
    asked = queries.initials_asked(seat, offices).filter(given_at=None)
    rows = Circular.objects.of(seat.institution).filter(
        within(paths, "unit__path") | Q(pk__in=asked.values("circular")),
        stage__in=[Stage.DRAFT, Stage.INITIALLED, Stage.SIGNED],
    )
    return list(
        rows.select_related("unit", "signatory")
        .prefetch_related("initials__office")
        .order_by("-pk")[:100]
    )


def _awaits_initial(circular: Circular, offices: set[int]) -> bool:
    waiting = {i.office_id for i in circular.initials.all() if i.given_at is None}
    return circular.stage == Stage.DRAFT and bool(waiting & offices)


def _line(circular: Circular) -> Line:
    waiting = [i.office.title for i in circular.initials.all() if i.given_at is None]
    return Line(
        slug=circular.slug,
        subject=circular.subject,
        unit=circular.unit.name,
        number=circular.number,
        stage=Stage(circular.stage),
        waits_for=", ".join(waiting),
        note=circular.end_reason,
    )


def initial_office(seat: Seat, circular: Circular) -> Office | None:
    """Return the office in which the seated person's initials are awaited, if any."""
    asked = queries.initials_asked(seat, queries.held_offices(seat))
    row = asked.filter(circular=circular, given_at=None).select_related("office").first()
    return row.office if row else None


def patterns_for(circular: Circular, year: int) -> list[NumberPattern]:
    """Return the number patterns of the issuing unit, or of those above it, for a year.

    A pattern not yet used in that year stands with its last row: taking a number carries it on.
    """
    ids = unit_ids(circular.unit.path)
    rows = NumberPattern.objects.of(circular.institution_id).filter(unit__in=ids, year__lte=year)
    latest = {(row.unit_id, row.pattern): row for row in rows.order_by("year", "pk")}
    own = [row for row in latest.values() if row.unit_id == circular.unit_id]
    return own or list(latest.values())
