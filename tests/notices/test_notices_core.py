"""Waits between tries and the words of a message, without a database."""

from datetime import timedelta
from itertools import pairwise

import pytest

from netral.notices.core import LONGEST_WAIT, MAX_TRIES, STALE, Notice, Words, split_words, wait


def test_waits_grow_fourfold_from_a_minute_to_half_a_day() -> None:
    minutes = [wait(tries) / timedelta(minutes=1) for tries in range(1, MAX_TRIES)]
    assert minutes == [1, 4, 16, 64, 256, 720, 720]
    assert timedelta(hours=12) == LONGEST_WAIT


def test_a_mail_server_that_is_away_over_a_day_loses_nothing() -> None:
    waited = sum(map(wait, range(1, MAX_TRIES)), timedelta(0))
    assert timedelta(days=1) < waited < timedelta(days=2)


def test_any_number_of_tries_has_a_wait() -> None:
    assert wait(10**9) == LONGEST_WAIT
    assert all(one <= two for one, two in pairwise(map(wait, range(1, 60))))


def test_a_claim_outlives_a_slow_mail_but_not_the_second_wait_of_the_sweeper() -> None:
    assert timedelta(minutes=5) <= STALE < LONGEST_WAIT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pakta Anda\n\nSilakan masuk.\n", Words("Pakta Anda", "Silakan masuk.")),
        ("\n\n  Pakta   Anda \r\nIsi\nlagi  ", Words("Pakta Anda", "Isi\nlagi")),
        ("Bcc:\u2028x@y.example\rz\x00\nIsi", Words("Bcc: x@y.example z", "Isi")),
        ("Hanya perihal", Words("Hanya perihal", "")),
        ("  \n", Words("", "")),
    ],
)
def test_the_first_line_with_words_is_the_subject_and_the_rest_is_the_body(
    text: str, words: Words
) -> None:
    assert split_words(text) == words


def test_a_message_stays_in_the_house_and_speaks_indonesian_unless_told_otherwise() -> None:
    plain = Notice(recipient="user:1", template="pacts/reminder", facts={}, key="k")
    assert (plain.address, plain.only_mail, plain.url, plain.language) == ("", False, "", "id")
