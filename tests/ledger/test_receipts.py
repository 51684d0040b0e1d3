"""Receipts: a promise at once, a proof when it is there, and never more told than was asked."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from netral.kernel.canon import canonical
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, erase, record_all
from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.leaf import b64u
from netral.ledger.core.note import Note, NoteWrong, Signer
from netral.ledger.core.promise import Promise
from netral.ledger.core.proof import Proof
from netral.ledger.core.tree import ProofWrong, leaf_hash
from netral.ledger.core.types import TYPES
from netral.ledger.core.words import FIELD_WORDS
from netral.ledger.keys import log_signer, promise_signer
from netral.ledger.models import Disclosure, Entry, Publication
from netral.ledger.queries.disclosed import openable
from netral.ledger.queries.marks import mark, marks
from netral.ledger.queries.promises import promised
from netral.ledger.queries.receipts import covering, included, receipt, settled
from netral.ledger.queries.state import policy_text
from netral.tenancy.models import Institution
from netral_verify import labels, policy
from netral_verify import note as strangers
from netral_verify import promise as outside_promise
from netral_verify import receipt as outside
from tests.cast import Owner
from tests.ledger.sequenced import gone
from tests.log import WITNESS, keep, name_witnesses, placed

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
NAMES = ("act", "actor", "subject", "acted_at", "detail")


def acts(house: Institution, at: Moment, many: int) -> list[Entry]:
    each = [Act(act="unit.opened", actor=f"user:{n}", subject=f"unit:{n}") for n in range(many)]
    with transaction.atomic():
        return record_all(each, institution=house, at=at)


@pytest.fixture
def entry(house: Institution, noon: Moment) -> Entry:
    return acts(house, noon, 5)[3]


def proof_of(entry: Entry, disclosed: tuple[str, ...] | None = None) -> Proof:
    found = receipt(entry, disclosed).proof
    assert found is not None
    return Proof.parse(bytes(found))


def test_a_promise_can_be_had_before_there_is_any_log(entry: Entry) -> None:
    got = receipt(entry)
    note = Note.parse(bytes(got))
    note.verify(promise_signer().key)
    promise = Promise.parse(note.text)
    stranger = strangers.Note.parse(bytes(got))
    key = strangers.Key.parse(promise_signer().key.vkey)
    assert outside_promise.open_promise(stranger, key).leaf == promise.leaf
    assert (got.proof, got.name) == (None, "janji.txt")
    assert promise.leaf == bytes(entry.leaf_hash)
    assert promise.by == int(entry.logged_at.timestamp()) + 3600


def test_a_promise_is_the_same_whenever_it_is_asked_for(entry: Entry) -> None:
    before = bytes(promised(entry))
    keep(NOW)
    assert bytes(promised(Entry.objects.get(pk=entry.pk))) == before


def test_a_sealed_leaf_is_promised_from_its_release_on(entry: Entry) -> None:
    entry.not_before = NOW + timedelta(hours=5)
    promise = Promise.parse(promised(entry).text)
    assert promise.by == int((NOW + timedelta(hours=41)).timestamp())


def test_a_proof_leads_from_the_entry_to_the_signed_state(entry: Entry) -> None:
    keep(NOW)
    proof = proof_of(entry)
    signer = log_signer()
    assert signer is not None
    state = proof.verify(bytes(entry.leaf_hash), signer.key)
    assert (proof.index, state.size) == (placed(entry), 5)
    assert json.loads(proof.extra) == {"leaf": bytes(entry.leaf).decode(), "disclosures": []}
    assert proof.extra == canonical(json.loads(proof.extra))


@pytest.mark.parametrize("many", [1, 2, 255, 256, 257, 600])
def test_every_place_of_a_log_can_be_proved(house: Institution, noon: Moment, many: int) -> None:
    signer = log_signer()
    assert signer is not None
    made = acts(house, noon, many)
    keep(NOW)
    for entry in made[:: max(1, many // 9)] + made[-2:]:
        proof_of(entry).verify(bytes(entry.leaf_hash), signer.key)


def test_what_came_after_the_published_state_has_only_its_promise(
    entry: Entry, house: Institution, noon: Moment
) -> None:
    keep(NOW)
    later = acts(house, noon, 1)[0]
    assert receipt(later).proof is None
    assert included([entry.pk, later.pk]) == {entry.pk: placed(entry)}


def test_a_witnessed_state_is_preferred_where_it_covers_the_entry(
    entry: Entry, house: Institution, noon: Moment
) -> None:
    keep(NOW, [WITNESS])
    later = acts(house, noon, 3)[0]
    keep(NOW)
    assert WITNESS.key.name in str(proof_of(entry).checkpoint)
    assert WITNESS.key.name not in str(proof_of(later).checkpoint)
    assert [covering(n).size for n in (0, 7)] == [5, 8]  # type: ignore[union-attr]
    assert covering(8) is None


def test_nothing_false_is_handed_out_when_rows_were_changed(
    entry: Entry, house: Institution, noon: Moment
) -> None:
    keep(NOW)
    state = Publication.objects.get()
    Publication.objects.create(
        size=state.size, root=bytes(32), note=state.note, witnessed=True, published_at=NOW
    )
    assert receipt(entry).proof is None
    assert bytes(receipt(entry)) == bytes(promised(entry))


def test_chosen_fields_are_opened_and_the_others_stay_digests(entry: Entry) -> None:
    keep(NOW)
    said = json.loads(proof_of(entry, ("subject", "acted_at")).extra)["disclosures"]
    assert [each["f"] for each in said] == list(NAMES)
    assert [each.keys() == {"f", "s", "v"} for each in said] == [False, False, True, True, False]
    assert {e["f"]: e["v"] for e in said if "v" in e} == {
        "subject": "unit:3",
        "acted_at": "2024-06-26T05:00:00Z",
    }
    assert "user:3" not in str(said)
    assert read(entry, ("subject",)).disclosed() == {"subject": "unit:3"}


def read(entry: Entry, disclosed: tuple[str, ...] | None = None) -> outside.Receipt:
    """Read and verify a receipt as a stranger does, with the program made for strangers."""
    found = outside.Receipt.parse(bytes(receipt(entry, disclosed)))
    proven = outside.verify(found, policy.Policy.parse(policy_text().encode()))
    assert proven.receipt.leaf.hash == bytes(entry.leaf_hash)
    return found


def test_what_was_erased_stays_a_digest_whoever_asks(
    entry: Entry, house: Institution, noon: Moment
) -> None:
    erase(entry=entry, fields={"subject"}, basis="UU 27/2022", by="user:1", at=noon)
    keep(NOW)
    found = read(entry, NAMES)
    assert [each.name for each in found.fields if not each.disclosed] == ["subject"]


def test_the_receipt_of_what_came_back_from_a_copy_opens_nothing(
    entry: Entry, owner: Owner
) -> None:
    keep(NOW)
    with owner():
        gone(Disclosure.objects.filter(entry=entry))
    assert openable(entry) == []
    assert read(entry, NAMES).fields == ()


def test_every_field_has_the_name_that_strangers_know_it_by() -> None:
    fields = {name for each in TYPES.values() for name in each.fields}
    assert {name: labels.FIELDS[name] for name in fields} == FIELD_WORDS


def test_a_field_that_the_type_does_not_have_is_a_mistake(entry: Entry) -> None:
    keep(NOW)
    with pytest.raises(ValueError, match="no field nip"):
        receipt(entry, ("nip",))


@pytest.mark.django_db
@hypothesis(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_changed_bit_of_a_receipt_passes(entry: Entry, data: st.DataObject) -> None:
    if not Publication.objects.exists():
        keep(NOW, [WITNESS])
    signer = log_signer()
    assert signer is not None
    whole = bytes(receipt(entry))
    head = whole.index(b"index ")  # what stands before is not signed: the leaf hash is held to it
    at = data.draw(st.integers(head, whole.index(WITNESS.key.name.encode()) - 6))
    changed = bytearray(whole)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((NoteWrong, ProofWrong)):
        Proof.parse(bytes(changed)).verify(bytes(entry.leaf_hash), signer.key)


def test_the_leaf_of_a_receipt_is_the_one_that_was_hashed(entry: Entry) -> None:
    keep(NOW)
    leaf = json.loads(proof_of(entry).extra)["leaf"].encode()
    assert leaf_hash(leaf) == bytes(entry.leaf_hash)


def test_a_receipt_of_a_million_entries_is_small() -> None:
    signer = Signer("netral.banyumaskab.go.id/log", bytes(32))
    text = str(Checkpoint(signer.key.name, 1_000_000, bytes(32)))
    witness = Cosigner("bawaslu-jateng.go.id/w1", bytes(32))
    note = signer.sign(text).with_signatures([witness.sign(text, 1_795_300_000)])
    assert len(bytes(Proof(734_911, [bytes(32)] * 20, note))) <= 1_500


# ---- Waiting for the log


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_log_that_is_not_kept(house: Institution) -> None:
    entry = acts(house, Moment.real(datetime.now(UTC)), 1)[0]
    assert not settled(entry, 60)  # else this test would take a minute
    keep(datetime.now(UTC) - timedelta(hours=1))
    later = acts(house, Moment.real(datetime.now(UTC)), 1)[0]
    assert (settled(entry, 60), settled(later, 60)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_long_for_what_happened_long_ago(house: Institution) -> None:
    old = Moment.real(datetime.now(UTC) - timedelta(minutes=5))
    acts(house, old, 1)
    keep(datetime.now(UTC))
    assert not settled(acts(house, old, 1)[0], 60)


@pytest.mark.django_db(transaction=True)
def test_who_waits_a_moment_gets_the_proof(house: Institution) -> None:
    at = Moment.real(datetime.now(UTC))
    acts(house, at, 1)
    keep(at.logged)
    entry = acts(house, at, 1)[0]
    assert not settled(entry, 0)

    def sequencer() -> None:
        try:
            keep(at.logged)
        finally:
            connection.close()

    timer = threading.Timer(0.3, sequencer)
    timer.start()
    assert settled(entry, 10)
    timer.join()


# ---- Marks


def test_a_mark_says_how_far_an_entry_has_come(
    entry: Entry, house: Institution, noon: Moment, settings: Settings, tmp_path: Path
) -> None:
    other = Cosigner("lain.example/w2", b"x" * 32)
    name_witnesses(settings, tmp_path, WITNESS, other)
    waits = mark(entry)
    assert (waits.waits, waits.address) == (True, f"/bukti/-/{waits.leaf_hash}/")
    keep(NOW)
    known = mark(entry)
    assert (known.index, known.size, known.cosigned, known.witnesses) == (placed(entry), 5, 0, 2)
    assert known.address == f"/bukti/{known.index}/{b64u(bytes(entry.leaf_hash))}/"
    keep(NOW, [WITNESS, other])
    assert (mark(entry).cosigned, mark(entry).witnessed) == (2, True)


def test_a_stranger_who_signs_is_no_witness(
    entry: Entry, settings: Settings, tmp_path: Path
) -> None:
    name_witnesses(settings, tmp_path, WITNESS)
    keep(NOW, [Cosigner("asing.example/w", b"y" * 32)])
    assert (mark(entry).cosigned, mark(entry).witnesses) == (0, 1)


def test_a_policy_that_cannot_be_read_keeps_nobody_from_a_page(
    entry: Entry, settings: Settings
) -> None:
    keep(NOW)
    settings.LOG_POLICY = "/nowhere/policy"
    assert (mark(entry).index, mark(entry).witnesses) == (placed(entry), 0)


def test_many_marks_cost_no_more_queries_than_one(
    house: Institution, noon: Moment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = acts(house, noon, 300)
    keep(NOW)
    with django_assert_max_num_queries(5):
        found = marks(made)
    assert [found[each.pk].index for each in made] == [placed(each) for each in made]


def test_without_entries_there_are_no_marks(db: None) -> None:
    assert marks([]) == {}
