import smtplib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import Message as Mail
from email.parser import BytesParser
from email.policy import default as modern
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from netral.notices import sending
from netral.notices.actions import send_due, tell_all
from netral.notices.core import LONGEST_WAIT, MAX_TRIES, Channel, Notice, State, split_words, wait
from netral.notices.models import Message
from netral.tenancy.models import Institution
from tests.notices.conftest import AT, NOW, city


class Sink:
    """A mail server on this machine that keeps what it is given, or refuses it."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd's name
        _server, _session, envelope, address, _options = given
        if address.startswith("unknown@"):
            return "550 no such mailbox: unknown@example.id"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.answer.startswith("250"):
            self.mails.append(BytesParser(policy=modern).parsebytes(given[2].content))
        return self.answer


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    handler = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.BASE_URL = "http://localhost:8000"
    yield handler
    controller.stop()


def queue(depok: Institution, n: int = 1, **more: Any) -> None:
    given = {
        "recipient": f"user:{n}",
        "template": "access/means",
        "facts": {"what": "Your password was changed."},
        "key": f"k:{n}",
        "url": "/akun/",
        "address": f"orang{n}@example.id",
    }
    tell_all([Notice(**(given | more))], institution=depok, at=AT)


def row(n: int = 1) -> Message:
    return Message.objects.get(channel=Channel.MAIL, key=f"k:{n}")


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
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue(depok)
    assert send_due(now=NOW).sent == 0
    assert (row().state, row().tries) == (State.QUEUED, 0)


def test_a_claimed_mail_is_left_to_whoever_claimed_it(depok: Institution, sink: Sink) -> None:
    queue(depok)
    Message.objects.filter(pk=row().pk).update(state=State.SENDING, claimed_at=NOW)
    assert send_due(now=NOW + timedelta(minutes=9)).sent == 0
    assert send_due(now=NOW + timedelta(minutes=10, seconds=1)).sent == 1
    assert len(sink.mails) == 1


def test_two_workers_never_claim_the_same_mail(depok: Institution, sink: Sink) -> None:
    queue(depok)
    pk = row().pk
    assert sending._claim(pk, NOW) is not None
    assert sending._claim(pk, NOW) is None


def test_a_worker_that_lost_its_claim_does_not_mark_the_row(depok: Institution, sink: Sink) -> None:
    queue(depok)

    def lose() -> None:
        Message.objects.filter(pk=pk).update(claimed_at=NOW + timedelta(minutes=11))

    pk = row().pk
    claimed = sending._claim(pk, NOW)
    assert claimed is not None
    lose()
    sending._mark(claimed, state=State.SENT, sent_at=NOW)
    assert row().state == State.SENDING


def test_a_copy_after_a_crash_bears_the_same_message_id(depok: Institution, sink: Sink) -> None:
    queue(depok)
    # The worker dies after the server has accepted the mail and before it is marked.
    claimed = sending._claim(row().pk, NOW)
    assert claimed is not None
    sending.mail(claimed).send()
    send_due(now=NOW + timedelta(minutes=11))
    assert len(sink.mails) == 2
    assert sink.mails[0]["Message-ID"] == sink.mails[1]["Message-ID"]


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
    queue(depok)
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
    assert row().problem == "SMTPRecipientsRefused 550"


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


def test_smtp_replies_from_500_on_are_for_good() -> None:
    assert sending._for_good(smtplib.SMTPDataError(554, b"no"))
    assert not sending._for_good(smtplib.SMTPDataError(451, b"later"))
    assert not sending._for_good(smtplib.SMTPServerDisconnected("gone"))
    mixed = smtplib.SMTPRecipientsRefused({"a@b.id": (450, b"later")})
    assert not sending._for_good(mixed)
