"""One signature to be written: who wishes it, and the rows and the leaf that it becomes."""

from dataclasses import dataclass, field
from datetime import datetime

from netral.kernel.moment import Moment
from netral.ledger.actions import Act
from netral.ledger.core.leaf import b64u, timestamp
from netral.ledger.models import Entry
from netral.orgs.core.names import initials
from netral.pacts.actions.touching import Touched
from netral.pacts.core import State, Text, masked
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.signing.actions import PaperDraft
from netral.signing.core import Level, PaperKind
from netral.signing.models import Paper


@dataclass(frozen=True, slots=True)
class Intent:
    """One person's wish to sign: under which pledge, how sure we are who it is, and when."""

    pledge: Pledge
    actor: str  # `user:12`, the account of the person
    level: Level
    method: str  # "password", "totp", "recent", "passkey", "paper"
    text_sha256: str  # of the text that was shown
    signed_at: datetime
    witnesses: tuple[str, ...] = field(default=())  # the two officers of a paper
    touched: Touched | None = None  # what the passkey signed, at that level and at no other


def act_of(campaign: Campaign, intent: Intent, code: str) -> Act:
    """Return the act of a signature, as the leaf commits to it."""
    person, touched = intent.pledge.person, intent.touched
    return Act(
        act="pact.signed",
        actor=intent.actor,
        kind="pact.signed/2" if touched else "pact.signed/1",
        anchor=touched.ceremony.anchor if touched else None,
        salts={"identity": touched.ceremony.salt} if touched else {},
        fields={
            "person": f"person:{person.pk}",
            "identity": person.identity,
            "name": person.full_name,
            "position": person.position,
            "unit": intent.pledge.unit.name,
            "campaign": b64u(bytes(campaign.entry.ref)),
            "text": campaign.text_sha256,
            "level": int(intent.level),
            "method": intent.method,
            "witnesses": list(intent.witnesses),
            "acted_at": timestamp(intent.signed_at),
            "document": code,
        }
        | (touched.fields if touched else {}),
        public={"camp": b64u(bytes(campaign.entry.ref)), "lvl": int(intent.level)},
    )


def draft_of(campaign: Campaign, intent: Intent, code: str, entry: Entry) -> PaperDraft:
    """Return the paper of a signature."""
    person = intent.pledge.person
    return PaperDraft(
        kind=PaperKind.PACT,
        code=code,
        title=Text.of(campaign.text).title,
        acted_at=intent.signed_at,
        entry=entry,
        level=intent.level,
        facts={
            "campaign": campaign.name,
            "signer": initials(person.name),
            "identity": masked(person.identity),
            "unit": intent.pledge.unit.name,
            "text_sha256": campaign.text_sha256,
            # Shown only to who presents the sealed file, which names them anyway.
            "full": {"signer": person.full_name, "position": person.position},
        },
    )


def row_of(campaign: Campaign, intent: Intent, paper: Paper, entry: Entry) -> Signature:
    """Return the signature itself."""
    person = intent.pledge.person
    return Signature(
        institution_id=campaign.institution_id,
        pledge=intent.pledge,
        level=intent.level,
        method=intent.method,
        text_sha256=campaign.text_sha256,
        signer={
            "name": person.full_name,
            "identity": person.identity,
            "kind": person.kind,
            "position": person.position,
            "grade": person.grade,
            "unit": intent.pledge.unit.name,
        },
        signed_at=intent.signed_at,
        paper=paper,
        entry=entry,
    )


def event_of(intent: Intent, at: Moment, entry: Entry) -> PledgeEvent:
    """Return the move of the pledge."""
    return PledgeEvent(
        institution_id=intent.pledge.institution_id,
        pledge=intent.pledge,
        before=intent.pledge.state,
        after=State.SIGNED,
        by=intent.actor,
        at=intent.signed_at if not intent.witnesses else at.acted,
        entry=entry,
    )
