"""Reading the house policy and the standing duties, which are data with their source."""

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Final

from netral.calendar.core.elections import SURE, Confidence
from netral.duties.core import Kind
from netral.duties.core.channels import Channel
from netral.duties.core.policy import Policy, Rhythm, Terms
from netral.duties.core.season import Phase
from netral.kernel.tables import Table
from netral.orgs.core import UnitKind

DATA: Final = Path(__file__).parent / "data"


@cache
def policy() -> Policy:
    """Return the policy that holds where an institution has set nothing of its own."""
    return read_policy((DATA / "policy.toml").read_text(encoding="utf-8"))


def read_policy(text: str) -> Policy:
    """Read a policy.

    Raises:
        BadTable: it says too much, too little, or nonsense.
        ValueError: its terms contradict themselves.
    """
    file = Table.of_file("policy.toml", text)
    raw = file.rest()
    names = ("hour", "derives", "vacancy_days")
    head = Table("policy.toml", {name: raw.pop(name) for name in names if name in raw})
    hour, vacancy_days = time(head.number("hour")), head.number("vacancy_days")
    derives = frozenset(head.words("derives", UnitKind))
    kinds = raw.pop("terms", {})
    Table("policy.toml", raw).end()
    found = {Kind(kind): _terms(f"policy.toml: {kind}", values) for kind, values in kinds.items()}
    return Policy(found, hour, derives, vacancy_days=vacancy_days)


def _terms(where: str, values: object) -> Terms:
    table = Table(where, values)
    rhythm = table.word("rhythm", Rhythm)
    again = table.words("again", Phase, may_lack=True)
    weekly_in = table.words("weekly_in", Phase, may_lack=True)
    rest = table.rest()
    days = Table(where, {"days": [rest.pop("days", None)]}).numbers("days")[0]
    Table(where, rest).end()
    return Terms(rhythm=rhythm, days=days, again=again, weekly_in=weekly_in)


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty of every superior, with or without a circular."""

    kind: Kind
    indonesian: str
    english: str
    article: str
    source: str
    verified: bool


@cache
def standing() -> tuple[Standing, ...]:
    """Return the standing duties in the order of the file."""
    return read_standing((DATA / "standing.toml").read_text(encoding="utf-8"))


def read_standing(text: str) -> tuple[Standing, ...]:
    """Read the standing duties.

    Raises:
        BadTable: it says too much, too little, or nonsense.
    """
    file = Table.of_file("standing.toml", text)
    found = tuple(_standing(each) for each in file.tables("duty"))
    file.end()
    return found


def _standing(table: Table) -> Standing:
    words = table.table("text")
    read = Standing(
        kind=table.word("kind", Kind),
        indonesian=words.text("id"),
        english=words.text("en"),
        article=table.text("article"),
        source=table.text("source"),
        verified=table.word("confidence", Confidence) in SURE,
    )
    words.end()
    table.end()
    return read


@cache
def channels() -> tuple[Channel, ...]:
    """Return where the public can report, the one for everybody first."""
    return read_channels((DATA / "channels.toml").read_text(encoding="utf-8"))


def read_channels(text: str) -> tuple[Channel, ...]:
    """Read the channels.

    Raises:
        BadTable: the file says too much, too little, or nonsense.
    """
    file = Table.of_file("channels.toml", text)
    found = tuple(_channel(table) for table in file.tables("channel"))
    file.end()
    return found


def _channel(table: Table) -> Channel:
    made = Channel(
        name=table.text("name"),
        url=table.text("url"),
        note=table.text("note"),
        source=table.text("source"),
        confidence=table.word("confidence", Confidence),
    )
    table.end()
    return made
