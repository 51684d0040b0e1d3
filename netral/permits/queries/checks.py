"""What is known around a wish, and the points of the check as people read them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext

from netral.calendar import queries as calendar
from netral.calendar.core.elections import Election, Office, Phase
from netral.calendar.errors import NoSuchElection
from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.orgs.core import PERSON_WORDS, PersonKind
from netral.orgs.models import Person
from netral.permits.core import Kind, Wish
from netral.permits.core.checks import (
    MET_MEANINGS,
    MET_WORDS,
    POINT_WORDS,
    Ground,
    Met,
    Point,
    Stages,
    check,
)
from netral.permits.queries.deciders import first_decider
from netral.permits.queries.rulings import ruling
from netral.tenancy.models import Institution

# From which stage to which an election has to do with a kind of permit.
FROM: Final = {
    Kind.ADHOC: (Phase.BODIES,),
    Kind.CLTN: (Phase.NOMINATION, Phase.REGISTRATION),
}
UNTIL: Final = {Kind.ADHOC: (Phase.RECAP, Phase.COUNT), Kind.CLTN: (Phase.VOTE,)}


@dataclass(frozen=True, slots=True)
class Told:
    """One point of the check, ready to show."""

    text: str
    word: str
    meaning: str
    source: str


def examine(person: Person, wish: Wish, at: Moment) -> list[Point]:
    """Hold what a person wishes for against rules, circulars, calendar and offices."""
    return check(wish, _ground(person, wish, at))


def _ground(person: Person, wish: Wish, at: Moment) -> Ground:
    institution, today = person.institution, at.local().date()
    election = find(wish.election)
    offices = _offices(election, institution)
    held = {Office(wish.office)} & offices if wish.office else offices
    said, source = ruling(person, wish, election, at)
    decider = first_decider(person, today)
    return Ground(
        who=person.kind,
        ruling=said,
        ruling_source=source,
        stages=_stages(election, institution, wish.kind, held or offices),
        takes_part=bool(election and election.offices_in(institution.code)),
        offices=frozenset(office.value for office in offices),
        decider=(decider.person.full_name, decider.title) if decider else None,
    )


def find(code: str) -> Election | None:
    """Return the election of a code, None where the calendar no longer holds it."""
    try:
        return calendar.election(code)
    except NoSuchElection:
        return None


def upcoming(institution: Institution, on: date) -> list[Election]:
    """Return the elections that concern the institution and are not over on a day."""
    return [e for e in calendar.concerning(institution) if not _is_over(e, institution, on)]


def _is_over(election: Election, institution: Institution, on: date) -> bool:
    offices = _offices(election, institution)
    lasts = [_stages(election, institution, kind, offices).last for kind in Kind]
    known = [last for last in lasts if last is not None]
    return bool(known) and max(known) < on


def _offices(election: Election | None, institution: Institution) -> frozenset[Office]:
    if election is None:
        return frozenset()
    return election.offices_in(institution.code) or frozenset(election.offices)


def _stages(
    election: Election | None, institution: Institution, kind: Kind, offices: Iterable[Office]
) -> Stages:
    """Return the widest span over some offices; a day missing for all of them is not known."""
    if election is None:
        return Stages(None, None)
    firsts, lasts = [], []
    for office in offices:
        dates = {p: election.dates(p, institution.code, office) for p in Phase}
        firsts += [d.starts for p in FROM[kind] if (d := dates[p]) and d.starts]
        lasts += [d.ends for p in UNTIL[kind] if (d := dates[p]) and d.ends]
    return Stages(min(firsts, default=None), max(lasts, default=None))


def tell(points: Iterable[Point | Mapping[str, Any]]) -> list[Told]:
    """Put points, fresh or stored, into the reader's words: what is not fulfilled comes first."""
    found = [p if isinstance(p, Point) else _stored(p) for p in points]
    found.sort(key=lambda p: list(MET_ORDER).index(p.met))
    return [_told(point) for point in found]


MET_ORDER: Final = (Met.NO, Met.UNVERIFIED, Met.YES)


def summary(points: Iterable[Mapping[str, Any]]) -> str:
    """Count the points by what came of them: "1 belum diverifikasi, 4 terpenuhi"."""
    counts = Counter(_stored(point).met for point in points)
    found = ((counts[met], gettext(MET_WORDS[met])) for met in MET_ORDER if counts[met])
    return ", ".join(f"{count} {word.lower()}" for count, word in found)


def _stored(raw: Mapping[str, Any]) -> Point:
    return Point(raw["code"], Met(raw["met"]), raw["source"], raw["facts"])


def _told(point: Point) -> Told:
    facts = {key: _fact(key, value) for key, value in point.facts.items()}
    text = gettext(POINT_WORDS[point.code]).format(**facts)
    return Told(text, gettext(MET_WORDS[point.met]), MET_MEANINGS[point.met], point.source)


def _fact(key: str, value: str) -> str:
    if key.endswith("_on"):
        return spoken.short_day(date.fromisoformat(value), get_language() or "id")
    return _within_a_sentence(gettext(PERSON_WORDS[PersonKind(value)])) if key == "who" else value


def _within_a_sentence(words: str) -> str:
    """Begin with a small letter, but leave an abbreviation as it is."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
