"""People in a campaign, for those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.queries import Seat
from netral.orgs.models import Unit
from netral.orgs.queries import within
from netral.pacts.core import STATE_WORDS, WAITING, State
from netral.pacts.models import Campaign, PaperForm, Pledge, PledgeEvent

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class LatePerson:
    """One person in the list of a unit."""

    pledge: int
    name: str
    position: str
    unit: str
    state: State
    reachable: bool  # has an account, so a reminder arrives
    moved_from: str = ""  # the unit before the last transfer during the campaign

    @property
    def word(self) -> str:
        """Return the msgid of the state."""
        return STATE_WORDS[self.state]

    @property
    def meaning(self) -> str:
        """Return the meaning that colours the state."""
        return {
            State.SIGNED: "done",
            State.REFUSED: "stopped",
            State.NOT_YET: "due",
            State.OPENED: "due",
        }.get(self.state, "next")


@dataclass(frozen=True, slots=True)
class Moves:
    """One line in the history of a pledge."""

    at: datetime
    before: str
    after: str
    unit_before: str
    reason: str  # empty for whoever may not see it
    basis: str


def late(
    campaign: Campaign, unit: Unit, *, state: State | None = None, name: str = "", page: str = "1"
) -> Page[Any]:
    """Return a page of the people in and below `unit`: those waited for, or all of one state.

    The caller has made sure that the reader may see people there.
    """
    rows: QuerySet[Pledge] = Pledge.objects.of(campaign.institution_id).filter(
        campaign=campaign, unit__path__startswith=unit.path
    )
    rows = rows.filter(state__in=[state] if state else WAITING)
    if name:
        rows = rows.filter(person__name__icontains=name)
    rows = rows.select_related("person", "unit").order_by("unit__path", "person__name", "pk")
    asked: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(page)
    moved = _moved([pledge.pk for pledge in asked.object_list])
    shown = [_person(pledge, moved.get(pledge.pk, "")) for pledge in asked.object_list]
    return Page(shown, asked.number, asked.paginator)


def _moved(pks: list[int]) -> dict[int, str]:
    """Return the unit before the last transfer of each pledge that was transferred."""
    rows = PledgeEvent.objects.filter(pledge_id__in=pks, unit_before__isnull=False)
    return dict(rows.order_by("at", "pk").values_list("pledge_id", "unit_before__name"))


def _person(pledge: Pledge, moved_from: str) -> LatePerson:
    return LatePerson(
        pledge=pledge.pk,
        name=pledge.person.full_name,
        position=pledge.person.position,
        unit=pledge.unit.name,
        state=State(pledge.state),
        reachable=pledge.person.account_id is not None,
        moved_from=moved_from,
    )


def pledge_for(seat: Seat, duty: Duty, campaign: Campaign, pk: int) -> Pledge:
    """Return a pledge if the seat holds `duty` over its unit; hidden and missing look alike."""
    rows = Pledge.objects.of(seat.institution).filter(pk=pk, campaign=campaign)
    found: Pledge | None = rows.select_related(
        "person",
        "unit",
        "wave",
        "institution",
        "campaign__institution",
        "campaign__entry",
        "signature__paper",
    ).first()
    if found is None:
        raise NotYours
    seat.require(duty, found.unit.path)
    return found


def moves(pledge: Pledge, *, reasons: bool) -> list[Moves]:
    """Return what happened to a pledge; the reason of a refusal only with `reasons`."""
    rows = PledgeEvent.objects.of(pledge.institution_id).filter(pledge=pledge)
    return [
        Moves(
            at=event.at,
            before=STATE_WORDS[State(event.before)] if event.before else "",
            after=STATE_WORDS[State(event.after)],
            unit_before=event.unit_before.name if event.unit_before else "",
            reason=event.reason if reasons or event.after != State.REFUSED else "",
            basis=event.basis,
        )
        for event in rows.select_related("unit_before")
    ]


def papers_waiting(campaign: Campaign, paths: Iterable[str]) -> list[PaperForm]:
    """Return the papers that wait for a second officer, within the paths of the reader."""
    rows = PaperForm.objects.of(campaign.institution_id).filter(
        within(paths, "pledge__unit__path"), pledge__campaign=campaign, confirmed_by=""
    )
    joined = rows.defer("scan").select_related("pledge__person", "pledge__unit")
    return list(joined.order_by("taken_at", "pk")[:500])
