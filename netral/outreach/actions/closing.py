"""Closing a session: figures, the frozen list of who was there, and minutes that are sealed."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Count
from django.utils import translation

from netral.kernel import spoken
from netral.kernel.cells import as_csv
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment, local_day
from netral.ledger.models import Entry
from netral.orgs.core import PersonKind
from netral.orgs.core.names import initials
from netral.orgs.models import Person, Unit
from netral.outreach.actions.moves import Hand, held_row, note, said, say
from netral.outreach.core import FileRole, SessionState
from netral.outreach.core.figures import Line, by_unit
from netral.outreach.errors import NobodyCame, NotBegun
from netral.outreach.models import Attendance, Session, SessionFile
from netral.outreach.queries.rolls import lines, present_in
from netral.signing.actions import PaperDraft, issue
from netral.signing.core import CODE_LENGTH, PaperKind

MINUTES_LONGEST = 10_000


@transaction.atomic
def close(*, session: Session, minutes: str, reason: str, hand: Hand, at: Moment) -> Session:
    """Close a session with minutes; from then on nothing of it changes.

    The minutes carry numbers by unit and the hash of the list of who was there, never names. The
    list is kept as it was, so that its hash can be checked.

    Raises:
        NotPlanned, NotBegun, WordsMissing, NobodyCame: why not.
    """
    session = held_row(session)
    if at.acted < session.starts_at:
        raise NotBegun(starts_at=say(session, session.starts_at))
    minutes = said(minutes, MINUTES_LONGEST)
    rows, figures = present_in(session), _figures(session)
    if not rows and not reason.strip():
        raise NobodyCame
    roll = _roll(rows, session)
    values = {
        "state": SessionState.HELD,
        "minutes": minutes,
        "reason": "" if rows else reason.strip()[:300],
        "invited": sum(line.invited for line in figures),
        "present": len(rows),
        "figures": [asdict(line) for line in figures],
        "roll_sha256": hashlib.sha256(roll).hexdigest(),
        "closed_at": at.acted,
        "closed_by": hand.by,
        "closer": {"name": hand.name, "title": hand.title},
    }
    code = random_code(CODE_LENGTH)
    entry = note(
        session, act="session.held", by=hand.by, at=at, document=code,
        minutes_sha256=hashlib.sha256(minutes.encode()).hexdigest(),
        **{name: values[name] for name in ("invited", "present", "figures", "roll_sha256")},
    )  # fmt: skip
    _keep(session, roll, hand.by, at, entry)
    (paper,) = issue([draft(session, hand, code, entry, at)], institution=session.institution)
    Session.objects.of(session.institution_id).filter(pk=session.pk).update(paper=paper, **values)
    session.refresh_from_db()
    return session


def draft(session: Session, hand: Hand, code: str, entry: Entry, at: Moment) -> PaperDraft:
    """Draft the paper of the minutes, and what its public page says of it."""
    zone = session.institution.zone
    facts = {
        "subject": session.title,
        "unit": session.unit.name,
        "dated": spoken.short_day(local_day(session.starts_at, zone)),
        "place": session.place,
        "signatory": initials(hand.name),
        "office": hand.title,
        "full": {"signatory": hand.name},
    }
    return PaperDraft(
        kind=PaperKind.MINUTES,
        code=code,
        title=f"Notulen: {session.title}",
        acted_at=at.acted,
        entry=entry,
        facts={key: value for key, value in facts.items() if value},
    )


def _figures(session: Session) -> list[Line]:
    """Count the invited and the present by unit."""
    house, host = session.institution_id, session.unit
    serving = Person.objects.of(house).serving().exclude(kind=PersonKind.OFFICIAL)
    invited = serving.filter(unit__path__startswith=host.path).order_by()
    there = Attendance.objects.of(house).filter(session=session).order_by()
    below = Unit.objects.of(house).filter(parent=host, valid_to=None).order_by("name")
    return by_unit(
        (host.pk, host.name),
        list(below.values_list("pk", "name")),
        dict(invited.values_list("unit__path").annotate(n=Count("pk"))),
        Counter(there.values_list("person__unit__path", flat=True)),
    )


def _roll(rows: Sequence[Attendance], session: Session) -> bytes:
    """Write who was there as it is kept: in Indonesian, whatever the closer speaks."""
    with translation.override("id"):
        return as_csv(lines(rows, session))


def _keep(session: Session, roll: bytes, by: str, at: Moment, entry: Entry) -> None:
    SessionFile.objects.create(
        institution_id=session.institution_id,
        session=session,
        role=FileRole.ROLL,
        name=f"daftar-hadir-{session.slug}.csv",
        media_type="text/csv",
        size=len(roll),
        sha256=hashlib.sha256(roll).hexdigest(),
        content=roll,
        added_at=at.acted,
        added_by=by,
        entry=entry,
    )
