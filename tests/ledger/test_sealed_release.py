"""Batches of sealed leaves on their way into the log, and out to whoever reads its files."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.ledger.actions.sealing import open_due, release_due, seal
from netral.ledger.core import sealed
from netral.ledger.core.tiles import unbundle
from netral.ledger.models import Entry, Place, Waiting
from netral.tenancy.models import Institution
from tests.ledger.reporter import Reporter, b64u, opened
from tests.ledger.scene import NOW, act, begun

ONE_DAY = timedelta(days=1)
BATCH = sealed.open_batch(NOW, 3)
RELEASE = BATCH.release


@pytest.fixture(autouse=True)
def released_at_three(settings: Settings) -> None:
    settings.SEALED_HOUR, settings.SEALED_DAYS = 3, 30


def reports(house: Institution, count: int) -> list[Reporter]:
    """Seal so many reports for the next release."""
    found = [Reporter(number.to_bytes(16)) for number in range(count)]
    for each in found:
        seal(institution=house, given=each.given(BATCH.day), at=Moment.real(NOW))
    return found


def public(settings: Settings) -> list[bytes]:
    """Return the leaves of the log in their order, from its files alone."""
    log = Path(settings.LOG)
    size = int((log / "checkpoint").read_text().split("\n")[1])
    assert size < 256
    return list(unbundle((log / f"tile/entries/000.p/{size}").read_bytes()))


def days(leaves: list[bytes]) -> list[str]:
    return [said["at"] for leaf in leaves if (said := json.loads(leaf))["t"] == "sealed/1"]


@pytest.mark.django_db(transaction=True)
def test_a_batch_enters_the_log_when_it_is_full_and_business_goes_on_meanwhile(
    house: Institution, settings: Settings
) -> None:
    reports(house, 3)
    with transaction.atomic():
        act(house, 2)
    sequencer = begun(now=RELEASE)
    assert sequencer.turn(RELEASE) == 2
    assert days(public(settings)) == []
    release_due(RELEASE)
    assert sequencer.turn(RELEASE + timedelta(seconds=1)) == 16
    assert days(public(settings)) == [BATCH.day.isoformat()] * 16
    assert not Waiting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_batch_waits_for_its_hour(house: Institution) -> None:
    reports(house, 1)
    release_due(BATCH.closes)
    sequencer = begun(now=BATCH.closes)
    assert sequencer.turn(RELEASE - timedelta(seconds=1)) == 0
    assert sequencer.turn(RELEASE) == 16


@pytest.mark.django_db(transaction=True)
def test_days_that_were_missed_enter_in_their_order(house: Institution, settings: Settings) -> None:
    reports(house, 2)
    late = RELEASE + 3 * ONE_DAY
    release_due(late)
    begun(now=late).turn(late)
    told = days(public(settings))
    assert told == sorted(told)
    assert Counter(told) == {(BATCH.day + n * ONE_DAY).isoformat(): 16 for n in range(4)}


@pytest.mark.django_db(transaction=True)
def test_reports_stand_anywhere_in_their_batch(house: Institution) -> None:
    """Sealed first, they would otherwise come first: by key, by time, or by row."""
    first = {each.leaf_hash(BATCH.day) for each in reports(house, 24)}
    release_due(RELEASE)
    begun(now=RELEASE).turn(RELEASE)
    ordered = Place.objects.order_by("index").values_list("entry__leaf_hash", flat=True)
    stands = [bytes(each) in first for each in ordered]
    assert (len(stands), sum(stands)) == (32, 24)
    assert stands != sorted(stands)
    assert stands != sorted(stands, reverse=True)
    keys = list(Place.objects.order_by("index").values_list("entry", flat=True))
    assert keys != sorted(keys)


@pytest.mark.django_db(transaction=True)
def test_a_reporter_finds_the_leaf_in_public_files_by_the_code_alone_and_sees_it_opened(
    house: Institution, settings: Settings
) -> None:
    mine = reports(house, 2)[1]
    release_due(RELEASE)
    sequencer = begun(now=RELEASE)
    sequencer.turn(RELEASE)
    assert mine.leaf(BATCH.day) in public(settings)
    later = RELEASE + 30 * ONE_DAY
    assert open_due(later) == 16
    sequencer.turn(later)
    leaves = public(settings)
    told = dict(opened(leaf) for leaf in leaves if json.loads(leaf)["t"] == "opening/1")
    by_hash = {
        each["x"]["leaf"]: each["x"] for each in map(json.loads, leaves) if each["t"] == "opening/1"
    }
    name = b64u(mine.leaf_hash(BATCH.day))
    assert b64u(told[name]) == json.loads(mine.leaf(BATCH.day))["c"]
    assert by_hash[name]["kind"] == "report"
    assert Counter(each["kind"] for each in by_hash.values()) == {"report": 2, "cover": 14}
    assert Entry.objects.filter(kind="opening/1").count() == 16
