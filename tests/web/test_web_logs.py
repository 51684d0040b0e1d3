"""Server output tells what happened, not whose, and never what opens something."""

import logging

import pytest
from django.conf import settings
from django.test import Client, override_settings

from netral.web.logs import RouteNotPath
from tests.cast import Member

pytestmark = pytest.mark.django_db
SECRET = "A1B2C-3D4E5-F6G7H-8J"  # noqa: S105  # a code that opens nothing


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that reaches the handler of the installation, through its filter."""
    caplog.handler.addFilter(RouteNotPath())
    caplog.set_level(logging.DEBUG)
    return caplog


def test_the_filter_stands_before_the_output() -> None:
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["route"]
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]


@pytest.mark.parametrize("address", [f"/verifikasi/{SECRET}/", f"/akun/sandi-baru/MQ/{SECRET}/"])
def test_a_refused_address_does_not_show_its_code(
    client: Client, said: pytest.LogCaptureFixture, address: str
) -> None:
    assert client.get(address).status_code in {403, 404}
    assert SECRET not in said.text
    assert said.records


def test_a_form_without_its_token_does_not_show_the_address(
    said: pytest.LogCaptureFixture,
) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/akun/sandi-baru/MQ/{SECRET}/", {})
    assert answer.status_code == 403
    assert "CSRF" in said.text
    assert SECRET not in said.text


@override_settings(DEBUG=False)
def test_signing_in_and_activation_show_no_number_and_no_word(
    client: Client, ratna: Member, said: pytest.LogCaptureFixture
) -> None:
    number = ratna.person.identity
    client.post("/masuk/", {"login": number, "password": "kata-sandi-yang-salah"})
    client.post(
        "/akun/aktivasi/", {"number": number, "code": SECRET, "password": "kata-sandi-yang-salah"}
    )
    assert number not in said.text
    assert SECRET not in said.text
    assert "kata-sandi" not in said.text
