"""The proof of a decision: the person may open its fields, whoever else reads it may not."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from netral.access.models import User
from netral.kernel.moment import Moment
from netral.ledger.queries.state import policy_text
from netral.permits.actions.letters import letter_of
from netral.permits.models import Permit
from netral.signing.core import PRINTED, PaperKind
from netral.signing.queries import look_into
from netral.tenancy.models import Institution
from netral_verify import policy, receipt
from tests.cast import Member
from tests.log import keep
from tests.permits.conftest import again, asked, granted, hand

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
SignIn = Callable[[Client, User], None]


@pytest.fixture
def permit(ratna: Member, hendra: Member, at: Moment) -> Permit:
    made = again(granted(asked(ratna, at), hand(hendra), at))
    keep(NOW)
    return made


def proven(octets: bytes) -> receipt.Receipt:
    found = receipt.Receipt.parse(octets)
    receipt.verify(found, policy.Policy.parse(policy_text().encode()))
    return found


def test_the_person_opens_fields_and_the_head_does_not(
    permit: Permit, client: Client, ratna: Member, hendra: Member, sign_in: SignIn
) -> None:
    address = f"/izin/{permit.slug}/bukti.tlog-proof?isian=semua"
    sign_in(client, ratna.user)
    told = proven(client.get(address).content).disclosed()
    assert told["decision"] == "granted"
    assert "Pilih yang ditunjukkan" in client.get(f"/izin/{permit.slug}/").content.decode()
    sign_in(client, hendra.user)
    closed = client.get(address)
    assert proven(closed.content).disclosed() == {}
    assert told["reason"].encode() not in closed.content
    shown = client.get(f"/izin/{permit.slug}/").content.decode()
    assert "Catatan nomor" in shown
    assert "Pilih yang ditunjukkan" not in shown
    assert client.get(f"/izin/{permit.slug}/bukti/").status_code == 404


def test_the_letter_carries_what_it_prints(
    permit: Permit, depok: Institution, sealed: Institution, at: Moment
) -> None:
    inside = proven(look_into(letter_of(permit=permit, at=at), "bukti.tlog-proof").attached)
    assert set(inside.disclosed()) == set(PRINTED[PaperKind.PERMIT])


def test_what_is_not_decided_has_no_receipt(
    client: Client, ratna: Member, hendra: Member, at: Moment, sign_in: SignIn
) -> None:
    waiting = asked(ratna, at)
    keep(NOW)
    sign_in(client, ratna.user)
    for part in ("bukti/", "bukti.tlog-proof"):
        assert client.get(f"/izin/{waiting.slug}/{part}").status_code == 404
    assert client.get(f"/izin/{waiting.slug}/?bagian=log").status_code == 200


def test_a_page_that_waits_is_told_when_the_proof_is_there(
    client: Client, ratna: Member, hendra: Member, at: Moment, sign_in: SignIn
) -> None:
    made = again(granted(asked(ratna, at), hand(hendra), at))
    sign_in(client, ratna.user)
    address = f"/izin/{made.slug}/?bagian=log"
    assert client.get(address).status_code == 204
    keep(NOW)
    assert "Catatan nomor" in client.get(address).content.decode()
