"""What the deciders do: ask back, recommend, grant or refuse."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language

from netral.kernel import spoken
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import timestamp
from netral.permits.actions.letters import draft
from netral.permits.actions.moves import Hand, event, move, not_own, note, reasoned
from netral.permits.actions.telling import tell_asker, tell_changed, tell_deciders
from netral.permits.core import Kind, State
from netral.permits.errors import NotYourStep, PeriodPast
from netral.permits.models import Permit, PermitEvent
from netral.permits.reader import terms
from netral.signing.actions import issue
from netral.signing.core import CODE_LENGTH
from netral.tenancy.models import Institution


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was decided, why, and on what conditions."""

    granted: bool
    reason: str
    conditions: str = ""


@transaction.atomic
def send_back(*, permit: Permit, question: str, hand: Hand, turn: int, at: Moment) -> None:
    """Ask the asker something before deciding."""
    not_own(permit, hand)
    question = reasoned(question)
    move(permit, State.ASKED, turn=turn, at=at)
    entry = note(permit, act="permit.sent_back", by=hand.by, at=at, words=question)
    event(permit, PermitEvent.What.SENT_BACK, hand, entry, at, question)
    tell_asker(permit, "sent_back", at)


@transaction.atomic
def recommend(*, permit: Permit, words: str, hand: Hand, turn: int, at: Moment) -> None:
    """Say as the head what is to be considered, and pass the request on to who decides."""
    not_own(permit, hand)
    words = reasoned(words)
    move(permit, State.FORWARDED, turn=turn, at=at)
    entry = note(permit, act="permit.recommended", by=hand.by, at=at, words=words)
    event(permit, PermitEvent.What.RECOMMENDED, hand, entry, at, words)
    tell_deciders(permit, at)


@transaction.atomic
def decide(*, permit: Permit, ruled: Ruled, hand: Hand, turn: int, at: Moment) -> None:
    """Grant or refuse, with number, entry and a paper that the worker seals.

    Raises:
        OwnRequest, NotYourStep, ReasonNeeded, PeriodPast, Moved: why not.
    """
    not_own(permit, hand)
    reason = reasoned(ruled.reason)
    if terms(Kind(permit.kind)).needs_authority and permit.state == State.WAITING:
        raise NotYourStep
    if ruled.granted and permit.ends_on < at.local().date():
        raise PeriodPast(last_day=spoken.short_day(permit.ends_on, get_language() or "id"))
    code = random_code(CODE_LENGTH)
    entry = record(_act(permit, ruled, reason, hand, code, at), institution=permit.institution,
                   at=at)  # fmt: skip
    values = _values(permit, ruled, reason, hand, at)
    (paper,) = issue([draft(permit, values, code, entry, at)], institution=permit.institution)
    to = State.GRANTED if ruled.granted else State.REFUSED
    move(permit, to, turn=turn, at=at, paper=paper, **values)
    what = PermitEvent.What.GRANTED if ruled.granted else PermitEvent.What.REFUSED
    event(permit, what, hand, entry, at, reason)
    tell_asker(permit, "decided", at)
    if permit.decision["by_authority"]:
        tell_changed(permit, State.WAITING, at)  # the head who recommended, or would have


def _values(permit: Permit, ruled: Ruled, reason: str, hand: Hand, at: Moment) -> dict[str, object]:
    """Return the columns that a decision fills."""
    person, year = permit.person, at.local().year
    return {
        "year": year,
        "serial": _next_serial(permit.institution_id, year),
        "last_on": permit.ends_on if ruled.granted else None,
        "decided_at": at.acted,
        "decision": {
            "granted": ruled.granted,
            "reason": reason,
            "general": list(terms(Kind(permit.kind)).conditions),
            "conditions": ruled.conditions.strip()[:2000] if ruled.granted else "",
            "name": hand.name,
            "title": hand.title,
            "by_authority": permit.state == State.FORWARDED,
        },
        "holder": {
            "name": person.full_name,
            "identity": person.identity,
            "kind": person.kind,
            "position": person.position,
            "grade": person.grade,
            "unit": person.unit.name,
        },
    }


def _next_serial(institution_id: int, year: int) -> int:
    """Return the next number; the institution's row is held, so that no two are the same."""
    Institution.objects.select_for_update(no_key=True).only("pk").get(pk=institution_id)
    rows = Permit.objects.of(institution_id).filter(year=year)
    last: int | None = rows.aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _act(  # the parts of one leaf
    permit: Permit, ruled: Ruled, reason: str, hand: Hand, code: str, at: Moment
) -> Act:
    return Act(
        act="permit.decided",
        actor=hand.by,
        kind="permit.decided/1",
        fields={
            "person": f"person:{permit.person_id}",
            "actor": hand.by,
            "kind": permit.kind,
            "decision": "granted" if ruled.granted else "refused",
            "reason": reason,
            "starts_on": permit.starts_on.isoformat(),
            "ends_on": permit.ends_on.isoformat(),
            "acted_at": timestamp(at.acted),
            "document": code,
        },
        ref=bytes(permit.entry.ref),
    )
