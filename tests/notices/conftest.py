from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.notices.actions import tell_all
from netral.notices.core import Channel, Notice
from netral.notices.models import Message
from netral.tenancy.models import Institution
from tests.notices.fake_provider import (
    HANDSHAKE,
    NUMBER_ID,
    SECRET,
    TOKEN,
    VERSION,
    FakeProvider,
)
from tests.notices.fake_provider import running as running_provider
from tests.notices.sink import Sink
from tests.notices.sink import running as running_sink

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
AT = Moment.real(NOW)


def city(code: str, place: str) -> Institution:
    return Institution.objects.create(
        code=code,
        slug=place.lower(),
        name=f"Pemerintah Kota {place}",
        place=place,
        kind="city",
        head_title=f"Wali Kota {place}",
        zone="Asia/Jakarta",
    )


@pytest.fixture
def depok(db: None) -> Institution:
    return city("32.76", "Depok")


@pytest.fixture
def malang(db: None) -> Institution:
    return city("35.73", "Malang")


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that the installation is set up to use."""
    with running_sink() as server:
        settings.EMAIL_BACKEND = "netral.notices.carriers.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.BASE_URL = "http://localhost:8000"
        yield server


@pytest.fixture
def provider(settings: Settings) -> Iterator[FakeProvider]:
    """A provider of WhatsApp that the installation is set up to use."""
    with running_provider() as server:
        settings.WHATSAPP_URL, settings.WHATSAPP_VERSION = server.url, VERSION
        settings.WHATSAPP_NUMBER_ID, settings.WHATSAPP_TOKEN = NUMBER_ID, TOKEN
        settings.WHATSAPP_SECRET, settings.WHATSAPP_HANDSHAKE = SECRET, HANDSHAKE
        settings.BASE_URL = "http://localhost:8000"
        yield server


@pytest.fixture
def gateway(settings: Settings) -> Iterator[FakeProvider]:
    """An SMS gateway that the installation is set up to use."""
    with running_provider() as server:
        settings.SMS_URL, settings.SMS_TOKEN = f"{server.url}/sms", TOKEN
        settings.SMS_SECRET = SECRET
        settings.BASE_URL = "http://localhost:8000"
        yield server


def queue(institution: Institution, n: int = 1, **more: Any) -> None:
    """Queue one message that also leaves the house, to somebody of number `n`."""
    given = {
        "recipient": f"user:{n}",
        "template": "access/means",
        "facts": {"what": "Your password was changed."},
        "key": f"k:{n}",
        "url": "/akun/",
        "address": f"orang{n}@example.id",
    }
    tell_all([Notice(**(given | more))], institution=institution, at=AT)


def row(n: int = 1, channel: Channel = Channel.MAIL) -> Message:
    """Return what became of it."""
    return Message.objects.get(channel=channel, key=f"k:{n}")
