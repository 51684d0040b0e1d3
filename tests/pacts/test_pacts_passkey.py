"""A pact signed by a passkey: one touch, one answer, for one text and one person."""

import importlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client

from netral.access.actions import Touch
from netral.access.models import Passkey, User
from netral.access.queries import seat
from netral.ledger.actions import Act, erase, record
from netral.ledger.core.faults import Code
from netral.ledger.core.leaf import Anchor, b64u, unb64u
from netral.ledger.core.passkey import NOTHING, Assertion, bracketed
from netral.ledger.models import Disclosure, Entry, Place, Publication
from netral.ledger.queries import fields, seen
from netral.ledger.queries.fsck.entries import erasures, faults
from netral.ledger.queries.openings import openings
from netral.pacts.actions.signing import Intent, sign, sign_all
from netral.pacts.actions.touching import LIFE, Ceremony, Touched, begin_ceremony
from netral.pacts.errors import PasskeyNotForThis, PasskeyTooLate
from netral.pacts.models import Campaign, Pledge, Signature
from netral.signing.core import Level
from netral.signing.queries import logged
from netral_verify import Wrong
from netral_verify.passkey import check_assertion
from netral_verify.receipt import Receipt
from tests.device import Device
from tests.ledger.whole import is_whole
from tests.log import WITNESS, keep
from tests.pacts.conftest import AT, NOW, PASSWORD, City, pledges

ROOT = b"\x07" * 32


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def witnessed() -> Anchor:
    """A state of the log that was witnessed before anybody signs."""
    Publication.objects.create(size=9, root=ROOT, note="", witnessed=True, published_at=NOW)
    return Anchor(size=9, root=ROOT)


@pytest.fixture
def pledge(campaign: Campaign) -> Pledge:
    return pledges(campaign)[0]


@pytest.fixture
def device(pledge: Pledge) -> Device:
    made = Device()
    made.belong_to(user_of(pledge), seat(user_of(pledge), now=NOW, chosen=None))
    return made


def user_of(pledge: Pledge) -> User:
    user = pledge.person.account
    assert user
    return user


def visitor(pledge: Pledge) -> Client:
    user = user_of(pledge)
    user.set_password(PASSWORD)
    user.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def asked(client: Client, campaign: Campaign) -> bytes:
    answer = client.get(f"/pakta/{campaign.slug}/kunci/")
    options = answer.json()["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert answer.headers["Cache-Control"] == "no-store, private"
    return unb64u(options["challenge"])


def send(client: Client, campaign: Campaign, credential: str, **more: str) -> Any:
    form = {"read": "on", "text_sha256": campaign.text_sha256, "credential": credential} | more
    return client.post(f"/pakta/{campaign.slug}/", form)


def touch(
    pledge: Pledge, device: Device, ceremony: Ceremony | None = None, site: str = "localhost"
) -> Touched:
    ceremony = ceremony or begin_ceremony(pledge, at=AT)
    made = device.sign(ceremony.challenge(pledge.person.identity))
    return Touched(ceremony, Touch(made, device.key, None, site))


def put(pledge: Pledge, touched: Touched | None, level: Level = Level.PASSKEY) -> Signature:
    return sign(
        pledge=pledge, level=level, method="passkey", text_sha256=pledge.campaign.text_sha256,
        by=f"user:{pledge.person.account_id}", at=AT, touched=touched,
    )  # fmt: skip


def identity_digest(entry: Entry) -> bytes:
    return bytes(Disclosure.objects.get(entry=entry, field="identity").digest)


def nothing_signed(pledge: Pledge) -> bool:
    return not Signature.objects.exists() and not Entry.objects.filter(act="pact.signed").exists()


def test_one_touch_signs_at_level_two_and_the_leaf_proves_it(
    witnessed: Anchor, campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    page = client.get(f"/pakta/{campaign.slug}/").content.decode()
    assert "Tanda tangani dengan kunci sandi" in page
    assert "tidak dapat dimundurkan" in page
    challenge = asked(client, campaign)
    # Whatever is witnessed while the finger is on its way is not what was signed.
    Publication.objects.create(size=99, root=b"9" * 32, note="", witnessed=True, published_at=NOW)
    answer = send(client, campaign, device.answer(device.sign(challenge)))
    assert answer.headers["Location"] == f"/pakta/{campaign.slug}/bukti/"
    signature = Signature.objects.select_related("entry").get()
    assert (signature.level, signature.method) == (2, "passkey")
    entry = signature.entry
    assert entry.kind == "pact.signed/2"
    leaf = json.loads(bytes(entry.leaf))
    assert leaf["x"]["lvl"] == 2
    assert leaf["a"] == {"r": b64u(ROOT), "s": 9}
    opened = fields(entry)
    assert bracketed(leaf, opened, identity=identity_digest(entry)) == (witnessed, "localhost")
    registered = Entry.objects.get(kind="credential.registered/1")
    assert opened["key"]["leaf"] == b64u(bytes(registered.leaf_hash))
    assert opened["key"]["public"] == fields(registered)["public_key"]
    assert registered.pk < entry.pk
    assert is_whole(entry)


def test_before_anything_was_witnessed_the_leaf_names_no_state(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ceremony = begin_ceremony(pledge, at=AT)
    assert ceremony.anchor == NOTHING
    page = visitor(pledge).get(f"/pakta/{campaign.slug}/").content.decode()
    assert "Perangkat Anda sendiri yang menandatangani teks ini." in page
    assert "tidak dapat dimundurkan" not in page
    Publication.objects.create(size=9, root=ROOT, note="", witnessed=True, published_at=NOW)
    entry = put(pledge, touch(pledge, device, ceremony)).entry
    leaf = json.loads(bytes(entry.leaf))
    assert leaf["a"] is None
    assert bracketed(leaf, fields(entry), identity=identity_digest(entry))[0] == NOTHING


@pytest.mark.parametrize("kind", ["EdDSA", "RS256"])
def test_other_kinds_of_keys_sign_as_well(kind: str, campaign: Campaign, pledge: Pledge) -> None:
    device = Device(kind)
    device.belong_to(user_of(pledge))
    client = visitor(pledge)
    send(client, campaign, device.answer(device.sign(asked(client, campaign))))
    entry = Signature.objects.get().entry
    opened = fields(entry)
    assert opened["key"]["leaf"] is None  # registered by somebody without a role then
    assert bracketed(json.loads(bytes(entry.leaf)), opened, identity=identity_digest(entry))


def test_a_key_of_a_kind_that_few_can_check_is_not_asked(
    campaign: Campaign, pledge: Pledge
) -> None:
    Device("ES384").belong_to(user_of(pledge))
    client = visitor(pledge)
    assert "kunci sandi" not in client.get(f"/pakta/{campaign.slug}/").content.decode()
    assert client.get(f"/pakta/{campaign.slug}/kunci/").status_code == 403


def test_password_and_code_go_on_as_they_were(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    send(client, campaign, "", password=PASSWORD)
    signature = Signature.objects.select_related("entry").get()
    assert (signature.level, signature.entry.kind) == (1, "pact.signed/1")


def test_an_answer_counts_once(campaign: Campaign, pledge: Pledge, device: Device) -> None:
    client = visitor(pledge)
    answer = device.answer(device.sign(asked(client, campaign), flags=0x01))
    assert send(client, campaign, answer).status_code == 422
    again = send(client, campaign, device.answer(device.sign(b"x" * 32)))
    assert "sudah pernah dipakai" in again.content.decode()
    assert nothing_signed(pledge)


def test_an_answer_that_nobody_asked_for_is_refused(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    answer = send(visitor(pledge), campaign, device.answer(device.sign(b"x" * 32)))
    assert answer.status_code == 422
    assert "Tidak ada yang tercatat" in answer.content.decode()
    assert "error-summary" in answer.content.decode()
    assert nothing_signed(pledge)


def test_only_the_newest_question_can_be_answered(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    first = asked(client, campaign)
    asked(client, campaign)
    answer = send(client, campaign, device.answer(device.sign(first)))
    assert "bukan untuk pakta ini" in answer.content.decode()
    assert nothing_signed(pledge)


def test_a_question_grows_old(
    campaign: Campaign, pledge: Pledge, device: Device, clock: time_machine.Traveller
) -> None:
    client = visitor(pledge)
    challenge = asked(client, campaign)
    clock.shift(LIFE)
    answer = send(client, campaign, device.answer(device.sign(challenge)))
    assert "terlalu lama" in answer.content.decode()
    assert nothing_signed(pledge)


def test_an_answer_for_another_pact_with_the_same_text_signs_nothing(
    staffed: City, campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    other = staffed.campaign(name="Pakta kedua")
    assert other.text_sha256 == campaign.text_sha256
    client = visitor(pledge)
    answer = send(client, campaign, device.answer(device.sign(asked(client, other))))
    assert "bukan untuk pakta ini" in answer.content.decode()
    assert nothing_signed(pledge)


def test_a_text_that_changed_meanwhile_is_not_signed(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ready = touch(pledge, device)
    pledge.campaign.text_sha256 = "0" * 64
    with pytest.raises(PasskeyNotForThis):
        put(pledge, ready)
    assert nothing_signed(pledge)


def test_a_number_that_changed_meanwhile_is_not_signed_for(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ready = touch(pledge, device)
    pledge.person.identity = "K-99999"
    with pytest.raises(PasskeyNotForThis):
        put(pledge, ready)
    assert nothing_signed(pledge)


def test_a_batch_takes_no_answer_for_somebody_else(campaign: Campaign, device: Device) -> None:
    one, other, *_ = pledges(campaign)
    mine = touch(one, device)
    intents = [
        Intent(
            each, f"user:{each.person.account_id}", Level.PASSKEY, "passkey",
            campaign.text_sha256, NOW, touched=mine,
        )
        for each in (one, other)
    ]  # fmt: skip
    with pytest.raises(PasskeyNotForThis):
        sign_all(campaign=campaign, intents=intents, at=AT)
    assert nothing_signed(one)


def test_nobody_claims_a_passkey_without_its_answer(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    with pytest.raises(PasskeyNotForThis):
        put(pledge, None)
    with pytest.raises(PasskeyNotForThis):
        put(pledge, touch(pledge, device), level=Level.CERTIFICATE)
    assert nothing_signed(pledge)


def test_a_passkey_of_a_colleague_signs_nothing(campaign: Campaign, device: Device) -> None:
    one, other, *_ = pledges(campaign)
    theirs = Device(credential=b"somebody else's!")
    theirs.belong_to(user_of(other))
    client = visitor(one)
    challenge = asked(client, campaign)
    answer = send(client, campaign, theirs.answer(theirs.sign(challenge)))
    assert "Kunci sandi tidak diterima" in answer.content.decode()
    challenge = asked(client, campaign)
    theirs.credential = device.credential  # their key under my name
    answer = send(client, campaign, theirs.answer(theirs.sign(challenge)))
    assert "bukan untuk pakta ini" in answer.content.decode()
    assert nothing_signed(one)


def test_a_passkey_bound_to_another_site_signs_nothing(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ceremony = begin_ceremony(pledge, at=AT)
    abroad = Device(site="jahat.example.id")
    made = abroad.sign(ceremony.challenge(pledge.person.identity))
    with pytest.raises(PasskeyNotForThis):
        put(pledge, Touched(ceremony, Touch(made, abroad.key, None, "localhost")))


@pytest.mark.parametrize("late", [-timedelta(seconds=1), LIFE])
def test_a_ceremony_lies_neither_ahead_nor_long_ago(
    late: timedelta, campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ceremony = begin_ceremony(pledge, at=AT)
    kept = ceremony.kept | {"at": (NOW - late).isoformat()}
    with pytest.raises(PasskeyTooLate):
        put(pledge, touch(pledge, device, Ceremony.of(kept)))


@pytest.mark.parametrize(
    "credential",
    [
        "x", "7", "[]", "{}", "null", '"' * 40, "[" * 9000, '{"rawId": 7, "response": {}}',
        json.dumps({"rawId": "AA", "response": {
            "authenticatorData": "A", "clientDataJSON": "AA", "signature": "é"}}),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_plain_words(
    credential: str, campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    asked(client, campaign)
    answer = send(client, campaign, credential)
    assert answer.status_code == 422
    assert "Kunci sandi tidak diterima" in answer.content.decode()
    assert nothing_signed(pledge)


def test_who_sends_false_answers_again_and_again_must_wait(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    for _ in range(10):
        asked(client, campaign)
        assert "Kunci sandi tidak diterima" in send(client, campaign, "{}").content.decode()
    asked(client, campaign)
    answer = send(client, campaign, device.answer(device.sign(b"x" * 32)))
    assert "terlalu banyak percobaan" in answer.content.decode().lower()


def test_who_has_no_pact_or_no_time_is_not_asked(
    staffed: City, campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    officer = staffed.owner()
    client = Client(headers={"host": "localhost"})
    client.force_login(officer)
    assert client.get(f"/pakta/{campaign.slug}/kunci/").status_code == 404
    campaign.stage = Campaign.Stage.CLOSED
    campaign.save()
    assert visitor(pledge).get(f"/pakta/{campaign.slug}/kunci/").status_code == 409


def test_a_second_click_returns_the_same_signature(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    answer = device.answer(device.sign(asked(client, campaign)))
    first, second = send(client, campaign, answer), send(client, campaign, answer)
    assert first.headers["Location"] == second.headers["Location"]
    assert Signature.objects.count() == 1


def test_passkeys_registered_before_find_their_entries(pledge: Pledge, device: Device) -> None:
    kept = Passkey.objects.get()
    Passkey.objects.all().delete()
    Device(credential=b"nobody wrote it!").belong_to(user_of(pledge))
    before = importlib.import_module("netral.access.migrations.0005_passkeys_before")
    before.link(apps, connection.schema_editor())
    found = Passkey.objects.get()
    assert (found.authenticator_id, found.entry_id, found.institution_id) == (
        kept.authenticator_id, kept.entry_id, kept.institution_id,
    )  # fmt: skip


def test_the_parts_of_an_answer_are_what_the_leaf_commits_to(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    ready = touch(pledge, device)
    entry = put(pledge, ready).entry
    assert Assertion.read(fields(entry)["assertion"]) == ready.touch.assertion


def forged(pledge: Pledge, of: Entry, **more: object) -> Entry:
    """Write what somebody could who runs the server: a leaf whose commitment fits, and no more."""
    act = Act(
        act="pact.signed", actor="user:1", kind="pact.signed/2", fields=fields(of) | more,
        public=json.loads(bytes(of.leaf))["x"],
    )  # fmt: skip
    return record(act, institution=pledge.institution, at=AT)


def wrong(entry: Entry) -> list[str]:
    """Return what the examination of the log finds in an entry about its passkey."""
    kept = openings(entry)
    found = faults(entry, kept, erasures(entry.pk))
    return [str(fault.facts["why"]) for fault in found if fault.code is Code.PASSKEY]


def test_the_examination_of_the_log_finds_signatures_that_no_passkey_made(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    client = visitor(pledge)
    send(client, campaign, device.answer(device.sign(asked(client, campaign))))
    true = Signature.objects.get().entry
    assert wrong(true) == []
    # The number is committed under a salt of its own: the answer of before does not fit it.
    assert "was signed" in wrong(forged(pledge, true))[0]
    other, third, *_ = pledges(campaign)[1:]
    assert wrong(put(other, touch(other, device)).entry) == []  # it names no entry of its key
    # A key that was registered in no earlier entry, though the leaf says so.
    ready = touch(third, device)
    late = replace(ready.touch, registered=b64u(bytes(true.leaf_hash)))
    entry = put(third, replace(ready, touch=late)).entry
    assert wrong(entry) == ["the key was not registered before it signed"]


def test_a_key_whose_entry_stands_behind_the_signature_is_found(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    """The keys of rows say otherwise, but whoever holds the database chooses these."""
    registered = Entry.objects.get(kind="credential.registered/1")
    ready = touch(pledge, device)
    named = replace(ready.touch, registered=b64u(bytes(registered.leaf_hash)))
    true = put(pledge, replace(ready, touch=named)).entry
    assert wrong(true) == []
    Place.objects.create(index=0, entry=true)
    assert wrong(true) == ["the key was not registered before it signed"]
    Place.objects.create(index=1, entry=registered)
    assert wrong(true) == ["the key was not registered before it signed"]


def test_a_key_other_than_the_registered_one_is_found(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    registered = Entry.objects.get(kind="credential.registered/1")
    made_up = Device()
    ready = touch(pledge, made_up)
    named = replace(ready.touch, registered=b64u(bytes(registered.leaf_hash)))
    entry = put(pledge, replace(ready, touch=named)).entry
    assert wrong(entry) == ["another key was registered"]


def test_an_erased_answer_is_no_fault_of_the_passkey(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    entry = put(pledge, touch(pledge, device)).entry
    erase(entry=entry, fields=["assertion", "identity"], basis="UU PDP", by="system", at=AT)
    assert wrong(entry) == []


def test_the_receipt_inside_the_paper_shows_an_outsider_that_the_passkey_signed(
    campaign: Campaign, pledge: Pledge, device: Device
) -> None:
    seen.forget()
    colleague = pledges(campaign)[1]
    theirs = put(colleague, touch(colleague, device))
    keep(NOW, [WITNESS], witnessed=True)
    seen.forget()
    mine = put(pledge, touch(pledge, device))
    keep(NOW, [WITNESS], witnessed=True)
    receipt, other = (Receipt.parse(logged(each.paper).receipt) for each in (mine, theirs))
    found = check_assertion(receipt)
    assert found
    state = Publication.objects.earliest("pk")
    assert (found.site, found.seen.size, found.seen.root) == (
        "localhost", state.size, bytes(state.root),
    )  # fmt: skip
    assert "identity" not in receipt.disclosed()
    before = check_assertion(other)
    assert before
    assert before.seen.size == 0
    # The answer of the one does not fit the leaf of the other.
    swapped = [
        strange if strange.name == "assertion" else own
        for own, strange in zip(receipt.fields, other.fields, strict=True)
    ]
    with pytest.raises(Wrong):
        check_assertion(replace(receipt, fields=tuple(swapped)))
