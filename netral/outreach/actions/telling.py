"""Messages to whoever is invited: a session is planned, is now elsewhere or later, is cancelled.

Inserted at once in the transaction of the act, however many are invited. What is over is told to
nobody. The link of an online meeting stays on the page: a message may be read on the way.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from netral.kernel.moment import Moment
from netral.ledger.core.leaf import timestamp
from netral.ledger.models import Entry
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.outreach.models import Session
from netral.outreach.queries.sessions import invited

# What people must know to come; the rest they see when they open the page.
WHERE_AND_WHEN = ("starts_at", "ends_at", "place", "link")


@dataclass(frozen=True, slots=True)
class Cause:
    """The act that is told of; `entry` tells it from every other, so that each is told once."""

    entry: Entry
    by: str
    at: Moment


def tell_planned(session: Session, cause: Cause) -> bool:
    """Invite, unless it has begun: who is not there by then learns nothing in time."""
    if session.starts_at <= cause.at.acted:
        return False
    _tell(session, "planned", {}, cause)
    return True


def tell_moved(session: Session, before: Session, cause: Cause) -> bool:
    """Tell of another time, place or link, until it is over; other changes tell themselves."""
    changed = [n for n in WHERE_AND_WHEN if getattr(session, n) != getattr(before, n)]
    if not changed or session.ends_at <= cause.at.acted:
        return False
    facts = {"was_at": timestamp(before.starts_at), "was_in": before.place}
    _tell(session, "moved", facts | {"new_link": changed == ["link"]}, cause)
    return True


def tell_cancelled(session: Session, cause: Cause) -> bool:
    """Tell that nobody need come, and why, unless it would be over anyway."""
    if session.ends_at <= cause.at.acted:
        return False
    _tell(session, "cancelled", {"reason": session.reason}, cause)
    return True


def _tell(session: Session, what: str, more: dict[str, Any], cause: Cause) -> None:
    """Queue one message for everybody invited who has an account, but not for who acts."""
    facts = _facts(session) | more
    url = settings.BASE_URL + reverse("outreach:show", args=(session.slug,))
    rows = invited(session).filter(account__isnull=False, account__is_active=True)
    columns = rows.values_list("account_id", "account__language", "email", "phone")
    notices = [
        Notice(
            recipient=f"user:{account}",
            template=f"outreach/{what}",
            facts=facts,
            key=f"session:{session.pk}:{what}:{cause.entry.pk}:{account}",
            url=url,
            address=email,
            phone=phone,
            language=language or "id",
        )
        for account, language, email, phone in columns.order_by("pk")
        if f"user:{account}" != cause.by
    ]
    tell_all(notices, institution=session.institution, at=cause.at)


def _facts(session: Session) -> dict[str, Any]:
    return {
        "title": session.title,
        "unit": session.unit.name,
        "starts_at": timestamp(session.starts_at),
        "ends_at": timestamp(session.ends_at),
        "zone": session.institution.zone,
        "place": session.place,
        "online": bool(session.link),
    }
