"""An answer in words: what it says, and that the browser says the same as the server."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.utils import translation
from playwright.sync_api import Page

from netral.answers.core.reading import Reading
from netral.answers.queries.asked import Asked
from netral.answers.queries.package import package
from netral.answers.queries.page import voice
from netral.answers.queries.reading import read
from netral.answers.queries.seasons import Season, nearest, seasons
from netral.rules.core.base import ACT, DERIVED, SUBJECT
from netral.rules.core.engine import BadFacts, BeforeAnyRule, Engine
from netral.rules.queries import shipped
from netral.tenancy.models import Institution
from tests.cast import AT

LIKE: Final = {ACT: "medsos.like", SUBJECT: "pns"}


def engine() -> Engine:
    return shipped().engine


def link(code: str) -> str:
    return f"/aturan/x/{code}/"


def pilkada(house: Institution) -> Season:
    found = nearest(seasons(house), date(2024, 6, 26))
    assert found
    assert found.code == "pilkada-2024"
    return found


def told(house: Institution, on: date, facts: Mapping[str, str] = LIKE, **more: Any) -> Reading:
    asked = Asked(facts=facts, on=on, season=pilkada(house), **more)
    with translation.override("id"):
        return read(engine(), asked, "id", link)


def test_a_like_is_an_ethics_matter_before_and_severe_after(depok: Institution) -> None:
    before, after = told(depok, date(2024, 9, 21)), told(depok, date(2024, 9, 23))
    assert before.word == after.word == "Dilarang"
    assert before.kind == "Pelanggaran kode etik"
    assert after.kind == "Pelanggaran disiplin berat"
    assert before.change == "Mulai 22 September 2024: Pelanggaran disiplin berat"
    assert before.scale[0].when == "Hingga 21 September 2024"
    assert before.scale[0].now
    assert [p.when for p in after.scale if p.now] == ["Mulai 22 September 2024"]
    assert after.change == "Sanksinya berubah pada 22 September 2024"
    assert before.stage.text.startswith("Sebelum penetapan calon")
    assert after.stage.text.startswith("Setelah penetapan calon")


def test_who_handles_it_depends_on_the_day(depok: Institution) -> None:
    texts = [told(depok, on).handlers[0].text for on in (date(2024, 8, 23), date(2024, 8, 24))]
    assert "KASN" in texts[0]
    assert "BKN" in texts[1]


def test_what_is_not_known_is_asked_once_then_told_both_ways(depok: Institution) -> None:
    facts = {ACT: "kampanye.hadir", SUBJECT: "pns"}
    open_ = told(depok, date(2024, 10, 1), facts)
    assert open_.question == "support"
    answered = told(depok, date(2024, 10, 1), facts, unknown=(open_.question,))
    assert answered.question == ""
    assert [branch.text for branch in answered.branches] == ["Bila ya", "Bila tidak"]


def test_a_day_that_the_calendar_does_not_know_is_told_both_ways(depok: Institution) -> None:
    later = next(s for s in seasons(depok) if s.code.startswith("pemilu-daerah"))
    asked = Asked(facts=LIKE, on=date(2031, 9, 1), season=later)
    with translation.override("id"):
        reading = read(engine(), asked, "id", link)
    assert reading.question == ""
    assert reading.outcome == "needs_fact"
    assert len(reading.branches) == 2
    assert reading.marks


def test_an_article_is_named_as_it_was_in_force(depok: Institution) -> None:
    member = {ACT: "parpol.anggota", SUBJECT: "pns"}
    old = told(depok, date(2023, 10, 1), member)
    new = told(depok, date(2024, 6, 26), member)
    assert any("5/2014" in line.text for line in (*old.articles, *old.bases))
    assert any("20/2023" in line.text for line in (*new.articles, *new.bases))


# ---- The twin in the browser


READ: Final = """async (cases) => {
  const file = (name) => import(`/static/answers/${name}.js`);
  const [{ Engine }, { read }, { Spoken }] =
    await Promise.all(["engine", "reading", "spoken"].map(file));
  const { base, seasons } = JSON.parse(window.file);
  const engine = new Engine(base);
  const voice = (words) => ({
    spoken: new Spoken(words), faces: words.faces, link: (code) => `/aturan/x/${code}/`,
  });
  const voices = Object.fromEntries(
    Object.entries(window.words).map(([language, words]) => [language, voice(words)]));
  return cases.map(({ season, language, ...asked }) => {
    try {
      const own = seasons.find((each) => each.code === season) ?? null;
      return read(engine, { ...asked, season: own }, voices[language]);
    } catch (fault) {
      return fault.dimension ?? "before";
    }
  });
}"""


def asked_at_random(known: tuple[Season, ...], n: int) -> Iterator[tuple[Asked, str]]:
    draw = random.Random(20241127)
    dimensions = engine().dimensions
    circumstances = [name for name in dimensions if name not in {ACT, SUBJECT, *DERIVED}]
    days = [*engine().days(), *(s.starts for each in known for s in each.segments if s.starts)]
    for _ in range(n):
        facts = {ACT: draw.choice(dimensions[ACT])}
        if draw.random() < 0.9:
            facts[SUBJECT] = draw.choice(dimensions[SUBJECT])
        for name in draw.sample(circumstances, draw.randint(0, 3)):
            facts[name] = draw.choice(["yes", "no"])
        rest = [name for name in circumstances if name not in facts]
        asked = Asked(
            facts=facts,
            on=draw.choice(days) + timedelta(days=draw.randint(-2, 2)),
            season=draw.choice([None, *known]),
            unknown=draw.sample(rest, draw.randint(0, 2)),
        )
        yield asked, draw.choice(["id", "en"])


def expected(asked: Asked, language: str) -> Any:
    try:
        with translation.override(language):
            return asdict(read(engine(), asked, language, link))
    except BadFacts as bad:
        return bad.dimension
    except BeforeAnyRule:
        return "before"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_says_what_the_server_says(page: Page, depok: Institution) -> None:
    page.goto("/keadaan/")
    page.evaluate("(file) => { window.file = file; }", package(depok, AT.acted).plain.decode())
    words = {}
    for language in ("id", "en"):
        with translation.override(language):
            words[language] = json.loads(json.dumps(voice(language)))
    page.evaluate("(words) => { window.words = words; }", words)
    cases = list(asked_at_random(seasons(depok), 600))
    sent = [
        {
            "facts": dict(asked.facts), "on": asked.on.isoformat(), "language": language,
            "season": asked.season.code if asked.season else "", "unknown": list(asked.unknown),
        }
        for asked, language in cases
    ]  # fmt: skip
    found = page.evaluate(READ, sent)
    for (asked, language), said in zip(cases, found, strict=True):
        assert said == expected(asked, language), (asked, language)
    outcomes = {each["outcome"] for each in found if isinstance(each, dict)}
    assert {"prohibited", "needs_fact", "unregulated"} <= outcomes
