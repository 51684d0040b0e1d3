"""What one person owes, and what a head or the city sees: read from every part, written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from netral.advice.queries import Waiting
from netral.advice.queries import waiting as advice
from netral.circulars.queries import DeskItem, ToRead, for_units, to_read
from netral.circulars.queries.desk import Line, waiting
from netral.circulars.queries.progress import Progress, progress
from netral.duties.queries.boards import Figures
from netral.duties.queries.waiting import Waiting as Duties
from netral.duties.queries.waiting import waiting as duties
from netral.insight.queries.compliance import figures_of
from netral.orgs import queries as orgs
from netral.pacts.queries import Board, MyPact, mine, running, unit_board
from netral.permits import queries as permits
from netral.supervision.queries.referral_waiting import waiting as suspicions

if TYPE_CHECKING:  # a board names rows of other apps in its types, and never touches them
    from datetime import datetime

    from netral.access.queries import Seat
    from netral.orgs.models import Holding, Person, Unit


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do first."""

    what: str  # "initial", "sign", "publish", "pact", "question", "permit", "read", "acknowledge",
    # "derive"
    title: str
    url: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything the seated person owes and has done."""

    person: Person | None
    head: Holding | None  # of the person's own unit, unless that is the person
    first: Next | None
    pacts: list[MyPact]
    unread: list[ToRead]
    making: list[tuple[str, Line]]  # circulars in the making: what waits, and for which
    desk: list[DeskItem]
    questions: list[permits.Card]  # own requests for a permit that came back with a question
    permits: list[permits.Card]  # requests of others that wait for the reader
    coming: list[MyPact]  # open later, for the reader
    signed: list[MyPact]
    read: list[ToRead]
    heads: list[Unit]  # the units that the person answers for
    advice: list[Waiting]  # in confidence: questions, suspicions
    duties: list[Duties]  # of the units that the person answers for

    @property
    def owed(self) -> int:
        """Return how many things wait."""
        undone = [item for item in self.desk if not item.done]
        asked = len(self.questions) + len(self.permits) + len(self.advice) + len(self.duties)
        return len(self.making) + len(self.pacts) + len(self.unread) + len(undone) + asked


def my_page(seat: Seat) -> MyPage:
    """Return the page of the seated person, in a bounded number of queries."""
    person = orgs.person_of(seat)
    today = seat.at.local().date()
    held = orgs.holdings_of(seat.user, seat.institution, today)
    heads = [h.office.unit for h in held if h.office.is_head]
    pacts = mine(person, seat.at) if person else []
    texts = to_read(person, seat.at.acted) if person else []
    desk = for_units(seat.institution, heads, seat.at.acted) if heads else []
    making = waiting(seat, {h.office_id for h in held}) if held else []
    questions, requests = permits.questions(person, seat), permits.desk(seat).mine
    unsigned = [p for p in pacts if p.waits]
    unread = [t for t in texts if t.read_at is None]
    head = orgs.head_of(person.unit, today) if person else None
    asked = [*advice(seat), *suspicions(seat)]
    return MyPage(
        person=person,
        head=head if head and person and head.person_id != person.pk else None,
        first=_making(making)
        or _permit(questions, requests, unsigned)
        or _first(unsigned, unread, desk, seat.at.acted)
        or _asked(asked),
        pacts=unsigned,
        unread=unread,
        making=making,
        desk=desk,
        questions=questions,
        permits=requests,
        coming=[p for p in pacts if p.comes],
        signed=[p for p in pacts if not p.waits and not p.comes],
        read=[t for t in texts if t.read_at is not None],
        heads=heads,
        advice=asked,
        duties=duties(heads) if heads else [],
    )


def _asked(asked: list[Waiting]) -> Next | None:
    """Let a question come first where nothing with a date of its own does."""
    for each in asked:
        return Next("advice", "", each.url, due_at=None, is_late=bool(each.late))
    return None


def _making(making: list[tuple[str, Line]]) -> Next | None:
    """Let a circular that waits for one hand come first: everybody else waits for it."""
    for what, line in making:
        url = reverse("circulars:work", args=(line.slug,))
        return Next(what, line.subject, url, due_at=None, is_late=False)
    return None


def _permit(
    questions: list[permits.Card], requests: list[permits.Card], pacts: list[MyPact]
) -> Next | None:
    """Let a question come first, and what others wait for, after the reader's own pact."""
    for what, cards in (("question", questions), ("permit", requests)):
        for card in [] if pacts else cards:
            route = "permits:answer" if what == "question" else "permits:decide"
            url = reverse(route, args=(card.slug,))
            return Next(what, card.name, url, due_at=None, is_late=card.is_late)
    return None


def _first(
    pacts: list[MyPact], unread: list[ToRead], desk: list[DeskItem], now: datetime
) -> Next | None:
    """Choose the one thing to do first: the pact, then the desk, then what is unread."""
    for pact in pacts:
        return Next("pact", pact.name, pact.url, pact.deadline, is_late=False)
    for item in desk:
        if not item.done:
            what = "derive" if item.acknowledged_at else "acknowledge"
            title = f"{item.number} {item.subject}".strip()
            return Next(what, title, item.url, item.due_at, _past(item.due_at, now))
    for text in unread:
        title = f"{text.number} {text.subject}".strip()
        return Next("read", title, text.url, text.due_at, _past(text.due_at, now))
    return None


def _past(due: datetime | None, now: datetime) -> bool:
    return due is not None and due < now


@dataclass(frozen=True, slots=True)
class Overview:
    """Campaigns and circulars at one unit with all below it."""

    unit: Unit
    head: Holding | None
    campaigns: list[Board]
    circulars: list[Progress]
    desk: list[DeskItem]
    below: list[Unit]
    is_top: bool
    duties: Figures  # of the heads of unit


def overview(seat: Seat, unit: Unit) -> Overview:
    """Return what runs at `unit`; the caller has made sure that the seat may see its board."""
    campaigns = [unit_board(campaign, unit, seat.at) for campaign in running(seat.institution)]
    return Overview(
        unit=unit,
        head=orgs.head_of(unit, seat.at.local().date()),
        campaigns=[board for board in campaigns if board.figures.total],
        circulars=progress(unit, seat.at.acted),
        desk=for_units(seat.institution, [unit], seat.at.acted),
        below=orgs.below(unit),
        is_top=unit.parent_id is None,
        duties=figures_of(unit),
    )
