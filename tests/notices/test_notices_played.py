"""Channels that are only played, in a demonstration: nothing is ever connected to."""

import socket
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from pytest_django import Settings

from netral.notices.actions import choose_channels, follow_up, send_due
from netral.notices.core import OUTSIDE, Channel, State
from netral.notices.queries import nothing_leaves, offered
from netral.tenancy.models import Institution
from tests.notices.conftest import AT, NOW, queue, row
from tests.notices.sink import Sink

MAIL, WA = Channel.MAIL, Channel.WHATSAPP


@pytest.fixture
def demonstration(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration without any provider, in which every connection fails the test."""
    settings.DEMO = True
    settings.EMAIL_HOST = settings.WHATSAPP_NUMBER_ID = settings.SMS_URL = ""

    def refuse(*_given: Any, **_more: Any) -> NoReturn:
        pytest.fail("a demonstration has opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def on_the_phone(depok: Institution, demonstration: None) -> None:
    """Two people who want WhatsApp first, then mail."""
    for n in (1, 2):
        choose_channels(
            recipient=f"user:{n}", channels=[WA, MAIL], offered=OUTSIDE, institution=depok, at=AT
        )


@pytest.fixture
def postgres_needs_its_socket(request: pytest.FixtureRequest) -> None:
    """Open the database's line before connections are forbidden."""
    request.getfixturevalue("depok")


def test_a_message_is_accepted_and_leads_nowhere(
    postgres_needs_its_socket: None, depok: Institution, on_the_phone: None
) -> None:
    queue(depok, 1, phone="0812-0000-0100")
    assert send_due(now=NOW).sent == 1
    assert (row(1, WA).state, row(1, WA).facts) == (State.SENT, {})
    assert follow_up(NOW + timedelta(days=1)) == 0  # nobody promised a report


def test_a_number_that_nobody_uses_is_refused_and_a_mail_follows(
    postgres_needs_its_socket: None, depok: Institution, on_the_phone: None
) -> None:
    queue(depok, 1, phone="0812-0000-0404")
    for minute in range(2):
        send_due(now=NOW + timedelta(minutes=minute))
    assert (row(1, WA).state, row(1, MAIL).state) == (State.FAILED, State.SENT)


def test_a_line_that_breaks_leaves_the_message_unsure(
    postgres_needs_its_socket: None, depok: Institution, on_the_phone: None
) -> None:
    queue(depok, 1, phone="0812-0000-0500")
    queue(depok, 2, phone="0812-0000-0100")
    send_due(now=NOW)
    assert (row(1, WA).state, row(2, WA).state) == (State.UNSURE, State.SENT)


@pytest.mark.usefixtures("demonstration")
def test_a_demonstration_offers_mail_and_whatsapp(settings: Settings) -> None:
    assert (nothing_leaves(), offered()) == (True, (MAIL, WA))
    settings.DEMO = False
    assert (nothing_leaves(), offered()) == (False, ())


def test_a_demonstration_with_a_provider_of_its_own_uses_it(
    depok: Institution, sink: Sink, settings: Settings
) -> None:
    settings.DEMO = True
    queue(depok)
    send_due(now=NOW)
    assert not nothing_leaves()
    assert len(sink.mails) == 1
