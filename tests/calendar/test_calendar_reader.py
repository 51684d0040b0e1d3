"""A gallery of wrong data files, each with the words its complaint must contain."""

from pathlib import Path

import pytest

from netral.calendar import reader
from netral.calendar.reader import BadCalendar, read_elections, read_holidays
from tools import holidays as seeding

HEAD = """
[[election]]
code = "uji"
name = "Uji"
law = "pilkada"
offices = ["mayor"]
source = "uji"
"""
PART = '[[election.part]]\nregions = ["32.76"]\nsource = "uji"\nconfidence = "found"\n'
PHASE = '[[election.phase]]\nphase = "vote"\nstarts = 2024-11-27\nends = 2024-11-27\nsource = "uji"\nconfidence = "found"\n'  # noqa: E501
DAY = '[[holiday]]\non = 2024-01-01\nname = "Tahun Baru"\nkind = "public"\n'
YEAR = 'source = "uji"\nconfidence = "found"\nyears = [2024]\n'


def test_a_right_file_is_read() -> None:
    (election,) = read_elections(HEAD + PART + PHASE)
    assert (election.code, len(election.parts), len(election.phases)) == ("uji", 1, 1)
    assert election.complete is False
    assert read_elections("") == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[election", "elections.toml is not TOML"),
        ("election = 3", "elections.toml: election must be a list of tables, not 3"),
        ("election = [3]", "elections.toml: election 1 must be a table"),
        ("pemilu = []", "elections.toml: pemilu is a key that nobody knows"),
        ("[[election]]", "election 1: code is missing"),
        (HEAD.replace('"uji"', '"Uji 2024"', 1), "code must be small letters"),
        (HEAD + HEAD, "election uji stands twice"),
        (HEAD.replace('"Uji"', '" "'), "uji: name must be a text that says something"),
        (
            HEAD.replace("pilkada", "pilpres"),
            "uji: law must be one of pemilu, pilkada, not 'pilpres'",
        ),
        (HEAD.replace('["mayor"]', "[]"), "uji: offices must be a list, not []"),
        (HEAD.replace('["mayor"]', '"mayor"'), "uji: offices must be a list, not 'mayor'"),
        (HEAD.replace('["mayor"]', '["bupati"]'), "offices must be one of president"),
        (HEAD.replace('["mayor"]', '["mayor", "mayor"]'), "offices must not repeat itself"),
        (HEAD + "complete = 1", "uji: complete must be true or false, not 1"),
        (HEAD + "colour = 1", "uji: colour is a key that nobody knows"),
        (HEAD + PART.replace('["32.76"]', '["3276"]'), 'must be a region code such as "32.76"'),
        (HEAD + PART.replace('["32.76"]', "[]"), "regions must be a list, not []"),
        (HEAD + PART.replace('["32.76"]', "[32]"), "must be a region code"),
        (HEAD + PART + 'offices = ["governor"]', "offices must be offices of the election"),
        (HEAD + PART.replace('"found"', '"certain"'), "confidence must be one of press, found"),
        (HEAD + PHASE.replace('"vote"', '"voting"'), "phase must be one of planning"),
        (HEAD + PHASE.replace("starts = 2024-11-27", 'starts = "soon"'), "starts must be a date"),
        (HEAD + PHASE.replace("2024-11-27", "2024-11-27T00:00:00"), "starts must be a date"),
        (HEAD + PHASE.replace("ends = 2024-11-27", ""), "uji: phase 1: ends is missing"),
        (HEAD + PHASE.replace("ends = 2024", "ends = 2023"), "ends must not be before 2024-11-27"),
        (HEAD + PHASE + PHASE, "uji: phase ('vote', '*') stands twice"),
        (HEAD + PHASE + 'region = "Depok"', "region must be a region code"),
        (HEAD + PHASE.replace('source = "uji"', 'source = ""'), "source must be a text"),
        (HEAD + PHASE.replace('"found"', '"unknown"'), "confidence is unknown where both days are"),
        (HEAD + PHASE.replace("2024-11-27", '"unknown"'), "confidence is unknown where both days"),
    ],
)
def test_a_wrong_file_of_elections_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        read_elections(text)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holidays.toml: source is missing"),
        (YEAR.replace("[2024]", '["2024"]'), "years must be a list of whole numbers"),
        (YEAR.replace("[2024]", "[true]"), "years must be a list of whole numbers"),
        (YEAR, "holidays.toml: years have no holiday in 2024"),
        (YEAR + DAY + DAY, "on stands twice"),
        (YEAR + DAY.replace("2024-01-01", "2025-01-01"), "on must be a date of one of the years"),
        (YEAR + DAY.replace("2024-01-01", '"unknown"'), "on must be a date of one of the years"),
        (YEAR + DAY.replace("public", "sunday"), "kind must be one of public, collective-leave"),
        (YEAR + DAY + "rest = true", "holidays.toml: holiday 1: rest is a key that nobody knows"),
    ],
)
def test_a_wrong_file_of_holidays_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(BadCalendar) as refused:
        read_holidays(text)
    assert complaint in str(refused.value)


def test_the_files_of_the_house_are_right() -> None:
    named, years = reader.holidays()
    assert years == {2023, 2024, 2025, 2026}
    assert len(named) > 100
    assert {e.code for e in reader.elections()} >= {"pemilu-2024", "pilkada-2024", "pilkada-2020"}


def test_seeding_again_gives_the_file_that_is_committed() -> None:
    written = (reader.FOLDER / "holidays.toml").read_text(encoding="utf-8")
    kept = [line for line in written.splitlines() if not line.startswith("source")]
    assert [line for line in seeding.toml().splitlines() if not line.startswith("source")] == kept
    assert Path(seeding.FILE) == reader.FOLDER / "holidays.toml"
