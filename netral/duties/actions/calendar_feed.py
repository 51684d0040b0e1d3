"""Making and ending the secret address of an office's calendar."""

import secrets
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from netral.access.models import User
from netral.duties.models import Feed
from netral.duties.queries.calendar_feed import hashed
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Office
from netral.orgs.queries import acting

OCTETS: Final = 24  # 192 bits: not to be guessed, however often somebody asks


@transaction.atomic
def make_feed(*, office: Office, user: User, at: Moment) -> str:
    """Return a new secret address, told this once; an earlier one of the office ends.

    Raises:
        NotActing: the user does not act in the office today.
    """
    _hold(office, user, at)
    by = f"user:{user.pk}"
    made = Act(act="feed.made", actor=by, subject=f"office:{office.pk}")
    entry = record(made, institution=office.institution, at=at)
    _open(office).update(ended_at=at.acted)
    token = secrets.token_urlsafe(OCTETS)
    Feed.objects.create(
        institution=office.institution,
        office=office,
        token_hash=hashed(token),
        made_at=at.acted,
        made_by=by,
        entry=entry,
    )
    return token


@transaction.atomic
def end_feed(*, office: Office, user: User, at: Moment) -> None:
    """Let the address of an office's calendar answer no more.

    Raises:
        NotActing: the user does not act in the office today.
    """
    _hold(office, user, at)
    if _open(office).exists():
        ended = Act(act="feed.ended", actor=f"user:{user.pk}", subject=f"office:{office.pk}")
        record(ended, institution=office.institution, at=at)
        _open(office).update(ended_at=at.acted)


def _hold(office: Office, user: User, at: Moment) -> None:
    """Hold the office, so that two makings follow each other, and refuse whoever is not in it."""
    Office.objects.of(office.institution_id).select_for_update(no_key=True).get(pk=office.pk)
    acting(user, office, at.local().date())


def _open(office: Office) -> QuerySet[Feed]:
    rows: QuerySet[Feed] = Feed.objects.of(office.institution_id)
    return rows.filter(office=office, ended_at=None)
