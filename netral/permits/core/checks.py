"""The check before a request is sent: points with what came of each, and what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from netral.kernel.words import N_
from netral.orgs.core import PersonKind
from netral.permits.core import Kind, Wish


class Met(StrEnum):
    """What came of one point of the check."""

    YES = "yes"
    NO = "no"
    UNVERIFIED = "unverified"


MET_WORDS: Final = {
    Met.YES: N_("Fulfilled"),
    Met.NO: N_("Not fulfilled"),
    Met.UNVERIFIED: N_("Not verified yet"),
}
MET_MEANINGS: Final = {Met.YES: "done", Met.NO: "stopped", Met.UNVERIFIED: "due"}

POINT_WORDS: Final = {
    "staff_may": N_("The rules in force allow this to {who}."),
    "staff_may_not": N_("The rules in force forbid this to {who}."),
    "staff_unnamed": N_("No rule on record allows this to {who}."),
    "staff_unclear": N_("The rules in force do not answer clearly for {who}."),
    "contract_leave": N_("Whether {who} can be given unpaid leave has not been verified."),
    "dates_in": N_("The period lies within the stages of the election ({first_on} to {last_on})."),
    "dates_early": N_("The period begins before the stages do ({first_on})."),
    "dates_late": N_("The period lasts longer than the stages do ({last_on})."),
    "dates_unknown": N_("The calendar does not hold all dates of this election."),
    "part": N_("This region takes part in the election."),
    "part_unknown": N_("It is not on record that this region takes part in the election."),
    "office_elected": N_("This election fills the office that your spouse stands for."),
    "office_elsewhere": N_("This election does not fill the office that your spouse stands for."),
    "unpaid": N_("Whether members of ad hoc bodies must take unpaid leave is disputed."),
    "service_years": N_("Unpaid leave is said to need five years of service."),
    "length": N_("Unpaid leave is said to last three years at most."),
    "length_over": N_("Unpaid leave is said to last three years at most; you ask for more."),
    "authority": N_("Who decides on unpaid leave, and whether others must agree, may differ."),
    "decider": N_("Your request goes to {name}, {title}."),
    "no_decider": N_("Nobody holds the office that decides on it today."),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the check, with what it rests on; `facts` fill its words."""

    code: str
    met: Met
    source: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """Return the point as it is stored with the request."""
        return {"code": self.code, "met": self.met.value, "source": self.source,
                "facts": dict(self.facts)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stages:
    """The first and last day on which an election has to do with a permit; None is not known."""

    first: date | None
    last: date | None


class Ruling(StrEnum):
    """What the rules in force say of somebody."""

    MAY = "may"
    MAY_NOT = "may_not"
    UNNAMED = "unnamed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known around a wish, gathered by whoever asks for the check."""

    who: str  # kind of employee
    ruling: Ruling
    ruling_source: str
    stages: Stages
    takes_part: bool
    offices: frozenset[str]  # that the election fills
    decider: tuple[str, str] | None  # name and title


CALENDAR: Final = "Kalender pemilu Netral"
YEARS: Final = 3


def check(wish: Wish, ground: Ground) -> list[Point]:
    """Hold a wish against what is known. The points inform: a person decides, not the check."""
    points = [_staff(ground), *_dates(wish, ground.stages)]
    part = Point("part", Met.YES, CALENDAR) if ground.takes_part else None
    points.append(part or Point("part_unknown", Met.UNVERIFIED, CALENDAR))
    points += _of_service() if wish.kind is Kind.ADHOC else _of_leave(wish, ground)
    return [*points, _decider(ground)]


def _staff(ground: Ground) -> Point:
    met = {Ruling.MAY: Met.YES, Ruling.UNCLEAR: Met.UNVERIFIED}.get(ground.ruling, Met.NO)
    return Point(f"staff_{ground.ruling}", met, ground.ruling_source, {"who": ground.who})


def _dates(wish: Wish, stages: Stages) -> list[Point]:
    first, last = stages.first, stages.last
    facts = {key: day.isoformat() for key, day in (("first_on", first), ("last_on", last)) if day}
    found = []
    if first and wish.starts_on < first:
        found.append(Point("dates_early", Met.NO, CALENDAR, facts))
    if last and wish.ends_on > last:
        found.append(Point("dates_late", Met.NO, CALENDAR, facts))
    if first is None or last is None:
        found.append(Point("dates_unknown", Met.UNVERIFIED, CALENDAR))
    return found or [Point("dates_in", Met.YES, CALENDAR, facts)]


def _of_service() -> list[Point]:
    said = "Anggota KPU dalam pers (cakra.news); praktik umumnya cukup izin"
    return [Point("unpaid", Met.UNVERIFIED, said)]


def _of_leave(wish: Wish, ground: Ground) -> list[Point]:
    elected = wish.office in ground.offices
    points = [Point("office_elected", Met.YES, CALENDAR)] if elected else [
        Point("office_elsewhere", Met.NO, CALENDAR)
    ]  # fmt: skip
    if ground.who != PersonKind.PNS:
        points.append(Point("contract_leave", Met.UNVERIFIED, "", {"who": ground.who}))
    code = "length_over" if _years_after(wish.starts_on, YEARS) <= wish.ends_on else "length"
    rules = "PP 11/2017 jo. PP 17/2020, tentang cuti"
    return [
        *points,
        Point("service_years", Met.UNVERIFIED, rules),
        Point(code, Met.UNVERIFIED, rules),
        Point("authority", Met.UNVERIFIED, rules),
    ]


def _years_after(day: date, years: int) -> date:
    """Return the same day some years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _decider(ground: Ground) -> Point:
    if ground.decider is None:
        return Point("no_decider", Met.UNVERIFIED, "Daftar jabatan Netral")
    name, title = ground.decider
    return Point("decider", Met.YES, "Daftar jabatan Netral", {"name": name, "title": title})
