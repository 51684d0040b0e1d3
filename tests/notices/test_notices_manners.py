"""Nights, company on the way, and addresses that are more than one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from netral.notices.actions import send_due
from netral.notices.core import Channel, Notice, State, late_list
from netral.notices.core.addresses import e164, mailbox
from netral.notices.core.pace import Bucket, ailing, rest
from netral.notices.models import Message
from netral.notices.queries import words
from netral.tenancy.models import Institution
from tests.notices.conftest import NOW, queue, row
from tests.notices.fake_provider import FakeProvider
from tests.notices.sink import Sink

NIGHT = datetime(2026, 3, 2, 14, tzinfo=UTC)  # 21.00 in Depok
DAWN = datetime(2026, 3, 3, 0, 0, 1, tzinfo=UTC)  # 7.00
AFTERNOON = datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)  # 16.00


def test_at_night_only_what_cannot_wait_leaves(depok: Institution, sink: Sink) -> None:
    queue(depok, 1)
    queue(depok, 2, urgent=True)
    queue(depok, 3, only_mail=True)
    assert send_due(now=NIGHT).sent == 2
    assert row(1).state == State.QUEUED
    assert send_due(now=DAWN).sent == 1
    assert {str(mail["To"])[5] for mail in sink.mails[:2]} == {"2", "3"}


def test_it_may_be_night_in_one_zone_and_morning_in_another(
    depok: Institution, malang: Institution, sink: Sink
) -> None:
    malang.zone = "Asia/Jayapura"
    malang.save()
    queue(depok, 1)
    queue(malang, 2)
    half_past_five = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 7.30 in the east
    assert send_due(now=half_past_five).sent == 1
    assert sink.mails[0]["To"] == "orang2@example.id"


def test_an_installation_may_have_no_quiet_hours(
    depok: Institution, sink: Sink, settings: Settings
) -> None:
    settings.QUIET_HOURS = (settings.QUIET_HOURS[0], settings.QUIET_HOURS[0])
    queue(depok)
    assert send_due(now=NIGHT).sent == 1


def one_persons(depok: Institution, n: int, **more: Any) -> None:
    queue(depok, n, **({"recipient": "user:1", "address": "a@b.id", "language": "en"} | more))


def test_what_is_due_together_for_one_person_leaves_as_one(depok: Institution, sink: Sink) -> None:
    one_persons(depok, 1)
    one_persons(depok, 2, template="access/reset", facts={"name": "Ani"})
    one_persons(depok, 3, recipient="user:2", address="c@d.id")
    assert send_due(now=NOW).sent == 3
    said = {str(mail["To"]): mail for mail in sink.mails}
    assert said["a@b.id"]["Subject"] == "2 messages for you"
    lines = str(said["a@b.id"].get_payload()).splitlines()
    assert lines[:2] == ["- Your account was changed", "- Set a new password"]
    assert lines[-1] == "http://localhost:8000/pesan/"
    assert said["c@d.id"]["Subject"] == "Your account was changed"


def test_the_second_message_of_a_day_waits_for_company_until_the_afternoon(
    depok: Institution, sink: Sink
) -> None:
    one_persons(depok, 1)
    assert send_due(now=NOW).sent == 1
    for n, minutes in ((2, 5), (3, 50)):
        one_persons(depok, n)
        done = send_due(now=NOW + timedelta(minutes=minutes))
        assert (done.sent, done.gathered) == (0, 1)
    assert send_due(now=AFTERNOON).sent == 2
    assert [str(mail["Subject"]) for mail in sink.mails][1:] == ["2 messages for you"]


def test_what_comes_after_the_afternoon_waits_for_the_morning(
    depok: Institution, sink: Sink
) -> None:
    one_persons(depok, 1)
    send_due(now=AFTERNOON)
    one_persons(depok, 2)
    later = AFTERNOON + timedelta(hours=1)
    assert send_due(now=later).gathered == 1
    assert send_due(now=DAWN - timedelta(minutes=1)).sent == 0
    assert send_due(now=DAWN).sent == 1


def test_what_is_urgent_waits_for_nobody_and_keeps_nobody_waiting(
    depok: Institution, sink: Sink
) -> None:
    one_persons(depok, 1, urgent=True)
    one_persons(depok, 2, urgent=True)
    assert send_due(now=NOW).sent == 2
    assert len(sink.mails) == 2
    one_persons(depok, 3)
    assert send_due(now=NOW).sent == 1


def test_a_bundle_for_a_phone_says_how_many_and_is_one_message(
    depok: Institution, provider: FakeProvider
) -> None:
    for n in range(4):
        one_persons(depok, n, address="", phone="081200000001")
    assert send_due(now=NOW).sent == 4
    assert provider.faults == []
    assert provider.texts() == [["Pemerintah Kota Depok", "4", "http://localhost:8000/pesan/"]]
    assert set(Message.objects.filter(channel="whatsapp").values_list("reference", flat=True)) == {
        "wamid.1"
    }


def test_a_bundle_of_confidential_ones_still_says_nothing(depok: Institution, sink: Sink) -> None:
    for n in range(2):
        one_persons(depok, n, confidential=True)
    send_due(now=NOW)
    (mail,) = sink.mails
    assert mail["Subject"] == "Something is waiting for you"


def test_an_installation_may_send_each_message_by_itself(
    depok: Institution, sink: Sink, settings: Settings
) -> None:
    settings.DIGEST = False
    for n in range(3):
        one_persons(depok, n)
    assert send_due(now=NOW).sent == 3
    assert len(sink.mails) == 3


# ---- The list for the superior


def test_a_superior_gets_one_list_a_day_that_says_how_many_there_are(depok: Institution) -> None:
    base = Notice(recipient="user:1", template="", facts={}, key="", url="/kewajiban/")
    titles = [f"Kewajiban {n}" for n in range(25)]
    made = late_list(base, titles=titles, day="2026-03-02")
    assert made.key == "overdue:user:1:2026-03-02"
    row = Message(institution=depok, template=made.template, facts=made.facts, url=made.url)
    said = words(row, "en")
    assert said.subject == "25 duties below you are late"
    assert (said.body.count("- Kewajiban"), "and 5 more" in said.body) == (20, True)
    assert words(row, "id").subject == "25 kewajiban di bawah Anda terlambat"


# ---- Addresses


HOSTILE = (
    "a@b.id\nBcc: c@d.id", "a@b.id\r\nTo: c@d.id", "a@b.id,c@d.id", "a@b.id;c@d.id",
    "a@b.id c@d.id", "A <a@b.id>", "<a@b.id>", "a@b.id\x00", "a@b@c.id", '"a@x" @b.id', "a@b",
    "a@b.id>\r\nRCPT TO:<c@d.id", "(a)a@b.id", "a@[127.0.0.1]", "@b.id", "", "a@b..id",
    "a\u2028@b.id", "a" * 250 + "@b.id",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_an_address_list_with_something_smuggled_in_is_no_mailbox(text: str) -> None:
    assert mailbox(text) == ""


@pytest.mark.parametrize("text", ["a@b.id", "nur.aini+x@mail.depok.go.id", "o@c.co.id"])
def test_a_plain_mailbox_is_one(text: str) -> None:
    assert mailbox(text) == text


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_a_bad_address_is_written_down_at_intake_and_never_reaches_a_server(
    depok: Institution, sink: Sink, text: str
) -> None:
    queue(depok, 1, address=text)
    queue(depok, 2)
    assert send_due(now=NOW).sent == 1
    assert {str(mail["To"]) for mail in sink.mails} == {"orang2@example.id"}
    assert Message.objects.filter(channel=Channel.APP).count() == 2
    if text:
        assert (row(1).state, row(1).address, row(1).problem) == (State.FAILED, "", "address")


def test_a_bad_address_that_got_into_the_outbox_is_refused_again_at_sending(
    depok: Institution, sink: Sink
) -> None:
    queue(depok)
    Message.objects.filter(channel=Channel.MAIL).update(address="a@b.id,c@d.id")
    assert send_due(now=NOW).failed == 1
    assert sink.mails == []
    assert row().problem == "address"


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("+6591234567", "+6591234567"),
        ("0217654321", ""),  # a landline
        ("081234567890, 081234567891", ""),
        ("081234567890\n081234567891", ""),
        ("0812345678901234567", ""),
        ("nol delapan", ""),
        ("٠٨١٢٣٤٥٦٧٨٩٠", ""),
        ("", ""),
    ],
)
def test_a_number_is_set_as_the_world_dials_it_or_not_at_all(typed: str, dialled: str) -> None:
    assert e164(typed) == dialled


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_one_address_or_none(text: str) -> None:
    assert mailbox(text) in {"", text}
    number = e164(text)
    assert not number or (number[0] == "+" and number[1:].isascii() and number[1:].isdigit())
    assert e164(number) == number


# ---- Pace


seconds = st.integers(-3600, 3600)


@given(st.floats(0, 100), st.integers(1, 100), seconds, st.integers(0, 500))
def test_a_bucket_never_gives_more_than_a_minutes_worth_and_never_less_than_nothing(
    tokens: float, per_minute: int, passed: int, wanted: int
) -> None:
    bucket = Bucket(min(tokens, per_minute), NOW, per_minute).at(NOW + timedelta(seconds=passed))
    given_now, left = bucket.take(wanted)
    assert 0 <= given_now <= min(wanted, per_minute)
    assert 0 <= left.tokens <= per_minute
    assert left.counted_at >= NOW


def test_rest_grows_and_ends() -> None:
    minutes = [rest(n) / timedelta(minutes=1) for n in (0, 1, 2, 3, 6, 99)]
    assert minutes == [1, 1, 2, 4, 30, 30]


def test_a_share_of_few_messages_says_nothing() -> None:
    assert not ailing(19, 19)
    assert ailing(5, 20)
    assert not ailing(4, 20)
