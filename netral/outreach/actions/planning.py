"""What a host does before a session: plan, change, call off."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from netral.circulars.models import Circular
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core.leaf import timestamp
from netral.orgs.models import Unit
from netral.outreach.actions.moves import held_row, note, said
from netral.outreach.actions.telling import Cause, tell_cancelled, tell_moved, tell_planned
from netral.outreach.core import BEGUN, LONGEST, Purpose, SessionKind, SessionState, opens
from netral.outreach.errors import (
    AlreadyOver,
    BegunLongAgo,
    PeoplePresent,
    SubjectFrozen,
    TimesFrozen,
    TimesTurned,
    TooLong,
)
from netral.outreach.models import Attendance, Session

SLUG_SIGNS = 8
KEY_OCTETS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a host says of a session before it is held."""

    kind: SessionKind
    purposes: Sequence[Purpose]
    title: str
    starts_at: datetime
    ends_at: datetime
    agenda: str = ""
    speaker: str = ""
    place: str = ""
    link: str = ""
    circular: Circular | None = None


@transaction.atomic
def plan(*, unit: Unit, wish: Plan, by: str, at: Moment) -> Session:
    """Plan a session of a unit for its people and those of all units below, and tell them.

    Raises:
        TimesTurned, TooLong, AlreadyOver, BegunLongAgo: why not.
    """
    _fits(wish, at)
    slug = random_code(SLUG_SIGNS).lower()
    act = Act(
        act="session.planned",
        actor=by,
        subject=f"session:{slug}",
        fields={"detail": {"session": slug, "unit": unit.pk, **_told(wish)}},
    )
    made: Session = Session.objects.create(
        institution=unit.institution,
        slug=slug,
        unit=unit,
        code_key=secrets.token_bytes(KEY_OCTETS),
        planned_by=by,
        entry=record(act, institution=unit.institution, at=at),
        **_columns(wish),
    )
    tell_planned(made, Cause(made.entry, by, at))
    return made


@transaction.atomic
def change(*, session: Session, wish: Plan, by: str, at: Moment) -> None:
    """Change what is planned; once attendance is open, times and subject stay.

    Who was there was at this session, about this circular: the chain of evidence says so. The
    invited are told of another time, place or link.

    Raises:
        NotPlanned, TimesFrozen, SubjectFrozen, TimesTurned, TooLong, AlreadyOver, BegunLongAgo: why
            not.
    """
    now = held_row(session)
    if opens(now.starts_at) <= at.acted and _subject(wish) != (
        now.title, now.kind, set(now.purposes), now.circular_id
    ):  # fmt: skip
        raise SubjectFrozen
    if (wish.starts_at, wish.ends_at) != (now.starts_at, now.ends_at):
        if opens(now.starts_at) <= at.acted:
            raise TimesFrozen
        _fits(wish, at)
    entry = note(now, act="session.changed", by=by, at=at, **_told(wish))
    Session.objects.of(now.institution_id).filter(pk=now.pk).update(**_columns(wish))
    session.refresh_from_db()
    tell_moved(session, now, Cause(entry, by, at))


@transaction.atomic
def cancel(*, session: Session, reason: str, by: str, at: Moment) -> None:
    """Call a session off and tell the invited; one that people attended is closed with minutes.

    Raises:
        NotPlanned, PeoplePresent, WordsMissing: why not.
    """
    now, reason = held_row(session), said(reason, 300)
    if Attendance.objects.of(now.institution_id).filter(session=now).exists():
        raise PeoplePresent
    entry = note(now, act="session.cancelled", by=by, at=at, reason=reason)
    rows = Session.objects.of(now.institution_id).filter(pk=now.pk)
    rows.update(state=SessionState.CANCELLED, reason=reason)
    session.refresh_from_db()
    tell_cancelled(session, Cause(entry, by, at))


def _subject(wish: Plan) -> tuple[str, str, set[str], int | None]:
    """Return what a session is about, as its row holds it."""
    purposes = {purpose.value for purpose in wish.purposes}
    return wish.title, wish.kind.value, purposes, wish.circular.pk if wish.circular else None


def _fits(wish: Plan, at: Moment) -> None:
    if wish.ends_at <= wish.starts_at:
        raise TimesTurned
    if wish.ends_at - wish.starts_at > LONGEST:
        raise TooLong(hours=LONGEST.seconds // 3600)
    if wish.ends_at <= at.acted:
        raise AlreadyOver
    if wish.starts_at < at.acted - BEGUN:
        raise BegunLongAgo(minutes=BEGUN.seconds // 60)


def _columns(wish: Plan) -> dict[str, object]:
    """Return the columns that a plan fills."""
    columns = {each.name: getattr(wish, each.name) for each in fields(wish)}
    return columns | {"purposes": [purpose.value for purpose in wish.purposes]}


def _told(wish: Plan) -> dict[str, object]:
    """Return what the ledger commits to: when, where, what for; a link may let strangers in."""
    return {
        "kind": wish.kind.value,
        "purposes": [purpose.value for purpose in wish.purposes],
        "title": wish.title,
        "starts_at": timestamp(wish.starts_at),
        "ends_at": timestamp(wish.ends_at),
        "place": wish.place,
        "circular": wish.circular.slug if wish.circular else "",
    }
