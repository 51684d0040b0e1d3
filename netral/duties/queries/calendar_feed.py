"""What stands in the calendar of an office: stages of elections, obligations, sessions.

No name of a person and nothing of a case is in it: whoever finds the address learns dates. The
standing duty to act on what becomes known is left out, for its dates tell that something did.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from netral.access.models import User
from netral.calendar import queries as calendar
from netral.calendar.core.elections import PHASE_WORDS, SURE, Election, Office
from netral.duties.core import KIND_WORDS, Group, Kind, State
from netral.duties.core.calendar_feed import Event, written
from netral.duties.models import Feed, Obligation
from netral.kernel.moment import Moment, midnight
from netral.orgs.models import Holding
from netral.orgs.models import Office as Post
from netral.orgs.queries import holdings_of, holdings_on
from netral.orgs.queries.units import ancestors_of
from netral.outreach.core import SessionState
from netral.outreach.models import Session
from netral.tenancy.models import Institution

BEFORE, AHEAD = timedelta(days=120), timedelta(days=400)
SIGN: Final = timedelta(minutes=30)  # how long a deadline is drawn, up to its instant
OVER: Final = frozenset({State.ENDED, State.EXCUSED})


def hashed(token: str) -> str:
    """Return what is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Feed | None:
    """Return the feed behind a secret address, ended or not."""
    rows = Feed.objects.filter(token_hash=hashed(token))
    found: Feed | None = rows.select_related("office__unit", "institution").first()
    return found


def is_live(feed: Feed, at: Moment) -> bool:
    """Tell whether an address still answers: not ended, and its maker still in the office.

    The calendar belongs to the office, the secret to whoever was told it: with the next holder
    the address of the last one falls silent by itself.
    """
    if feed.ended_at is not None:
        return False
    maker = feed.made_by.partition(":")[2]
    today = at.local().date()
    terms = Holding.objects.of(feed.institution_id).filter(
        holdings_on(today),
        office=feed.office_id,
        person__account=int(maker),
        person__account__is_active=True,  # an account that was closed answers nowhere
    )
    return bool(terms.exists())


@dataclass(frozen=True, slots=True)
class Card:
    """One office of the reader, and whether its calendar has an address."""

    office: Post
    made_at: datetime | None


def cards(user: User, institution: Institution, at: Moment) -> list[Card]:
    """Return the offices that the user holds today, with the state of each calendar."""
    offices = {
        term.office_id: term.office for term in holdings_of(user, institution, at.local().date())
    }
    rows = Feed.objects.of(institution).filter(office__in=offices, ended_at=None)
    live = {feed.office_id: feed for feed in rows if is_live(feed, at)}
    return [
        Card(office, live[pk].made_at if pk in live else None) for pk, office in offices.items()
    ]


def written_for(feed: Feed, at: Moment) -> bytes:
    """Write the calendar of an office as it stands now."""
    with translation.override("id"):
        name = f"Netral: {feed.office.title}"
        events = [*_stages(feed, at), *_obligations(feed, at), *_sessions(feed, at)]
        return written(name, sorted(events, key=lambda event: event.uid))


def _stages(feed: Feed, at: Moment) -> Iterator[Event]:
    """Yield the phases of the elections in which the region takes part."""
    house, today = feed.institution, at.local().date()
    for election in calendar.concerning(house):
        for phase, (first, last, sure) in _phases(election, house.code).items():
            if today - BEFORE <= last and first <= today + AHEAD:
                yield Event(
                    uid=f"tahapan-{election.code}-{phase}@{house.slug}.netral",
                    title=f"{gettext(phase)}: {election.name}",
                    starts=first,
                    ends=last,
                    changed=midnight(first, house.zone),
                    text="" if sure else "Tanggal ini belum diverifikasi.",
                )


def _phases(election: Election, region: str) -> dict[str, tuple[date, date, bool]]:
    """Return each phase once, from its first day for any office to its last; unknown days not."""
    found: dict[str, tuple[date, date, bool]] = {}
    for office in sorted(election.offices_in(region), key=list(Office).index):
        for phase, word in PHASE_WORDS.items():
            dates = election.dates(phase, region, office)
            if dates is None or dates.starts is None:
                continue
            last = dates.ends or dates.starts
            first, end, sure = found.get(word, (dates.starts, last, True))
            known = sure and dates.confidence in SURE
            found[word] = (min(first, dates.starts), max(end, last), known)
    return found


def _obligations(feed: Feed, at: Moment) -> Iterator[Event]:
    rows = Obligation.objects.of(feed.institution_id).filter(
        office=feed.office_id, due_at__gte=at.acted - BEFORE, due_at__lte=at.acted + AHEAD
    )
    url = settings.BASE_URL + reverse("duties:index")
    for row in rows.exclude(group=Group.STANDING).select_related("circular", "entry"):
        word = gettext(KIND_WORDS[Kind(row.kind)])
        done = "Selesai: " if row.state == State.FULFILLED else "Batas: "
        yield Event(
            uid=f"kewajiban-{row.pk}@{feed.institution.slug}.netral",
            title=f"{done}{word}",
            starts=row.due_at - SIGN,
            ends=row.due_at,
            changed=row.fulfilled_at or row.entry.logged_at,
            text=row.circular.number if row.circular else "",
            url=url,
            cancelled=row.state in OVER,
        )


def _sessions(feed: Feed, at: Moment) -> Iterator[Event]:
    """Yield what the office's own unit holds, and what the units above hold for it."""
    unit = feed.office.unit
    rows = Session.objects.of(feed.institution_id).filter(
        unit__in=[*ancestors_of(unit), unit],
        starts_at__gte=at.acted - BEFORE,
        starts_at__lte=at.acted + AHEAD,
    )
    for row in rows.select_related("entry"):
        yield Event(
            uid=f"sosialisasi-{row.slug}@{feed.institution.slug}.netral",
            title=row.title,
            starts=row.starts_at,
            ends=row.ends_at,
            changed=row.closed_at or row.entry.logged_at,
            place=row.place,
            cancelled=row.state == SessionState.CANCELLED,
        )
