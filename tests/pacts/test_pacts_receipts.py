"""What lies inside the PDF of a pact: its proof, or the promise of one, under an intact seal."""

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pytest_django import Settings

from netral.ledger.actions import erase
from netral.ledger.core.leaf import b64u
from netral.ledger.keys import promise_signer
from netral.ledger.models import Place
from netral.ledger.queries.state import policy_text
from netral.pacts.actions.seals import paper_of
from netral.pacts.models import Campaign, Signature
from netral.signing.core import PRINTED, PaperKind
from netral.signing.queries import by_examination, by_file, look_into
from netral.signing.verdict import Verdict
from netral.tenancy.models import Institution
from netral_verify import note, policy, promise, receipt
from tests.log import WITNESS, keep, name_witnesses, placed
from tests.pacts.conftest import AT, City, Sign, pledges

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def signed(sealed_house: Institution, campaign: Campaign, put_name: Sign) -> Signature:
    return put_name(pledges(campaign)[0])


def proven(octets: bytes) -> receipt.Receipt:
    """Read and verify a receipt as a stranger does."""
    found = receipt.Receipt.parse(octets)
    receipt.verify(found, policy.Policy.parse(policy_text().encode()))
    return found


def test_the_sealed_paper_carries_the_proof_of_its_signature(signed: Signature) -> None:
    keep(NOW, [WITNESS])
    pdf = paper_of(signature=signed, at=AT)
    inside = proven(look_into(pdf, "bukti.tlog-proof").attached)
    assert inside.leaf.hash == bytes(signed.entry.leaf_hash)
    said = inside.disclosed()
    without_passkey = set(PRINTED[PaperKind.PACT]) - {"assertion", "key"}
    assert set(said) == without_passkey
    assert (said["name"], said["document"]) == (signed.signer["name"], signed.paper.code)
    assert signed.signer["identity"].encode() not in look_into(pdf, "bukti.tlog-proof").attached


def test_the_seal_covers_what_lies_inside(signed: Signature) -> None:
    keep(NOW)
    pdf = paper_of(signature=signed, at=AT)
    (seal,) = look_into(pdf).seals
    assert (seal.intact, seal.whole, seal.trusted) == (True, True, True)
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    found = by_file(pdf)
    assert found is not None
    assert found.meaning == "done"


def test_a_changed_proof_inside_breaks_the_seal(signed: Signature) -> None:
    keep(NOW)
    pdf = paper_of(signature=signed, at=AT)
    place = pdf.index(b"/EmbeddedFile")
    stream = pdf.index(b"stream", place) + 20
    changed = bytearray(pdf)
    changed[stream] ^= 1
    found = by_examination(bytes(changed))
    assert not isinstance(found, Verdict) or found.meaning == "stopped"


def test_a_paper_sealed_before_the_log_has_it_carries_the_promise(signed: Signature) -> None:
    pdf = paper_of(signature=signed, at=AT)
    inside = note.Note.parse(look_into(pdf, "janji.txt").attached)
    key = note.Key.parse(promise_signer().key.vkey)
    assert promise.open_promise(inside, key).leaf == bytes(signed.entry.leaf_hash)
    assert not look_into(pdf, "bukti.tlog-proof").attached


def test_a_sealed_paper_stays_as_it_was_when_the_proof_comes(signed: Signature) -> None:
    before = paper_of(signature=signed, at=AT)
    keep(NOW)
    assert paper_of(signature=Signature.objects.get(), at=AT) == before


def test_what_was_erased_before_the_sealing_is_closed_inside(signed: Signature) -> None:
    erase(entry=signed.entry, fields={"name"}, basis="UU 27/2022", by="user:1", at=AT)
    keep(NOW)
    inside = proven(look_into(paper_of(signature=signed, at=AT), "bukti.tlog-proof").attached)
    assert "name" not in inside.disclosed()
    assert "document" in inside.disclosed()


def test_a_paper_without_a_seal_carries_its_proof_as_well(
    campaign: Campaign, put_name: Sign
) -> None:
    signature = put_name(pledges(campaign)[0])
    keep(NOW)
    proven(look_into(paper_of(signature=signature, at=AT), "bukti.tlog-proof").attached)


def test_other_programs_find_the_proof_inside(
    signed: Signature, program: Callable[[str], Path], tmp_path: Path
) -> None:
    keep(NOW)
    (tmp_path / "a.pdf").write_bytes(paper_of(signature=signed, at=AT))
    reader: list[Path | str] = [program("pdfdetach"), "-saveall", "-o", tmp_path]
    subprocess.run([*reader, tmp_path / "a.pdf"], check=True, capture_output=True)
    assert proven((tmp_path / "bukti.tlog-proof").read_bytes()).index == placed(signed.entry)


def test_a_camera_reads_the_place_in_the_log(
    signed: Signature, program: Callable[[str], Path], tmp_path: Path
) -> None:
    keep(NOW)
    pdf = paper_of(signature=signed, at=AT)
    assert PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"] == 1
    (tmp_path / "a.pdf").write_bytes(pdf)
    draw: list[Path | str] = [program("pdftoppm"), "-r", "150", "-png", tmp_path / "a.pdf"]
    subprocess.run([*draw, tmp_path / "a"], check=True, capture_output=True)
    with Image.open(tmp_path / "a-1.png") as picture:
        read = {found.text for found in zxingcpp.read_barcodes(picture)}
    leaf = b64u(bytes(signed.entry.leaf_hash))
    assert f"http://localhost:8000/bukti/{placed(signed.entry)}/{leaf}/" in read
    assert len(read) == 2


# ---- The pages


@pytest.fixture
def own(signed: Signature) -> Client:
    """The browser of who signed."""
    return browser_of(signed)


def browser_of(signature: Signature) -> Client:
    client = Client()
    account = signature.pledge.person.account
    assert account is not None
    client.force_login(account)
    return client


def page(signature: Signature, part: str = "") -> str:
    return f"/pakta/{signature.pledge.campaign.slug}/{part}"


def test_the_receipt_waits_and_then_stops_asking(signed: Signature, own: Client) -> None:
    waits = own.get(page(signed, "bukti/")).content.decode()
    assert "Menunggu giliran masuk buku besar terbuka" in waits
    assert 'hx-trigger="every 3s"' in waits
    assert own.get(page(signed, "bukti/?bagian=log")).status_code == 204
    keep(NOW)
    part = own.get(page(signed, "bukti/?bagian=log")).content.decode()
    total = Place.objects.count()
    assert f"Catatan nomor {placed(signed.entry)} dari {total}, belum disaksikan" in part
    assert "hx-" not in part
    assert "hx-trigger" not in own.get(page(signed, "bukti/")).content.decode()


def test_witnesses_are_counted_on_the_receipt(
    signed: Signature, own: Client, settings: Settings, tmp_path: Path
) -> None:
    name_witnesses(settings, tmp_path, WITNESS)
    keep(NOW, [WITNESS])
    assert "disaksikan 1 dari 1" in own.get(page(signed, "bukti/")).content.decode()


def test_before_the_proof_the_file_is_the_promise(signed: Signature, own: Client) -> None:
    answer = own.get(page(signed, "bukti.tlog-proof?isian=semua"))
    assert answer.content.startswith(b"netral/promise/v1\n")
    assert "janji.txt" in answer.headers["Content-Disposition"]


def test_the_owner_opens_all_fields_some_or_none(signed: Signature, own: Client) -> None:
    keep(NOW)

    def told(asked: str) -> set[str]:
        return set(proven(own.get(page(signed, f"bukti.tlog-proof{asked}")).content).disclosed())

    assert told("?isian=semua") >= {"identity", "name", "witnesses", "document"}
    assert told("?isian=acted_at&isian=name&isian=nip") == {"acted_at", "name"}
    assert told("") == told("?isian=") == told("?isian=nip") == set()


def test_the_choice_lists_every_field_with_what_it_says(signed: Signature, own: Client) -> None:
    keep(NOW)
    shown = own.get(page(signed, "bukti/isian/")).content.decode()
    assert "NIP atau nomor identitas lain" in shown
    assert signed.signer["identity"] in shown
    assert 'value="acted_at"' in shown
    assert " checked" not in shown


def test_an_erased_field_cannot_be_chosen(signed: Signature, own: Client) -> None:
    erase(entry=signed.entry, fields={"identity"}, basis="UU 27/2022", by="user:1", at=AT)
    keep(NOW)
    shown = own.get(page(signed, "bukti/isian/")).content.decode()
    assert "tertutup untuk selamanya" in shown
    assert signed.signer["identity"] not in shown
    got = own.get(page(signed, "bukti.tlog-proof?isian=identity&isian=name")).content
    assert set(proven(got).disclosed()) == {"name"}


def test_the_receipt_of_another_is_not_there(
    signed: Signature, campaign: Campaign, put_name: Sign, staffed: City
) -> None:
    other = browser_of(put_name(pledges(campaign)[1]))
    keep(NOW)
    own_receipt = other.get(page(signed, "bukti.tlog-proof?isian=semua")).content
    assert proven(own_receipt).leaf.hash != bytes(signed.entry.leaf_hash)
    for who in (staffed.owner(), pledges(campaign)[2].person.account):
        client = Client()
        client.force_login(who)  # type: ignore[arg-type]
        for part in ("bukti/", "bukti/isian/", "bukti.tlog-proof", "bukti/?bagian=log"):
            assert client.get(page(signed, part)).status_code == 404


def test_whoever_checks_the_code_sees_where_it_stands(signed: Signature) -> None:
    def checked() -> str:
        return Client().get(f"/verifikasi/{signed.paper.code}/").content.decode()

    assert "Menunggu giliran" in checked()
    keep(NOW)
    leaf, index = b64u(bytes(signed.entry.leaf_hash)), placed(signed.entry)
    assert f"Catatan nomor {index} dari" in checked()
    assert f'href="/bukti/{index}/{leaf}/"' in checked()
    assert f'href="/bukti/{leaf}/bukti.tlog-proof"' in checked()
