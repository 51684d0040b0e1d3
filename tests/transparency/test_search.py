"""Looking up a receipt over the site: what is handed in is answered for, and never kept."""

import dataclasses
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from netral.circulars import letter
from netral.circulars.actions.sealing import seal_circular
from netral.circulars.models import Circular
from netral.kernel.canon import canonical
from netral.kernel.codes import grouped
from netral.ledger.actions.sealing import release_due
from netral.ledger.core.checkpoint import Checkpoint, Cosigner
from netral.ledger.core.note import Signer
from netral.ledger.core.promise import Promise, key_name
from netral.ledger.core.proof import Proof
from netral.ledger.core.tiles import Edge, Tiled
from netral.ledger.core.tree import leaf_hash
from netral.ledger.keys import log_signer, promise_signer
from netral.ledger.models import Entry
from netral.ledger.queries.promises import promised
from netral.ledger.queries.receipts import receipt
from netral.orgs.models import Unit
from netral.signing.actions import create_seal_key
from netral.signing.models import Paper
from netral.tenancy.models import Institution
from tests.cast import AT, BY, Member
from tests.circulars.scene import published
from tests.log import placed
from tests.transparency.conftest import OVERSIGHT, UNIVERSITY, Keeping, first_entry, hash_of

pytestmark = pytest.mark.django_db
HERE = "/bukti/cari/"


def said(client: Client, text: str = "", file: bytes | None = None, status: int = 200) -> str:
    given: dict[str, object] = {"text": text}
    if file is not None:
        given["file"] = SimpleUploadedFile("berkas", file)
    answer = client.post(HERE, given)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def proof_of(entry: Entry) -> Proof:
    found = receipt(entry).proof
    assert found is not None
    return found


def test_the_box_stands_on_the_page_of_the_log_and_on_its_own(client: Client, db: None) -> None:
    for address in (reverse("transparency:log"), HERE):
        assert f'action="{HERE}"' in client.get(address).content.decode()


def test_a_hash_a_number_and_an_address_lead_to_the_entry(
    client: Client, kept: Keeping, settings: Settings
) -> None:
    kept(OVERSIGHT)
    entry = first_entry()
    address = f"{settings.BASE_URL}/bukti/-/{hash_of(entry)}/"
    for text in (hash_of(entry), bytes(entry.leaf_hash).hex(), str(placed(entry)), address):
        found = client.post(HERE, {"text": text}).content.decode()
        assert "Tercantum dalam buku besar" in found
        assert reverse("transparency:entry", args=[placed(entry), hash_of(entry)]) in found


def test_a_sealed_entry_tells_neither_house_nor_hour_however_it_is_asked_for(
    client: Client, kept: Keeping, tree: dict[str, Unit]
) -> None:
    """Its row knows whom a report is about; the leaf does not say so, and no page may."""
    release_due(datetime.now(UTC))
    Institution.objects.update(zone="Asia/Jayapura")  # the hour of a house would betray it as well
    house = tree["32.76"].institution.name
    one = Entry.objects.filter(kind="sealed/1").order_by("pk")[0]
    asked = [hash_of(one), str(promised(one))]
    for text in asked:
        assert house not in said(client, text)
    kept(OVERSIGHT)
    for text in (*asked, str(placed(one)), str(proof_of(one))):
        found = said(client, text)
        assert "Tercantum dalam buku besar" in found or "Bukti ini sah" in found
        assert house not in found
        assert "WIT" not in found
        assert str(json.loads(bytes(one.leaf))["at"]) in found
    page = client.get(reverse("transparency:entry", args=[placed(one), hash_of(one)]))
    assert house not in page.content.decode()


def test_a_hash_out_of_the_table_is_found_with_the_mark_that_keeps_it_from_being_a_formula(
    client: Client, kept: Keeping
) -> None:
    kept(OVERSIGHT)
    assert "Tercantum dalam buku besar" in said(client, f"'{hash_of(first_entry())}")


def test_what_a_proof_opens_is_told_in_words(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT)
    entry = first_entry()
    found = receipt(entry, ["act", "acted_at", "actor"])
    assert found.proof is not None
    told = said(client, file=bytes(found))
    assert f"Perbuatan {entry.act}" in told
    assert "Waktu perbuatan" in told
    assert "WIB" in told.partition("Waktu perbuatan")[2][:80]
    assert "acted_at" not in told
    broken = bytes(found).replace(b"index ", b"index 9", 1)
    assert "Waktu perbuatan" not in said(client, file=broken)  # nothing of it is to be believed


def test_what_waits_is_answered_with_the_hour_of_the_promise(
    client: Client, depok: Institution
) -> None:
    found = said(client, hash_of(first_entry()))
    assert "Menunggu giliran" in found
    assert "Dijanjikan paling lambat" in found


@pytest.mark.parametrize("text", ["A" * 43, "999999", "0" * 64])
def test_what_is_not_there_is_said_with_what_to_do(
    client: Client, kept: Keeping, text: str
) -> None:
    kept()
    found = said(client, text)
    assert "Tidak ada dalam buku besar ini" in found
    assert "Yang perlu dilakukan" in found


def test_the_code_of_a_paper_leads_to_the_entry_of_its_act(
    client: Client, kept: Keeping, wali: Member, tree: dict[str, Unit]
) -> None:
    circular = published(tree["32.76"], wali)
    kept(OVERSIGHT)
    assert circular.paper is not None
    entry = Entry.objects.get(act="circular.published")
    for typed in (circular.paper.code, grouped(circular.paper.code).lower()):
        found = said(client, typed)
        assert "Tercantum dalam buku besar" in found
        assert f"nomor {placed(entry)}" in found


def test_a_code_that_no_paper_has_says_so(client: Client, kept: Keeping) -> None:
    kept()
    assert "Tidak ada dokumen dengan kode ini" in said(client, "ABCD-EFGH-JKMN-PQRS-T")


# ---- Proofs


def test_a_proof_that_holds_is_confirmed_as_text_and_as_a_file(
    client: Client, kept: Keeping
) -> None:
    kept(OVERSIGHT, UNIVERSITY)
    proof = proof_of(first_entry())
    assert "Bukti ini sah" in said(client, str(proof))
    assert "Bukti ini sah" in said(client, str(proof).replace("\n", "\r\n"))
    assert "Bukti ini sah" in said(client, file=bytes(proof))
    assert "Pertama kali disaksikan bawaslu, " in said(client, str(proof))


def test_a_proof_of_an_older_state_still_holds(
    client: Client, kept: Keeping, wali: Member, tree: dict[str, Unit]
) -> None:
    kept(OVERSIGHT)
    old = str(proof_of(first_entry()))
    published(tree["32.76"], wali)
    kept(OVERSIGHT)
    assert "Bukti ini sah" in said(client, old)


def test_a_proof_of_another_city_is_said_to_be_one(client: Client, kept: Keeping) -> None:
    kept()
    stranger = Signer("kota-lain.example/log", b"x" * 32)
    note = stranger.sign(str(Checkpoint("kota-lain.example/log", 1, leaf_hash(b"x"))))
    found = said(client, str(Proof(0, [], note)))
    assert "Ini milik buku besar lain" in found
    assert "kota-lain.example/log" in found
    assert "kota-lain.example" in said(client, f"https://kota-lain.example/bukti/1/{'A' * 43}/")


def changed(proof: Proof, part: str, other: Entry) -> Proof:
    """Return a proof of which one part was changed."""
    if part == "Catatan":
        extra = json.loads(proof.extra)
        extra["leaf"] = extra["leaf"].replace('"n":', '"n" :')
        return dataclasses.replace(proof, extra=json.dumps(extra).encode())
    if part == "Nomor":
        return dataclasses.replace(proof, index=placed(other))
    if part == "Jalur":
        return dataclasses.replace(proof, hashes=[bytes(32), *proof.hashes[1:]])
    if part == "Tanda tangan buku besar":
        note = proof.checkpoint
        text = str(note).replace(f"\n{Checkpoint.parse(note.text).size}\n", "\n99999\n", 1)
        return dataclasses.replace(proof, checkpoint=type(note).parse(text.encode()))
    false = Cosigner(OVERSIGHT.key.name, b"a" * 32).sign("something else\n", 1)
    note = dataclasses.replace(proof.checkpoint, signatures=(proof.checkpoint.signatures[0], false))
    return dataclasses.replace(proof, checkpoint=note)


@pytest.mark.parametrize(
    "part",
    ["Catatan", "Nomor", "Jalur", "Tanda tangan buku besar", "Tanda tangan saksi"],
)
def test_a_changed_proof_is_refused_and_its_wrong_part_named(
    client: Client, kept: Keeping, part: str
) -> None:
    kept(OVERSIGHT)
    entry, other = Entry.objects.order_by("pk")[2:4]
    found = said(client, str(changed(proof_of(entry), part, other)))
    assert "Bukti ini tidak sah" in found
    answer = found.partition("Cari yang lain")[0]
    assert re.search(rf"\b{part}\b", answer)


def test_a_torn_proof_is_refused(client: Client, kept: Keeping) -> None:
    kept()
    found = said(client, str(proof_of(first_entry()))[:200])
    assert "Bukti ini tidak sah" in found
    assert "Mungkin ada bagian yang hilang" in found


def test_a_proof_of_a_history_that_the_log_no_longer_has_is_an_alarm(
    client: Client, kept: Keeping
) -> None:
    kept(OVERSIGHT)
    signer = log_signer()
    assert signer is not None
    edge = Edge()
    leaf = b'{"forged":1}'
    list(edge.append([leaf_hash(leaf)]))
    extra = canonical({"leaf": leaf.decode(), "disclosures": []})
    note = signer.sign(str(Checkpoint(signer.key.name, 1, edge.root())))
    assert "menyimpang darinya" in said(client, str(Proof(0, [], note, extra)))


def test_a_proof_that_is_longer_than_the_log_is_an_alarm(client: Client, kept: Keeping) -> None:
    kept(OVERSIGHT)
    signer = log_signer()
    assert signer is not None
    edge = Edge()
    leaves = [f'{{"n":{n}}}'.encode() for n in range(Entry.objects.count() + 1)]
    list(edge.append(map(leaf_hash, leaves)))

    # The last of so many stands to the right of all: its way is the roots of the whole parts.
    class Plain(Tiled):
        def read(self, level: int, number: int, width: int) -> list[bytes]:
            return [leaf_hash(each) for each in leaves[number * 256 : number * 256 + width]]

    path = Plain(len(leaves)).inclusion(0)
    note = signer.sign(str(Checkpoint(signer.key.name, len(leaves), edge.root())))
    extra = canonical({"leaf": leaves[0].decode(), "disclosures": []})
    assert "lebih baru daripada buku besar" in said(client, str(Proof(0, path, note, extra)))


# ---- Promises


def test_a_promise_is_answered_by_what_became_of_it(client: Client, kept: Keeping) -> None:
    entry = first_entry()
    promise = str(promised(entry))
    assert "Menunggu giliran" in said(client, promise)
    kept()
    assert "Tercantum dalam buku besar" in said(client, promise)
    assert "Tercantum dalam buku besar" in said(client, file=promise.encode())


def given_promise(leaf: bytes, by: datetime, signer: Signer | None = None) -> str:
    text = str(Promise(log_name(), leaf, int(by.timestamp())))
    return str((signer or promise_signer()).sign(text))


def log_name() -> str:
    signer = log_signer()
    assert signer is not None
    return signer.key.name


def test_a_promise_that_was_not_kept_is_said_to_be_broken(
    client: Client, depok: Institution
) -> None:
    past = datetime.now(UTC) - timedelta(hours=2)
    leaf = bytes(first_entry().leaf_hash)
    for missing in (leaf, b"\1" * 32):
        found = said(client, given_promise(missing, past))
        assert "Janji ini tidak ditepati" in found
        assert "barang bukti" in found


def test_a_genuine_promise_of_an_entry_that_is_gone_is_an_alarm(
    client: Client, depok: Institution
) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=30)
    assert "tidak mengenalnya lagi" in said(client, given_promise(b"\1" * 32, soon))


def test_a_forged_promise_is_no_promise(client: Client, depok: Institution) -> None:
    signer = Signer(key_name(log_name()), b"x" * 32)
    soon = datetime.now(UTC) + timedelta(minutes=30)
    assert "tidak pernah memberi janji ini" in said(client, given_promise(b"\1" * 32, soon, signer))


def test_a_promise_of_another_city_is_said_to_be_one(client: Client, depok: Institution) -> None:
    signer = Signer("kota-lain.example/promise", b"x" * 32)
    text = str(signer.sign(str(Promise("kota-lain.example/log", b"\1" * 32, 1))))
    assert "Ini milik buku besar lain" in said(client, text)


@pytest.mark.parametrize("by", [2**63 - 1, 0, 10**18])
def test_a_promise_for_an_absurd_hour_does_not_break_the_page(
    client: Client, depok: Institution, by: int
) -> None:
    text = str(promise_signer().sign(str(Promise(log_name(), b"\1" * 32, by))))
    assert said(client, text)


# ---- Files


@pytest.fixture
def sealed(kept: Keeping, wali: Member, tree: dict[str, Unit]) -> Circular:
    """A circular of a house that has a seal; what it carries depends on when it is sealed."""
    house = tree["32.76"].institution
    create_seal_key(institution=house, by=BY, at=AT)
    return published(tree["32.76"], wali)


def pdf_of(circular: Circular) -> bytes:
    return seal_circular(circular=Circular.objects.get(pk=circular.pk), at=AT)


def test_a_paper_that_was_sealed_here_is_known_by_its_octets(
    client: Client, sealed: Circular, kept: Keeping
) -> None:
    kept()
    assert "Tercantum dalam buku besar" in said(client, file=pdf_of(sealed))


def test_the_proof_inside_another_copy_of_a_paper_is_found_and_judged(
    client: Client, sealed: Circular, kept: Keeping
) -> None:
    cache.clear()
    kept(OVERSIGHT)
    found = said(client, file=pdf_of(sealed) + b"\n% saved by another program\n")
    assert "Bukti ini sah" not in found
    assert "PDF ini tidak seperti yang diterbitkan" in found
    assert "Surat edaran diterbitkan" in found  # what the entry is


def test_the_promise_inside_another_copy_of_a_paper_is_found(
    client: Client, sealed: Circular, kept: Keeping
) -> None:
    cache.clear()
    pdf = pdf_of(sealed) + b"\n% saved by another program\n"
    found = said(client, file=pdf)
    assert "PDF ini tidak seperti yang diterbitkan" in found
    assert "belum bernomor" in found


def test_a_pdf_without_a_proof_says_what_to_do_instead(
    client: Client, sealed: Circular, kept: Keeping
) -> None:
    kept()
    cache.clear()
    draft = letter.pdf(sealed, draft=True, at=AT)
    assert "Berkas ini tidak membawa bukti" in said(client, file=draft)


@pytest.mark.parametrize("octets", [b"GIF89a", b"\0" * 500, b"PK\3\4", b"c2sp.org/tlog"])
def test_a_file_that_is_nothing_of_ours_is_said_to_be_unreadable(
    client: Client, kept: Keeping, octets: bytes
) -> None:
    kept()
    cache.clear()
    assert "Berkas ini tidak dapat dibaca" in said(client, file=octets)


def test_strange_files_are_examined_only_so_often(client: Client, kept: Keeping) -> None:
    kept()
    cache.clear()
    answers = [client.post(HERE, {"file": SimpleUploadedFile("x", b"GIF89a")}) for _ in range(7)]
    assert [each.status_code for each in answers] == [200] * 6 + [429]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client, db: None) -> None:
    answer = client.post(HERE, {"file": SimpleUploadedFile("x", b"x" * 2_200_000)})
    assert answer.status_code == 413
    assert "lebih besar dari 2 MB" in answer.content.decode()


def test_an_empty_file_is_refused_with_words(client: Client, db: None) -> None:
    assert "Berkasnya kosong" in said(client, file=b"", status=422)


# ---- Hostile input


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "\x00", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "%s%n",
        "\u202e\u2066abc", "A" * 20_001, "netral/promise/v1\n" * 500, "٣" * 12, "9" * 16,
        "https://[::1", "javascript:alert(1)", "../../etc/passwd",
    ],
)  # fmt: skip
def test_what_is_nothing_of_ours_is_given_back_with_what_is_taken(
    client: Client, depok: Institution, text: str
) -> None:
    answer = client.post(HERE, {"text": text})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "<script>alert" not in told
    assert "error-summary" in told


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(HERE, {"text": "1"}).status_code == 403


def test_nothing_is_kept_of_a_search(client: Client, kept: Keeping, settings: Settings) -> None:
    kept()
    before = Entry.objects.count(), Paper.objects.count()
    said(client, str(proof_of(first_entry())))
    assert (Entry.objects.count(), Paper.objects.count()) == before
    assert not settings.MEDIA_ROOT.exists()
    assert set(client.cookies) == {"csrf"}


def test_a_log_without_a_key_can_judge_no_proof(
    client: Client, depok: Institution, settings: Settings
) -> None:
    settings.LOG_KEY = ""
    note = Signer("x/log", b"x" * 32).sign(str(Checkpoint("x/log", 1, leaf_hash(b""))))
    assert "belum dimulai" in said(client, str(Proof(0, [], note)))


def test_an_index_beyond_every_column_is_not_there(client: Client, kept: Keeping) -> None:
    kept()
    note = proof_of(first_entry()).checkpoint
    assert "Bukti ini tidak sah" in said(client, str(Proof(2**63 - 1, [], note)))
