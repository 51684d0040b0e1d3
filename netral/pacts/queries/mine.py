"""What one person has to sign, and has signed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from netral.access.errors import NotYours
from netral.kernel.moment import Moment
from netral.orgs.models import Person
from netral.pacts.core import SIGNABLE, STATE_WORDS, State, Window, window
from netral.pacts.models import Campaign, Pledge
from netral.signing.core import LEVEL_WORDS, Level


@dataclass(frozen=True, slots=True)
class MyPact:
    """One campaign as the person asked sees it."""

    slug: str
    name: str
    state: State
    window: Window
    opens_at: datetime
    deadline: datetime
    signed_at: datetime | None
    level: Level | None
    url: str

    @property
    def can_sign(self) -> bool:
        """Tell whether the person may sign now."""
        return self.window is Window.OPEN and self.state in SIGNABLE

    @property
    def waits(self) -> bool:
        """Tell whether the person still has to answer; who refused has answered, and may sign."""
        return self.can_sign and self.state is not State.REFUSED

    @property
    def comes(self) -> bool:
        """Tell whether the person will be asked to sign, but not yet."""
        return self.window is Window.TOO_EARLY and self.state in SIGNABLE

    @property
    def word(self) -> str:
        """Return the msgid of the state."""
        return STATE_WORDS[self.state]

    @property
    def level_word(self) -> str:
        """Return the msgid of the level, empty before the signature."""
        return LEVEL_WORDS[self.level] if self.level is not None else ""

    @property
    def meaning(self) -> str:
        """Return the meaning that colours the state: done, due, late, stopped or next."""
        if self.state is State.SIGNED:
            return "done"
        if self.state not in SIGNABLE or self.state in {State.EXEMPT, State.ON_LEAVE}:
            return "next"
        return {
            Window.OPEN: "due",
            Window.OVER: "late",
            Window.CLOSED: "stopped",
        }.get(self.window, "next")


def mine(person: Person, at: Moment) -> list[MyPact]:
    """Return the opened campaigns that ask `person`: what can be signed first, then the rest."""
    rows = _pledges(person).filter(campaign__opened_at__isnull=False)
    cards = [card(pledge, at) for pledge in rows.order_by("-campaign__deadline", "pk")]
    return sorted(cards, key=lambda c: not c.can_sign)


def my_pledge(person: Person | None, campaign: Campaign) -> Pledge | None:
    """Return the person's own pledge in a campaign, with all that signing needs."""
    if person is None:
        return None
    found: Pledge | None = _pledges(person).filter(campaign=campaign).first()
    return found


def my_signed(person: Person | None, campaign: Campaign) -> Pledge:
    """Return the person's own signed pledge; without a signature there is nothing to see."""
    pledge = my_pledge(person, campaign)
    if pledge is None or not hasattr(pledge, "signature"):
        raise NotYours
    return pledge


def _pledges(person: Person) -> QuerySet[Pledge]:
    rows: QuerySet[Pledge] = Pledge.objects.of(person.institution_id).filter(person=person)
    return rows.select_related(
        "campaign__institution",
        "campaign__entry",
        "campaign__circular",
        "person",
        "unit",
        "wave",
        "institution",
        "signature__paper",
        "signature__entry",
    )


def card(pledge: Pledge, at: Moment) -> MyPact:
    """Show one pledge to its own person."""
    campaign = pledge.campaign
    signature = getattr(pledge, "signature", None)
    return MyPact(
        slug=campaign.slug,
        name=campaign.name,
        state=State(pledge.state),
        window=window(
            stage=campaign.stage,
            opens_at=pledge.wave.opens_at,
            deadline=campaign.deadline,
            at=at.acted,
        ),
        opens_at=pledge.wave.opens_at,
        deadline=campaign.deadline,
        signed_at=signature.signed_at if signature else None,
        level=Level(signature.level) if signature else None,
        url=reverse("pacts:campaign", args=(campaign.slug,)),
    )
