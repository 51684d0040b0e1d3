"""Opening what is sealed of suspicions, for whoever has been let through."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from netral.access.models import User
from netral.kernel.vault import Vault
from netral.orgs.models import Unit
from netral.supervision.core.knowledge import Channel, Done, Step
from netral.supervision.core.referrals import Outcome
from netral.supervision.models import Knowledge, KnowledgeStep, Referral, ReferralEvent
from netral.tenancy.models import Institution


def vault() -> Vault:
    """Return the keys under which suspicions are kept here."""
    return _vault(settings.NIK_KEY)


@lru_cache(maxsize=2)
def _vault(secret: str) -> Vault:
    return Vault(secret, "referrals")


def unit_mark(unit: Unit) -> str:
    """Return what marks that which runs at a unit."""
    return vault().mark("unit", unit.institution_id, unit.pk)


def sender_mark(institution: Institution, user: User) -> str:
    """Return what marks that which an account has sent."""
    return vault().mark("sender", institution.pk, user.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a head was told. Ids lead to rows; 0 is nobody."""

    office: int  # that answers
    unit: int
    who: str  # as the teller described the person
    what: str
    suspect: int = 0  # person of the roster
    channel: Channel = Channel.NETRAL
    election: str = ""
    sender: int = 0  # account
    shows_name: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One step of a head."""

    step: Step
    on: date
    by: int  # account; 0 is the house itself
    at: datetime
    meets_on: date | None = None
    note: str = ""
    suspect: int = 0

    @property
    def done(self) -> Done:
        """Return what the clock needs of it."""
        return Done(self.step, self.on, self.meets_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a referral says."""

    who: str
    what: str
    unit: int  # of the sender
    suspect: int = 0
    election: str = ""
    sender: int = 0
    shows_name: bool = True
    as_head: bool = False  # sent by whoever answers for the unit
    superior_involved: bool = False
    excluded: tuple[int, ...] = ()  # accounts kept out on the day of sending


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMove:
    """One event at the desk."""

    what: str  # sent, taken, noted, named, closed
    by: int
    at: datetime
    note: str = ""
    outcome: Outcome | None = None
    suspect: int = 0


def told(knowledge: Knowledge) -> Told:
    """Return what a head was told.

    Raises:
        cryptography.exceptions.InvalidTag: damage, or another key.
    """
    found = _open(knowledge.sealed, f"knowledge {knowledge.slug}")
    return Told(**{**found, "channel": Channel(found["channel"])})


def steps(knowledge: Knowledge) -> list[Taken]:
    """Return what was done, in order."""
    rows: list[KnowledgeStep] = list(knowledge.steps.all())
    return [_step(row, knowledge.slug) for row in rows]


def _step(row: KnowledgeStep, slug: str) -> Taken:
    found = _open(row.sealed, step_place(slug, row.number))
    meets_on = found["meets_on"]
    return Taken(
        step=Step(found["step"]),
        on=date.fromisoformat(found["on"]),
        by=found["by"],
        at=row.at,
        meets_on=date.fromisoformat(meets_on) if meets_on else None,
        note=found["note"],
        suspect=found["suspect"],
    )


def step_place(slug: str, number: int) -> str:
    """Name where a step is sealed."""
    return f"step {slug} {number}"


def sent(referral: Referral) -> Sent:
    """Return what a referral says.

    Raises:
        cryptography.exceptions.InvalidTag: damage, or another key.
    """
    return read_sent(bytes(referral.sealed), referral.slug)


def read_sent(sealed: bytes, slug: str) -> Sent:
    """Open the sealed words of the referral at a slug."""
    found = _open(sealed, f"referral {slug}")
    return Sent(**{**found, "excluded": tuple(found["excluded"])})


def moved(referral: Referral) -> list[DeskMove]:
    """Return what happened at the desk, in order."""
    rows: list[ReferralEvent] = list(referral.events.all())
    return [_moved(row, referral.slug) for row in rows]


def _moved(row: ReferralEvent, slug: str) -> DeskMove:
    found = _open(row.sealed, f"event {slug}")
    outcome = found["outcome"]
    return DeskMove(
        what=found["what"],
        by=found["by"],
        at=row.at,
        note=found["note"],
        outcome=Outcome(outcome) if outcome else None,
        suspect=found["suspect"],
    )


def _open(sealed: Any, place: str) -> Any:
    return vault().open(bytes(sealed), place)
