"""What providers report, at the door where they report it: signed, forged, repeated, malformed."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from netral.notices.actions import send_due
from netral.notices.core import Channel, State
from netral.notices.core.receipts import LONGEST, Fate, Receipt, signed, sms, whatsapp
from netral.tenancy.models import Institution
from tests.notices.conftest import NOW, city, queue, row
from tests.notices.fake_provider import (
    HANDSHAKE,
    SECRET,
    FakeProvider,
    report,
    signature,
    status,
)

DOOR = "/pesan/kabar/whatsapp/"
WA = Channel.WHATSAPP


@pytest.fixture
def sent(depok: Institution, provider: FakeProvider) -> str:
    """The provider's name of a message that it has accepted."""
    queue(depok, address="", phone="081200000001")
    send_due(now=NOW)
    return row(1, WA).reference


def knock(client: Client, body: bytes, header: str | None = None) -> int:
    """Deliver a report; without a header of one's own it is signed rightly."""
    said = signature(body) if header is None else header
    return client.post(
        DOOR, body, content_type="application/json", headers={"X-Hub-Signature-256": said}
    ).status_code


def test_a_signed_report_is_written_down_and_a_repetition_changes_nothing(
    sent: str, client: Client
) -> None:
    body = report(status(sent, "delivered"), status(sent, "read"))
    assert knock(client, body) == 200
    first = row(1, WA)
    assert first.delivered_at is not None
    assert knock(client, body) == 200
    assert row(1, WA).delivered_at == first.delivered_at


def test_a_failure_names_its_code(sent: str, client: Client) -> None:
    assert knock(client, report(status(sent, "failed", code=131049))) == 200
    assert (row(1, WA).state, row(1, WA).problem) == (State.UNDELIVERED, "131049")


@pytest.mark.parametrize(
    "header",
    ["", "sha256=", f"sha256={'0' * 64}", "sha1=abc", "sha256=é", signature(b"other"),
     signature(report(status("wamid.1", "read")), "a guess")],
)  # fmt: skip
def test_a_forged_report_is_refused_and_changes_nothing(
    sent: str, client: Client, header: str
) -> None:
    assert knock(client, report(status(sent, "failed")), header) == 403
    assert row(1, WA).state == State.SENT


def test_a_report_that_was_changed_on_the_way_is_refused(sent: str, client: Client) -> None:
    header = signature(report(status(sent, "delivered")))
    assert knock(client, report(status(sent, "failed")), header) == 403
    assert row(1, WA).state == State.SENT


def test_a_huge_report_is_refused_before_it_is_read(provider: FakeProvider, client: Client) -> None:
    body = b" " * (3 * 1024 * 1024 + 1)
    assert knock(client, body) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"\x00"])
def test_what_is_signed_and_is_no_json_is_refused(
    provider: FakeProvider, client: Client, body: bytes
) -> None:
    assert knock(client, body) == 400


@pytest.mark.parametrize("body", [b"null", b"[]", b"7", b'{"entry": {}}', b'{"entry": [1]}'])
def test_json_that_is_no_report_is_taken_and_passed_over(
    provider: FakeProvider, db: None, client: Client, body: bytes
) -> None:
    assert knock(client, body) == 200


def test_the_handshake_needs_the_word_that_was_agreed_on(
    provider: FakeProvider, client: Client
) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    right = client.get(DOOR, asked | {"hub.verify_token": HANDSHAKE})
    assert (right.content, right["Content-Type"]) == (b"1158201444", "text/plain")
    for wrong in ({"hub.verify_token": "x"}, {}, {"hub.verify_token": HANDSHAKE, "hub.mode": "x"}):
        assert client.get(DOOR, asked | wrong).status_code == 403
    script = {"hub.verify_token": HANDSHAKE, "hub.challenge": "<script>"}
    assert client.get(DOOR, asked | script).status_code == 400


def test_without_an_agreed_word_nobody_knows_it(
    provider: FakeProvider, client: Client, settings: Settings
) -> None:
    settings.WHATSAPP_HANDSHAKE = ""
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert client.get(DOOR, asked).status_code == 403


def test_where_no_secret_is_set_there_is_no_door(client: Client, db: None) -> None:
    body = report()
    assert knock(client, body, signature(body, "")) == 404
    assert client.get(DOOR).status_code == 404
    assert client.post("/pesan/kabar/sms/", b"{}", "application/json").status_code == 404


def test_the_gateway_for_sms_reports_at_a_door_of_its_own(
    depok: Institution, gateway: FakeProvider, client: Client
) -> None:
    queue(depok, address="", phone="081200000001")
    send_due(now=NOW)
    body = json.dumps({"receipts": [{"id": "sms-1", "status": "delivered"}]}).encode()
    for header, code in (("sha256=0", 403), (signature(body), 200)):
        answer = client.post(
            "/pesan/kabar/sms/", body, "application/json", headers={"X-Signature-256": header}
        )
        assert answer.status_code == code
    assert row(1, Channel.SMS).delivered_at is not None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_provider_reports_over_real_http(provider: FakeProvider, live_server: LiveServer) -> None:
    queue(city("32.76", "Depok"), address="", phone="081200000001")
    send_due(now=NOW)
    body = report(status("wamid.1", "read", ours=provider.keys()[0]))

    def deliver(header: str) -> int:
        asked = urllib.request.Request(  # noqa: S310  # our own server
            f"{live_server.url}{DOOR}",
            body,
            {"X-Hub-Signature-256": header, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    assert deliver(signature(body, "forged")) == 403
    assert row(1, WA).seen_at is None
    assert deliver(signature(body)) == 200
    assert row(1, WA).seen_at is not None


# ---- Reading, against whatever hypothesis thinks up


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ("entry", "changes", "field", "value", "statuses", "id", "status", "errors", "code",
             "receipts", "reference", "biz_opaque_callback_data")
        ),
        inner | st.sampled_from(("messages", "delivered", "failed", "read")),
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(json_values)
def test_whatever_is_reported_becomes_receipts_or_nothing(payload: Any) -> None:
    for read in (whatsapp, sms):
        for receipt in read(payload):
            assert isinstance(receipt.fate, Fate)
            assert 0 < len(receipt.reference) <= LONGEST
            assert "\x00" not in receipt.reference + receipt.ours + receipt.code


def test_a_report_as_meta_writes_it_is_read_in_full() -> None:
    body = json.loads(report(status("wamid.1", "failed", ours="7.ab", code=131026)))
    assert list(whatsapp(body)) == [Receipt("wamid.1", "7.ab", Fate.FAILED, "131026")]


@given(st.binary(max_size=60), st.text(min_size=1, max_size=20))
def test_only_the_secret_signs(body: bytes, secret: str) -> None:
    try:
        right = signature(body, secret)
    except UnicodeEncodeError:
        return
    assert signed(body, right, secret)
    assert not signed(body + b"x", right, secret)
    assert not signed(body, right, f"{secret}x")
    assert not signed(body, signature(body, ""), "")
    assert not signed(body, signature(body, SECRET + "x"), SECRET)
