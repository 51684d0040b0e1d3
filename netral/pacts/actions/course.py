"""The short course, which a campaign may ask for before the signature."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from netral.outreach.queries import passes
from netral.pacts.errors import CourseFirst
from netral.pacts.models import Campaign, Pledge
from netral.signing.core import Level


class Wish(Protocol):
    """One person's wish to sign, as `signing.Intent` holds it."""

    @property
    def pledge(self) -> Pledge: ...  # noqa: D102
    @property
    def level(self) -> Level: ...  # noqa: D102
    @property
    def signed_at(self) -> datetime: ...  # noqa: D102


def require_course(campaign: Campaign, wishes: Sequence[Wish]) -> None:
    """Refuse who has not passed the course by the time of signing; without it nothing is asked.

    A paper is exempt: who has no phone takes no course on one, and two officers vouch instead.
    """
    here = [wish for wish in wishes if wish.level != Level.PAPER]
    if not campaign.needs_course or not here:
        return
    people = [wish.pledge.person_id for wish in here]
    last = max(wish.signed_at for wish in here)
    if passes.without(people, campaign.institution_id, last):
        raise CourseFirst
