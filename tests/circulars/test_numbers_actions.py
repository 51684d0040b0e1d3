"""Taking numbers: in order, never twice, whoever signs at the same time."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from netral.circulars.actions import numbers
from netral.circulars.actions.drafts import Facts, draft
from netral.circulars.actions.numbers import set_pattern, take_number
from netral.circulars.errors import BadPattern, NumbersBusy
from netral.circulars.models import Circular, NumberPattern
from netral.circulars.queries.desk import patterns_for
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.tenancy.models import Institution
from tests.cast import AT, BY

NEXT_YEAR = replace(AT, acted=datetime(2025, 1, 2, 3, tzinfo=UTC))
NEW_YEARS_EVE = replace(AT, acted=datetime(2024, 12, 31, 18, tzinfo=UTC))  # 1 January, 01.00 WIB


def pattern(unit: Unit, text: str = "270/{seq}-Huk", next_seq: int = 343) -> NumberPattern:
    return set_pattern(unit=unit, pattern=text, next_seq=next_seq, year=2024, by=BY, at=AT)


def take(row: NumberPattern, at: Moment = AT) -> tuple[str, int]:
    return take_number(institution=row.institution, pattern=row, by=BY, at=at)


def given_by_hand(unit: Unit, number: str, year: int = 2024) -> Circular:
    made = draft(institution=unit.institution, facts=Facts(unit=unit, subject="Uji"), by=BY, at=AT)
    Circular.objects.filter(pk=made.pk).update(number=number, number_year=year)
    return made


def test_numbers_follow_each_other(tree: dict[str, Unit]) -> None:
    row = pattern(tree["hukum"])
    assert [take(row) for _ in range(3)] == [(f"270/{n}-Huk", 2024) for n in (343, 344, 345)]


def test_a_number_that_stands_in_the_year_is_passed_over(tree: dict[str, Unit]) -> None:
    row = pattern(tree["hukum"])
    for number, year in (("270/343-Huk", 2024), ("270/344-Huk", 2024), ("270/345-Huk", 2023)):
        given_by_hand(tree["hukum"], number, year)
    assert take(row) == ("270/345-Huk", 2024)


def test_a_signature_that_fails_gives_its_number_back(tree: dict[str, Unit]) -> None:
    row = pattern(tree["hukum"])
    with transaction.atomic():
        take(row)
        transaction.set_rollback(True)
    assert take(row) == ("270/343-Huk", 2024)


def test_a_new_year_begins_at_one(tree: dict[str, Unit]) -> None:
    row = pattern(tree["hukum"], "800.1.6.2/{seq}/BKPSDM-PDG/{year}", 524)
    assert take(row) == ("800.1.6.2/524/BKPSDM-PDG/2024", 2024)
    assert take(row, NEXT_YEAR) == ("800.1.6.2/1/BKPSDM-PDG/2025", 2025)
    assert take(row, NEXT_YEAR) == ("800.1.6.2/2/BKPSDM-PDG/2025", 2025)
    assert take(row) == ("800.1.6.2/525/BKPSDM-PDG/2024", 2024)
    assert Entry.objects.filter(act="number_pattern.continued").count() == 1


def test_last_years_pattern_is_offered_in_the_new_year(tree: dict[str, Unit]) -> None:
    row = pattern(tree["hukum"])
    circular = draft(
        institution=row.institution, facts=Facts(unit=tree["hukum"], subject="Uji"), by=BY, at=AT
    )
    assert patterns_for(circular, 2023) == []
    assert patterns_for(circular, 2025) == [row]
    take(row, NEXT_YEAR)
    assert [(p.year, p.next_seq) for p in patterns_for(circular, 2025)] == [(2025, 2)]


def test_a_wall_of_numbers_given_by_hand_ends_in_words(
    tree: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "ATTEMPTS", 2)
    row = pattern(tree["hukum"])
    for n in (343, 344):
        given_by_hand(tree["hukum"], f"270/{n}-Huk")
    with pytest.raises(NumbersBusy):
        take(row)
    row.refresh_from_db()
    assert row.next_seq == 343


def test_the_year_is_that_of_the_place(tree: dict[str, Unit]) -> None:
    assert take(pattern(tree["hukum"]), NEW_YEARS_EVE) == ("270/1-Huk", 2025)


def test_setting_a_pattern_again_moves_it_on(tree: dict[str, Unit]) -> None:
    pattern(tree["hukum"])
    again = pattern(tree["hukum"], next_seq=400)
    assert take(again) == ("270/400-Huk", 2024)
    assert NumberPattern.objects.of(again.institution).count() == 1
    assert Entry.objects.filter(act="number_pattern.set").count() == 2


def test_units_number_on_their_own(tree: dict[str, Unit]) -> None:
    one, two = pattern(tree["hukum"], next_seq=1), pattern(tree["bkpsdm"], "{seq}/BKPSDM", 1)
    assert [take(one)[0], take(two)[0], take(one)[0]] == ["270/1-Huk", "1/BKPSDM", "270/2-Huk"]


def test_a_pattern_without_a_running_number_is_refused(tree: dict[str, Unit]) -> None:
    with pytest.raises(BadPattern) as refused:
        pattern(tree["hukum"], "270/Huk")
    assert "{seq}" in str(refused.value.facts["fault"])
    assert not NumberPattern.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_sign_at_once_never_take_the_same(
    depok: Institution, tree: dict[str, Unit]
) -> None:
    row = pattern(tree["hukum"])
    given_by_hand(tree["hukum"], "270/345-Huk")
    taken: list[str] = []
    start = threading.Barrier(6)

    def sign() -> None:
        try:
            start.wait()
            mine = NumberPattern.objects.get(pk=row.pk)
            taken.extend(take(mine)[0] for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=sign) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(Counter(taken).values()) == {1: 30}
    expected = {f"270/{n}-Huk" for n in range(343, 374)} - {"270/345-Huk"}
    assert set(taken) == expected
