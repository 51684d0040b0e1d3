"""Signing. One path for one person at a keyboard and for a whole season at once.

Nobody signs for another, whatever the role: the actor must be the account of the person.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext

from netral.access.errors import NotYours
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import record_all
from netral.pacts.actions.campaigns import say
from netral.pacts.actions.course import require_course
from netral.pacts.actions.intents import Intent, act_of, draft_of, event_of, row_of
from netral.pacts.actions.moves import allow
from netral.pacts.actions.touching import Touched
from netral.pacts.core import (
    STATE_WORDS,
    State,
    Window,
    moved,
    window,
)
from netral.pacts.errors import (
    CampaignClosed,
    CannotMove,
    DeadlinePassed,
    NotOpenYet,
    PasskeyNotForThis,
    SecondOfficer,
    TextChanged,
    WaveLater,
)
from netral.pacts.models import Campaign, Pledge, PledgeEvent, Signature
from netral.signing.actions import issue
from netral.signing.core import CODE_LENGTH, Level
from netral.tallies import actions as tallies

__all__ = ["Intent", "check_window", "require_own", "sign", "sign_all", "vouched"]
PART: Final = 500  # rows in one statement
# In the last hour of a season these two are written so often that composing them anew each time
# would cost more than all the rest of a signature in the database.
HELD: Final = """
    SELECT id, state, unit_id FROM pacts_pledge
    WHERE institution_id = %s AND campaign_id = %s AND id IN ({marks}) ORDER BY id {lock}
"""
MARK: Final = "UPDATE pacts_pledge SET state = %s WHERE institution_id = %s AND id IN ({marks})"


@transaction.atomic
def sign(  # noqa: PLR0913  # one signature, all its parts named
    *,
    pledge: Pledge,
    level: Level,
    method: str,
    text_sha256: str,
    by: str,
    at: Moment,
    touched: Touched | None = None,
) -> Signature:
    """Put the person's own signature under the text, exactly once.

    Signing again, as a double click does, returns the signature that is there.

    Raises:
        NotYours: `by` is not the account of the person.
        DeadlinePassed, WaveLater, NotOpenYet, CampaignClosed, TextChanged, CannotMove,
        CourseFirst, PasskeyTooLate, PasskeyNotForThis: why not.

    """
    require_own(pledge, by)
    intent = Intent(pledge, by, level, method, text_sha256, at.acted, touched=touched)
    made = _sign(pledge.campaign, [intent], at)
    return made[0] if made else _faster(pledge)


@transaction.atomic
def sign_all(*, campaign: Campaign, intents: Sequence[Intent], at: Moment) -> list[Signature]:
    """Sign for many people who each signed themselves, with a handful of statements.

    All or none: a refusal for one refuses the whole batch. Whoever has signed already is left
    out of the result. The pledges bring `person`, `unit` and `wave` along (`select_related`).
    """
    return _sign(campaign, intents, at)


def _sign(campaign: Campaign, intents: Sequence[Intent], at: Moment) -> list[Signature]:
    wanted = _locked(campaign, intents)
    for intent in wanted:
        _check(campaign, intent, at)
    require_course(campaign, wanted)
    codes = [random_code(CODE_LENGTH) for _ in wanted]
    acts = [act_of(campaign, i, code) for i, code in zip(wanted, codes, strict=True)]
    entries = record_all(acts, institution=campaign.institution, at=at)
    drafts = [draft_of(campaign, *three) for three in zip(wanted, codes, entries, strict=True)]
    papers = issue(drafts, institution=campaign.institution)
    rows = list(zip(wanted, papers, entries, strict=True))
    made = [row_of(campaign, *row) for row in rows]
    Signature.objects.insert(made)
    PledgeEvent.objects.insert([event_of(intent, at, entry) for intent, _, entry in rows])
    _count(campaign, wanted)
    _mark(campaign, [intent.pledge.pk for intent in wanted])
    for intent in wanted:
        intent.pledge.state = State.SIGNED
    return made


def require_own(pledge: Pledge, by: str) -> None:
    """Refuse everybody but the account of the person, whatever their role."""
    account = pledge.person.account_id
    if account is None or by != f"user:{account}":
        raise NotYours


def vouched(pledge: Pledge, officers: Sequence[str]) -> bool:
    """Tell whether two different officers vouch for a paper, neither of them the signer."""
    signer = f"user:{pledge.person.account_id}"
    return len(officers) == len(set(officers)) == 2 and signer not in officers  # noqa: PLR2004


def _signature(pledge: Pledge) -> Signature | None:
    rows = Signature.objects.of(pledge.institution_id).filter(pledge=pledge)
    found: Signature | None = rows.select_related("paper", "entry").first()
    return found


def _faster(pledge: Pledge) -> Signature:
    """Return what was signed before, or while this one waited, or say what happened."""
    if found := _signature(pledge):
        return found
    pledge.refresh_from_db(fields=("state",))
    raise CannotMove(state=gettext(STATE_WORDS[State(pledge.state)]))


def _check(campaign: Campaign, intent: Intent, at: Moment) -> None:
    """Hold one intent against the rules; a batch is signed as if each came alone."""
    pledge = intent.pledge
    if intent.level != Level.PAPER:
        require_own(pledge, intent.actor)
    elif not vouched(pledge, intent.witnesses):
        raise SecondOfficer
    check_window(campaign, pledge, at, when=intent.signed_at)
    if intent.text_sha256 != campaign.text_sha256:
        raise TextChanged
    if (intent.level == Level.PASSKEY) is not bool(intent.touched):
        raise PasskeyNotForThis
    if intent.touched:
        intent.touched.check(pledge, at)
    allow(pledge, State.SIGNED)


def check_window(
    campaign: Campaign, pledge: Pledge, at: Moment, *, when: datetime | None = None
) -> None:
    """Refuse outside the dates of the person's wave."""
    opens_at, deadline = pledge.wave.opens_at, campaign.deadline
    now = window(stage=campaign.stage, opens_at=opens_at, deadline=deadline, at=when or at.acted)
    match now:
        case Window.NOT_OPEN:
            raise NotOpenYet(campaign=campaign.name)
        case Window.TOO_EARLY:
            raise WaveLater(opens_at=say(opens_at, at))
        case Window.OVER:
            raise DeadlinePassed(deadline=say(deadline, at))
        case Window.CLOSED:
            raise CampaignClosed(campaign=campaign.name)


def _locked(campaign: Campaign, intents: Sequence[Intent]) -> list[Intent]:
    """Hold the pledges until the act is done, as they now are, without those signed already.

    Always in the order of the key: two batches then never wait for each other in a ring.
    """
    now: dict[int, tuple[str, int]] = {}
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    pks = sorted(intent.pledge.pk for intent in intents)
    with connection.cursor() as cursor:
        for part in parts(pks, PART):
            statement = HELD.format(marks=_marks(part), lock=lock)
            cursor.execute(statement, [campaign.institution_id, campaign.pk, *part])
            now |= {pk: (state, unit) for pk, state, unit in cursor.fetchall()}
    for intent in intents:
        if intent.pledge.pk not in now:
            raise NotYours
        intent.pledge.state, intent.pledge.unit_id = now[intent.pledge.pk]
    return [intent for intent in intents if intent.pledge.state != State.SIGNED]


def _mark(campaign: Campaign, pks: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for part in parts(pks, PART):
            statement = MARK.format(marks=_marks(part))
            cursor.execute(statement, [State.SIGNED.value, campaign.institution_id, *part])


def _marks(part: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(part))


def _count(campaign: Campaign, intents: Sequence[Intent]) -> None:
    changes = [
        change
        for i in intents
        for change in moved(i.pledge.unit_id, State(i.pledge.state), State.SIGNED, i.level)
    ]
    tallies.post(institution=campaign.institution, board=campaign.board, changes=changes)
