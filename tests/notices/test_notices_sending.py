from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from netral.ledger.models import Entry
from netral.notices import outbox
from netral.notices.actions import leave_unsure, repeat_unsure, send_due
from netral.notices.core import LONGEST_WAIT, MAX_TRIES, Channel, State, split_words, wait
from netral.notices.models import Message
from netral.tenancy.models import Institution
from tests.notices.conftest import AT, NOW, city, queue, row
from tests.notices.sink import Sink


def test_a_due_mail_goes_out_once(depok: Institution, sink: Sink) -> None:
    queue(depok)
    assert send_due(now=NOW).sent == 1
    assert send_due(now=NOW).sent == 0
    (mail,) = sink.mails
    assert mail["To"] == "orang1@example.id"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert row().state == State.SENT


def test_a_mail_speaks_the_language_of_the_account(depok: Institution, sink: Sink) -> None:
    queue(depok, 1, language="id")
    queue(depok, 2, language="en")
    send_due(now=NOW)
    subjects = {str(mail["To"]): str(mail["Subject"]) for mail in sink.mails}
    assert subjects["orang2@example.id"] == "Your account was changed"
    assert subjects["orang1@example.id"] != subjects["orang2@example.id"]


def test_without_a_mail_server_mails_stay_queued(depok: Institution, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    queue(depok)
    assert send_due(now=NOW).sent == 0
    assert row().state == State.QUEUED
    assert row().tries == 0


def test_an_unreachable_server_costs_no_try(depok: Institution, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "netral.notices.carriers.mail.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue(depok)
    assert send_due(now=NOW).sent == 0
    assert (row().state, row().tries) == (State.QUEUED, 0)


def test_a_claimed_mail_is_left_to_whoever_claimed_it(depok: Institution, sink: Sink) -> None:
    queue(depok)
    mine = {"state": State.CLAIMED, "claim": "x" * 32, "claimed_at": NOW}
    Message.objects.filter(pk=row().pk).update(**mine)
    assert send_due(now=NOW + timedelta(minutes=9)).sent == 0
    assert send_due(now=NOW + timedelta(minutes=10, seconds=1)).sent == 1
    assert len(sink.mails) == 1


def test_two_workers_never_claim_the_same_mail(depok: Institution, sink: Sink) -> None:
    queue(depok)
    assert len(outbox.claim(Channel.MAIL, NOW, limit=5)) == 1
    assert outbox.claim(Channel.MAIL, NOW, limit=5) == []


def test_a_worker_that_lost_its_claim_neither_hands_over_nor_marks(
    depok: Institution, sink: Sink
) -> None:
    queue(depok)
    claimed = outbox.claim(Channel.MAIL, NOW, limit=5)
    outbox.recover(NOW + timedelta(minutes=11))
    assert not outbox.hand(claimed, NOW + timedelta(minutes=11))
    outbox.accept(outbox.Taken(claimed, "", NOW))
    assert (row().state, row().tries) == (State.QUEUED, 0)


def test_of_a_bundle_all_or_none_is_handed_over(depok: Institution, sink: Sink) -> None:
    queue(depok, 1)
    queue(depok, 2)
    claimed = outbox.claim(Channel.MAIL, NOW, limit=5)
    Message.objects.filter(pk=claimed[1].pk).update(claim="y" * 32)
    assert not outbox.hand(claimed, NOW)
    assert (row(1).state, row(1).tries) == (State.CLAIMED, 0)


def test_what_a_dead_worker_was_handing_over_is_never_repeated_by_itself(
    depok: Institution, sink: Sink
) -> None:
    queue(depok)
    claimed = outbox.claim(Channel.MAIL, NOW, limit=5)
    assert outbox.hand(claimed, NOW)
    assert send_due(now=NOW + timedelta(minutes=9)).unsure == 0
    assert send_due(now=NOW + timedelta(minutes=11)).unsure == 1
    assert send_due(now=NOW + timedelta(days=9)).sent == 0
    assert row().state == State.UNSURE
    assert sink.mails == []


def test_a_line_that_breaks_once_the_server_has_the_mail_leaves_it_unsure(
    depok: Institution, sink: Sink
) -> None:
    queue(depok)
    sink.cuts = True
    assert send_due(now=NOW).unsure == 1
    assert send_due(now=NOW + timedelta(days=1)).sent == 0
    assert (row().state, len(sink.mails)) == (State.UNSURE, 1)


def test_a_line_that_breaks_before_the_content_costs_nothing(
    depok: Institution, sink: Sink
) -> None:
    for n in range(5):
        queue(depok, n)
    sink.last = 2  # mails a connection, as some servers have it
    assert send_due(now=NOW).sent == 5
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == 5
    assert not Message.objects.filter(state=State.UNSURE).exists()


def test_a_mail_sent_again_on_purpose_bears_the_same_message_id(
    depok: Institution, sink: Sink
) -> None:
    queue(depok)
    sink.cuts = True
    send_due(now=NOW)
    sink.cuts = False
    done = repeat_unsure(institution=depok, channel=Channel.MAIL, by="user:9", at=AT)
    assert (done, send_due(now=NOW).sent) == (1, 1)
    assert sink.mails[0]["Message-ID"] == sink.mails[1]["Message-ID"]


def test_what_is_left_alone_is_forgotten(depok: Institution, sink: Sink) -> None:
    queue(depok, 1)
    queue(depok, 2, only_mail=True, leaves_no_trace=True)
    sink.cuts = True
    send_due(now=NOW)
    leave_unsure(institution=depok, channel=Channel.MAIL, by="user:9", at=AT)
    assert (row(1).state, row(1).facts) == (State.LEFT, {})
    assert not Message.objects.filter(key="k:2").exists()
    acts = Entry.objects.filter(act="deliveries.left")
    assert acts.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_each_mail_once(sink: Sink) -> None:
    depok = city("32.76", "Depok")
    for n in range(40):
        queue(depok, n)

    def work(_worker: int) -> int:
        try:
            return send_due(now=NOW).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 40
    assert len({mail["Message-ID"] for mail in sink.mails}) == len(sink.mails) == 40


def test_what_was_sent_is_not_kept(depok: Institution, sink: Sink) -> None:
    queue(depok, template="access/reset", only_mail=True, url="/akun/sandi-baru/x/y/")
    send_due(now=NOW)
    assert "/akun/sandi-baru/x/y/" in sink.mails[0].get_payload()
    assert (row().facts, row().url) == ({}, "")


def test_two_mails_have_two_message_ids(depok: Institution, sink: Sink) -> None:
    queue(depok, 1)
    queue(depok, 2)
    send_due(now=NOW)
    assert len({mail["Message-ID"] for mail in sink.mails}) == 2


def test_a_passing_problem_puts_a_mail_off_ever_longer_and_then_gives_up(
    depok: Institution, sink: Sink
) -> None:
    queue(depok, urgent=True)  # else the nights lie between
    sink.answer = "451 try later"
    now, waits = NOW, []
    for _ in range(MAX_TRIES - 1):
        assert send_due(now=now).put_off == 1
        waits.append(round((row().not_before - now).total_seconds()))
        assert send_due(now=row().not_before - timedelta(seconds=1)).put_off == 0
        now = row().not_before
    assert waits == sorted(waits)
    assert send_due(now=now).failed == 1
    assert (row().state, row().tries) == (State.FAILED, MAX_TRIES)


def test_an_unknown_mailbox_is_given_up_at_once_and_its_name_not_kept(
    depok: Institution, sink: Sink
) -> None:
    queue(depok, address="unknown@example.id")
    queue(depok, 2)
    done = send_due(now=NOW)
    assert (done.failed, done.sent) == (1, 1)
    assert row().problem == "SMTP 550"


@pytest.mark.parametrize(
    "hostile",
    [
        {"template": "access/nothing_here"},
        {"address": "a@b.id\nBcc: c@d.id"},
        {"address": "bukan alamat"},
        {"facts": {}},
    ],
)
def test_a_row_that_makes_no_mail_stops_no_other(
    depok: Institution, sink: Sink, hostile: dict[str, Any]
) -> None:
    queue(depok, 1, **hostile)
    queue(depok, 2)
    assert send_due(now=NOW).sent >= 1
    assert row(2).state == State.SENT
    assert all("c@d.id" not in str(mail) for mail in sink.mails)


def test_a_name_smuggles_no_header_into_a_mail(depok: Institution, sink: Sink) -> None:
    queue(depok, facts={"what": "x\r\nBcc: c@d.id\r\n\r\n<b>y</b>"})
    send_due(now=NOW)
    (mail,) = sink.mails
    assert mail["Bcc"] is None
    assert "<b>y</b>" in mail.get_payload()


def test_a_run_sends_no_more_than_it_may(depok: Institution, sink: Sink) -> None:
    for n in range(5):
        queue(depok, n)
    assert send_due(now=NOW, limit=2).sent == 2
    assert send_due(now=NOW).sent == 3


def test_a_mail_may_say_only_that_a_message_waits(
    depok: Institution, sink: Sink, settings: Settings
) -> None:
    settings.MAIL_CONTENT_FREE = True
    queue(depok, 1, language="en")
    queue(depok, 2, template="access/reset", only_mail=True, language="en")
    send_due(now=NOW)
    said = {str(mail["Subject"]) for mail in sink.mails}
    assert said == {"You have a message", "Set a new password"}
    assert row().facts == {}


def test_what_opens_an_account_never_lies_in_house(depok: Institution) -> None:
    queue(depok, only_mail=True)
    assert list(Message.objects.values_list("channel", flat=True)) == [Channel.MAIL]


def test_a_refused_sign_in_at_the_mail_server_is_no_reason_to_lose_mails(
    depok: Institution, sink: Sink, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "netral", "salah"
    queue(depok)
    assert send_due(now=NOW).sent == 0
    assert row().state == State.QUEUED


@given(st.integers(1, 60))
def test_waits_grow_and_end(tries: int) -> None:
    assert wait(tries) <= wait(tries + 1) <= LONGEST_WAIT


@given(st.text())
def test_a_subject_is_always_one_printable_line(text: str) -> None:
    subject = split_words(text).subject
    assert subject == subject.strip()
    assert subject.isprintable()
