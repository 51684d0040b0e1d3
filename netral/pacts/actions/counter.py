"""The paper counter: for people without a phone, a scan and two officers who vouch for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from netral.kernel.moment import Moment
from netral.pacts.actions.campaigns import say
from netral.pacts.actions.moves import allow, note, still_open
from netral.pacts.actions.signing import Intent, sign_all
from netral.pacts.core import STATE_WORDS, State
from netral.pacts.errors import (
    CannotMove,
    PaperOutsideDates,
    ReasonMissing,
    SecondOfficer,
)
from netral.pacts.models import PaperForm, Pledge, Signature
from netral.pacts.scans import Scan, clean
from netral.signing.core import Level

__all__ = ["Scan", "clean", "confirm_paper", "return_paper", "take_paper"]


@transaction.atomic
def take_paper(
    *, pledge: Pledge, scan: Scan, signed_at: datetime, by: str, at: Moment
) -> PaperForm:
    """Take a signed paper at the counter; it counts once a second officer has confirmed it.

    A scan that nobody has confirmed yet is replaced.
    """
    still_open(pledge.campaign)
    allow(pledge, State.SIGNED)
    _unconfirmed(pledge)
    if by == f"user:{pledge.person.account_id}":
        raise SecondOfficer
    _within(pledge, signed_at, at)
    detail = {"scan": scan.sha256, "signed_at": signed_at.isoformat()}
    entry = note(pledge, act="pact.paper_taken", by=by, at=at, detail=detail)
    form, _ = PaperForm.objects.update_or_create(
        institution_id=pledge.institution_id,
        pledge=pledge,
        defaults={
            "scan": scan.octets,
            "scan_type": scan.media_type,
            "scan_sha256": scan.sha256,
            "signed_at": signed_at,
            "taken_by": by,
            "taken_at": at.acted,
            "entry": entry,
        },
    )
    return form


@transaction.atomic
def confirm_paper(*, form: PaperForm, by: str, at: Moment) -> Signature:
    """Confirm that the paper is signed by the person named on it: a signature of level 0."""
    pledge, campaign = form.pledge, form.pledge.campaign
    still_open(campaign)
    if by == form.taken_by:
        raise SecondOfficer
    rows = PaperForm.objects.of(form.institution_id).filter(
        pk=form.pk, confirmed_by="", scan_sha256=form.scan_sha256
    )
    if rows.update(confirmed_by=by, confirmed_at=at.acted) != 1:
        raise CannotMove(state=_said(pledge))
    intent = Intent(
        pledge=pledge,
        actor=by,
        level=Level.PAPER,
        method="paper",
        text_sha256=campaign.text_sha256,
        signed_at=form.signed_at,
        witnesses=(form.taken_by, by),
    )
    made = sign_all(campaign=campaign, intents=[intent], at=at)
    if not made:
        raise CannotMove(state=_said(pledge))
    form.refresh_from_db(fields=("confirmed_by", "confirmed_at"))
    return made[0]


@transaction.atomic
def return_paper(*, form: PaperForm, reason: str, by: str, at: Moment) -> None:
    """Send a paper back that cannot be confirmed; the person is asked as before."""
    if not reason.strip():
        raise ReasonMissing
    rows = PaperForm.objects.of(form.institution_id).filter(
        pk=form.pk, confirmed_by="", scan_sha256=form.scan_sha256
    )
    detail = {"scan": form.scan_sha256, "reason": reason.strip()}
    note(form.pledge, act="pact.paper_returned", by=by, at=at, detail=detail)
    if rows.delete()[0] != 1:
        raise CannotMove(state=_said(form.pledge))


def _said(pledge: Pledge) -> str:
    pledge.refresh_from_db(fields=("state",))
    return gettext(STATE_WORDS[State(pledge.state)])


def _unconfirmed(pledge: Pledge) -> None:
    """Refuse to put another scan in the place of one that two officers have vouched for."""
    rows = PaperForm.objects.of(pledge.institution_id).filter(pledge=pledge)
    if any(rows.select_for_update().values_list("confirmed_by", flat=True)):
        raise CannotMove(state=_said(pledge))


def _within(pledge: Pledge, signed_at: datetime, at: Moment) -> None:
    """Refuse a date on the paper outside the person's wave, or in the future."""
    opens_at, deadline = pledge.wave.opens_at, pledge.campaign.deadline
    if not opens_at <= signed_at < deadline or signed_at > at.acted:
        raise PaperOutsideDates(opens_at=say(opens_at, at), deadline=say(deadline, at))
