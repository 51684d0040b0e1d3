"""What the log says of itself, and the keys it signs with."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.core.checkpoint import Cosigner
from netral.ledger.core.note import Signer
from netral.ledger.core.policy import PolicyWrong
from netral.ledger.keys import log_signer, promise_signer
from netral.ledger.models import Entry, Head, Publication
from netral.ledger.queries import state
from netral.tenancy.models import Institution
from netral_verify import policy as outside

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
SECRET = "s" * 40


def test_keys_are_made_from_the_secrets_of_the_settings(settings: Settings) -> None:
    settings.LOG_KEY, settings.PROMISE_KEY = SECRET, SECRET
    settings.LOG_ORIGIN = "netral.example/log"
    log = Signer("netral.example/log", _seed(b"netral.log.key.v1\0"))
    promise = Signer("netral.example/promise", _seed(b"netral.promise.key.v1\0"))
    signer = log_signer()
    assert signer is not None
    assert (signer.key, promise_signer().key) == (log.key, promise.key)
    assert signer.sign("x\n") == log.sign("x\n")


def _seed(purpose: bytes) -> bytes:
    return hashlib.sha256(purpose + SECRET.encode()).digest()


def test_who_has_no_secret_cannot_sign_for_the_log(settings: Settings) -> None:
    settings.LOG_KEY = ""
    assert log_signer() is None


@pytest.mark.django_db
def test_without_a_file_the_policy_names_the_log_and_no_witness(settings: Settings) -> None:
    settings.LOG_POLICY = ""
    signer = log_signer()
    assert signer is not None
    found = state.policy()
    assert (found.logs, found.witnesses) == ({settings.LOG_ORIGIN: signer.key}, {})
    promise = promise_signer().key
    text = f"log {signer.key.vkey}\n# promise {promise.vkey}\nquorum none\n"
    assert state.policy_text() == text
    assert list(outside.Policy.parse(text.encode()).promises) == [promise.name]


@pytest.mark.django_db
def test_a_process_without_the_secret_finds_the_key_in_the_database(settings: Settings) -> None:
    key = Signer("x.example/log", bytes(32)).key
    Head.objects.create(origin=key.name, vkey=key.vkey, size=0, root=bytes(32), note="")
    settings.LOG_KEY, settings.LOG_POLICY = "", ""
    assert state.log_key() == key
    assert state.policy().logs == {"x.example/log": key}


@pytest.mark.django_db
def test_a_log_that_was_never_begun_has_no_key(settings: Settings) -> None:
    settings.LOG_KEY, settings.LOG_POLICY = "", ""
    assert state.log_key() is None
    assert state.policy().logs == {}


@pytest.mark.django_db
def test_the_file_names_the_witnesses(settings: Settings, tmp_path: Path) -> None:
    key = Cosigner("w.example", bytes(32)).key
    path = tmp_path / "policy"
    path.write_text(f"witness w {key.vkey} http://127.0.0.1:1/\nquorum w\n")
    settings.LOG_POLICY = str(path)
    found = state.policy()
    assert found.satisfied([key])
    assert not found.satisfied([])
    assert found.witnesses["w"].url == "http://127.0.0.1:1/"
    path.write_text("quorum w\n")
    with pytest.raises(PolicyWrong):
        state.policy()


@pytest.mark.django_db
def test_a_policy_that_names_the_log_is_handed_on_as_it_is(
    settings: Settings, tmp_path: Path
) -> None:
    signer = log_signer()
    assert signer is not None
    path = tmp_path / "policy"
    keys = f"log {signer.key.vkey}\n# promise {promise_signer().key.vkey}\n"
    path.write_text(f"# printed in the circular\n{keys}quorum none\n")
    settings.LOG_POLICY = str(path)
    assert state.policy_text() == path.read_text()


@pytest.mark.django_db
def test_the_newest_publication_may_not_be_the_newest_witnessed_one() -> None:
    assert (state.published(), state.witnessed()) == (None, None)
    one = _published(3, witnessed=True)
    two = _published(5, witnessed=False)
    assert (state.published(), state.witnessed()) == (two, one)


def _published(size: int, *, witnessed: bool) -> Publication:
    return Publication.objects.create(
        size=size, root=bytes(32), note="", witnessed=witnessed, published_at=NOW
    )


@pytest.mark.django_db
def test_what_is_not_due_does_not_wait(house: Institution) -> None:
    at = Moment.real(NOW)
    record(Act(act="unit.opened", actor="user:1"), institution=house, at=at)
    for number in range(16):  # a full batch
        Entry.objects.create(
            institution=house, kind="sealed/1", act="x", ref=bytes([number] * 16), number=0,
            leaf=b"{}", leaf_hash=bytes([number] * 32), logged_at=NOW,
            not_before=NOW + timedelta(hours=1),
        )  # fmt: skip
    assert state.waiting(NOW) == 1
    assert state.waiting(NOW + timedelta(hours=1)) == 17
