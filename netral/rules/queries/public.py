"""The rules as anybody may read them: by family, by topic, one by one, version by version."""

import io
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import get_language

from netral.rules import reader
from netral.rules.core.base import Rule, RuleBase
from netral.rules.core.record import base_record, case_record
from netral.rules.models import Ruleset
from netral.rules.queries import InForce, in_force, loaded, shipped
from netral.rules.queries.words import Card, Speaker
from netral.tenancy.models import Institution

STAMP: Final = (1980, 1, 1, 0, 0, 0)  # of files in an archive: the same files, the same octets


@dataclass(frozen=True, slots=True)
class Held:
    """A version that somebody looks at, and whether it holds now."""

    holding: InForce
    row: Ruleset | None  # None: it came with the program
    current: bool


def held(institution: Institution, version: str, at: datetime) -> Held | None:
    """Return the version called `version`, or the one in force where none is named."""
    now = in_force(institution, at)
    rows = Ruleset.objects.of(institution).filter(published_at__lte=at).defer("files", "gate")
    row = rows.filter(version=version or now.version).order_by("-published_at", "-pk").first()
    if row is not None:
        found = loaded(row.pk, row.sha256)
        return Held(found, row, current=found.sha256 == now.sha256 and row.ended_at is None)
    if version in {"", shipped().version}:
        return Held(shipped(), None, current=now.sha256 == shipped().sha256)
    return None


def versions(institution: Institution, at: datetime) -> list[Ruleset]:
    """Return what an institution has published, the newest first."""
    rows = Ruleset.objects.of(institution).filter(published_at__lte=at)
    return list(rows.defer("files", "gate").order_by("-published_at", "-pk"))


def files_of(found: Held) -> dict[str, str]:
    """Return the files of a version."""
    if found.row is None:
        return reader.shipped_files()
    files: dict[str, str] = Ruleset.objects.values_list("files", flat=True).get(pk=found.row.pk)
    return files


def titles(files: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each family for readers, by the name of its file."""
    language = "en" if get_language() == "en" else "id"
    return {
        name: tomllib.loads(text)[f"title_{language}"]
        for name, text in files.items()
        if name not in reader.PLAIN
    }


def archive(files: dict[str, str]) -> bytes:
    """Pack files into a ZIP that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name in sorted(files):
            box.writestr(zipfile.ZipInfo(name, STAMP), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def record(found: InForce) -> dict[str, object]:
    """Return a version as JSON values: what its hash covers, its worked cases, and the hash."""
    cases = [case_record(case) for case in found.base.cases]
    return {"sha256": found.sha256, "base": base_record(found.base), "cases": cases}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in a list, and the rules that carry it over to other subjects."""

    card: Card
    also: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that stand together under a head."""

    code: str
    head: str
    lines: tuple[Line, ...]
    past: tuple[Line, ...]  # rules of acts that lie before a day; they are kept for those


def _group(code: str, head: str, found: Iterable[Line], on: date) -> Group:
    found = list(found)
    past = tuple(line for line in found if line.card.ends and line.card.ends < on)
    return Group(code, head, tuple(line for line in found if line not in past), past)


def lines(base: RuleBase) -> list[Line]:
    """Return every rule, those that only carry another over beside that other."""
    speaker = Speaker(base)
    cards = {rule.code: speaker.card(rule) for rule in base.rules}
    first = {code: origin(base, code) for code in cards}
    return [
        Line(card, tuple(cards[c] for c, of in first.items() if of == code))
        for code, card in cards.items()
        if not first[code]
    ]


def origin(base: RuleBase, code: str) -> str:
    """Return the rule that another carries over to other subjects; empty if it stands by itself."""
    head, dot, _suffix = code.rpartition(".")
    return head if dot and find(base, head) else ""


def by_topic(base: RuleBase, on: date) -> list[Group]:
    """Return the rules by what they are about; a rule on acts of two topics stands under both."""
    speaker, every = Speaker(base), lines(base)
    groups = [
        _group(code, speaker.topic(code), (x for x in every if code in x.card.topics), on)
        for code in base.vocabulary.topics
    ]
    return [group for group in groups if group.lines or group.past]


def by_family(base: RuleBase, titles: dict[str, str], on: date) -> list[Group]:
    """Return the rules by the file in which they stand."""
    every = lines(base)
    return [
        _group(
            family, titles.get(family, family), (x for x in every if x.card.family == family), on
        )
        for family in dict.fromkeys(line.card.family for line in every)
    ]


def find(base: RuleBase, code: str) -> Rule | None:
    """Return the rule called `code`, if there is one."""
    return next((rule for rule in base.rules if rule.code == code), None)
