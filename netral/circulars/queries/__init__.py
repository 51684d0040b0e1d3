"""What people and units owe a circular: who reads what, and which desks it lies on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.circulars.core import ItemState, Stage, desk_due
from netral.circulars.models import CascadeItem, Circular, Initial, Reading
from netral.ledger.queries.marks import Mark, mark, marks
from netral.orgs import queries as orgs
from netral.orgs.core import PersonKind, unit_id
from netral.orgs.models import Person, Unit
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class ToRead:
    """A circular in force that is addressed to somebody, and when they stated to have read it."""

    number: str
    subject: str
    unit: str  # that issues it
    url: str
    due_at: datetime | None
    read_at: datetime | None
    proof: Mark | None
    is_derived: bool


def to_read(person: Person, at: datetime) -> list[ToRead]:
    """Return the circulars that bind a person, unread ones first, then by deadline.

    As many queries, however many circulars there are; of derived ones only those of units above
    the person are fetched. `at` is the institution's own time.
    """
    inside = orgs.known_as(person.unit)
    rows = _in_force(person.institution_id, at).filter(Q(parent=None) | Q(unit__in=inside))
    rows = rows.select_related("unit")
    ours = [circular for circular in rows if _addresses(circular, person, inside)]
    readings = {
        r.circular_id: r
        for r in Reading.objects.of(person.institution_id)
        .filter(person=person, circular__in=ours)
        .select_related("entry")
    }
    proofs = marks(reading.entry for reading in readings.values())
    found = [_to_read(circular, readings.get(circular.pk), proofs) for circular in ours]
    far = datetime.max.replace(tzinfo=at.tzinfo)
    return sorted(found, key=lambda r: (r.read_at is not None, r.due_at or far))


def _in_force(institution: Institution | int, at: datetime) -> QuerySet[Circular]:
    return Circular.objects.of(institution).filter(stage=Stage.PUBLISHED, published_at__lte=at)


def _addresses(circular: Circular, person: Person, inside: Collection[int]) -> bool:
    """Tell whether the audience holds a person inside units of these ids, as `orgs.audience` does.

    Paths change when units move; what names a unit for good is its id.
    """
    kinds = circular.audience.get("kinds") or ()
    units = circular.audience.get("units") or ()
    bound = person.kind in kinds if kinds else person.kind != PersonKind.OFFICIAL
    return bound and (not units or any(unit_id(path) in inside for path in units))


def _to_read(circular: Circular, reading: Reading | None, proofs: Mapping[int, Mark]) -> ToRead:
    return ToRead(
        number=circular.number,
        subject=circular.subject,
        unit=circular.unit.name,
        url=reverse("circulars:show", args=[circular.slug]),
        due_at=circular.read_by,
        read_at=reading.read_at if reading else None,
        proof=proofs[reading.entry_id] if reading else None,
        is_derived=circular.parent_id is not None,
    )


@dataclass(frozen=True, slots=True)
class ReadingState:
    """What the public page of a circular offers a person whom it binds."""

    circular_slug: str
    due_at: datetime | None
    read_at: datetime | None
    proof: Mark | None


def reading_of(seat: Seat | None, circular: Circular) -> ReadingState | None:
    """Return what the seated person owes this circular; None for everybody it does not bind."""
    if seat is None or seat.institution.pk != circular.institution_id:
        return None
    person = orgs.person_of(seat)
    if person is None or circular.stage != Stage.PUBLISHED:
        return None
    if not _addresses(circular, person, orgs.known_as(person.unit)):
        return None
    own = Reading.objects.of(seat.institution).filter(circular=circular, person=person)
    reading = own.select_related("entry").first()
    return ReadingState(
        circular_slug=circular.slug,
        due_at=circular.read_by,
        read_at=reading.read_at if reading else None,
        proof=mark(reading.entry) if reading else None,
    )


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A circular on the desk of a unit."""

    pk: int
    unit_id: int
    unit: str
    number: str
    subject: str
    url: str
    cascade_url: str
    state: ItemState
    arrived_at: datetime
    due_at: datetime | None
    acknowledged_at: datetime | None
    derived_number: str
    derived_url: str
    draft_url: str  # of the unit's derived circular while it is not in force yet

    @property
    def done(self) -> bool:
        """Tell whether nothing more is asked of the unit."""
        return self.state is ItemState.DERIVED


def for_units(institution: Institution, units: list[Unit], at: datetime) -> list[DeskItem]:
    """Return what lies on the desks of `units`: circulars in force, newest first; two queries."""
    items = (
        CascadeItem.objects.of(institution)
        .filter(
            unit__in=units,
            circular__stage=Stage.PUBLISHED,
            circular__published_at__lte=at,
        )
        .select_related("circular", "derived", "unit")
        .order_by("-circular__published_at", "unit__path")
    )
    rows = list(items)
    drafts = {
        (c.parent_id, c.unit_id): c
        for c in Circular.objects.of(institution).filter(
            parent__in=[i.circular_id for i in rows],
            unit__in=units,
            stage__in=[Stage.DRAFT, Stage.INITIALLED, Stage.SIGNED],
        )
    }
    return [_desk_item(item, drafts.get((item.circular_id, item.unit_id))) for item in rows]


def for_unit(unit: Unit, at: datetime) -> list[DeskItem]:
    """Return what lies on the desk of one unit."""
    return for_units(unit.institution, [unit], at)


def _desk_item(item: CascadeItem, draft: Circular | None) -> DeskItem:
    circular = item.circular
    return DeskItem(
        pk=item.pk,
        unit_id=item.unit_id,
        unit=item.unit.name,
        number=circular.number,
        subject=circular.subject,
        url=reverse("circulars:show", args=[circular.slug]),
        cascade_url=reverse("circulars:cascade", args=[circular.slug]),
        state=ItemState(item.state),
        arrived_at=item.reached_at,
        due_at=desk_due(circular.pass_on_by, item.reached_at),
        acknowledged_at=item.acknowledged_at,
        derived_number=item.derived.number if item.derived else "",
        derived_url=reverse("circulars:show", args=[item.derived.slug]) if item.derived else "",
        draft_url=reverse("circulars:edit", args=[draft.slug]) if draft else "",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A circular in force, to choose from."""

    pk: int
    slug: str
    number: str
    subject: str
    dated_on: date | None


def in_force(institution: Institution, at: datetime) -> list[Choice]:
    """Return the institution's own circulars in force, newest first, without derived ones."""
    rows = _in_force(institution, at).filter(parent=None).order_by("-published_at", "-pk")
    return [Choice(c.pk, c.slug, c.number, c.subject, c.dated_on) for c in rows]


def staff_circular(seat: Seat, slug: str) -> Circular:
    """Return a circular that the seat may work on or watch; drafts are hidden from others.

    Raises:
        NotYours: there is none, or it is nothing to the seat.
    """
    from_house = Circular.objects.of(seat.institution).select_related(
        "institution", "unit", "parent", "entry", "paper", "signatory__office", "signatory__person",
        "supersedes",
    )  # fmt: skip
    found: Circular | None = from_house.filter(slug=slug).first()
    duties = (Duty.DRAFT_CIRCULAR, Duty.INITIAL_CIRCULAR, Duty.SIGN_CIRCULAR, Duty.AUDIT)
    if found is None or not (
        any(seat.may(duty, found.unit.path) for duty in duties)
        or _heads(seat, found)
        or initials_asked(seat, held_offices(seat)).filter(circular=found).exists()
    ):
        raise NotYours
    return found


def held_offices(seat: Seat) -> set[int]:
    """Return the offices that the seated person holds today."""
    today = seat.at.local().date()
    return {h.office_id for h in orgs.holdings_of(seat.user, seat.institution, today)}


def initials_asked(seat: Seat, offices: Collection[int]) -> QuerySet[Initial]:
    """Return the initials that drafts ask of any of `offices`, given or not.

    Who is asked sees the draft, wherever in the tree it is written.
    """
    return Initial.objects.of(seat.institution).filter(office__in=offices)


def _heads(seat: Seat, circular: Circular) -> bool:
    """Tell whether the seat works on this derived circular for its unit."""
    return circular.parent_id is not None and seat.may(Duty.PASS_ON_CIRCULAR, circular.unit.path)
