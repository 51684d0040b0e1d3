"""The seal: PAdES B-B that other people's tools accept, put on once, kept for good."""

import hashlib
import re
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from asn1crypto import cms
from django.db import connection
from pyhanko.sign import signers
from pytest_django import Settings

from netral.kernel.moment import Moment
from netral.signing import bounds, pades, store
from netral.signing.actions import create_seal_key, issue, retire_seal, seal
from netral.signing.errors import CodeTaken, NoSeal, SealExists
from netral.signing.models import Paper, SealKey
from netral.signing.queries import sealed_bytes, verify_url
from netral.tenancy.models import Institution
from tests.signing.conftest import AT, BY, NOW, issue_one

RANGES = re.compile(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)\s*\]")


def parts(pdf: bytes) -> tuple[bytes, bytes]:
    """Return what the signature covers, and the signature itself as DER."""
    found = RANGES.search(pdf)
    assert found
    start, first, second, rest = map(int, found.groups())
    assert start == 0
    assert second + rest == len(pdf)
    gap = pdf[first:second]
    assert re.fullmatch(rb"<[0-9a-fA-F]+>", gap)
    der = bytes.fromhex(gap[1:-1].decode())
    return pdf[:first] + pdf[second:], cms.ContentInfo.load(der, strict=False).dump()


def root_pem(key: SealKey) -> str:
    return "-----BEGIN" + key.certificate.split("-----BEGIN")[-1]


def test_the_signed_attributes_are_the_three_that_pades_allows(sealed: bytes) -> None:
    _, der = parts(sealed)
    (signer,) = cms.ContentInfo.load(der)["content"]["signer_infos"]
    assert {attribute["type"].native for attribute in signer["signed_attrs"]} == {
        "content_type", "message_digest", "signing_certificate_v2",
    }  # fmt: skip
    assert signer["digest_algorithm"]["algorithm"].native == "sha256"
    assert b"/SubFilter /ETSI.CAdES.detached" in sealed
    assert b"BSrE" not in sealed


def test_the_time_of_the_seal_is_the_real_time_and_not_that_of_the_act(
    paper: Paper, letter: bytes
) -> None:
    real = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    at = Moment(acted=NOW, logged=real)
    out = seal(paper=paper, pdf=letter, at=at)
    assert b"20261122010203" in out.split(b"/M ")[1][:40]
    paper.refresh_from_db()
    assert paper.sealed_at == real


def test_the_key_is_rsa_3072_under_a_root_whose_key_is_gone(key: SealKey) -> None:
    root, leaf = pades.roots([key.certificate])[0], pades.leaves([key.certificate])[0]
    assert leaf.public_key.bit_size == root.public_key.bit_size == 3072
    assert leaf.key_usage_value.native == {"digital_signature", "non_repudiation"}
    assert leaf.issuer == root.subject
    assert root.ca
    assert not leaf.ca
    assert b"PRIVATE" not in bytes(key.pkcs12)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils and NSS tools")
def test_poppler_and_nss_accept_the_seal(sealed: bytes, key: SealKey, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    (tmp_path / "root.pem").write_text(root_pem(key))
    nss = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", nss, "--empty-password"], check=True)
    trust = ["certutil", "-A", "-d", nss, "-n", "root", "-t", "CT,C,C", "-i"]
    subprocess.run([*trust, str(tmp_path / "root.pem")], check=True)
    said = subprocess.run(
        ["pdfsig", "-nssdir", nss, str(tmp_path / "sealed.pdf")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "Signature is Valid" in said
    assert "Certificate is Trusted" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_openssl_accepts_the_seal_as_cades(sealed: bytes, key: SealKey, tmp_path: Path) -> None:
    content, der = parts(sealed)
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "sig.der").write_bytes(der)
    (tmp_path / "root.pem").write_text(root_pem(key))
    words = "openssl cms -verify -cades -inform DER -in sig.der -content content -binary"
    words += f" -CAfile root.pem -purpose any -out out -attime {int(NOW.timestamp())}"
    done = subprocess.run(words.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf")
def test_the_sealed_file_is_sound(sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed)
    subprocess.run(["qpdf", "--check", str(tmp_path / "sealed.pdf")], check=True)


def test_pyhanko_accepts_the_seal_to_the_last_byte(sealed: bytes, key: SealKey) -> None:
    look = bounds.examine(sealed, pades.roots([key.certificate]))
    (found,) = look.seals
    assert found.intact
    assert found.trusted
    assert found.whole
    assert found.organisation == "Pemerintah Kota Contoh"


def test_the_letter_itself_is_not_touched(sealed: bytes, letter: bytes) -> None:
    assert sealed.startswith(letter)


def test_a_sealed_paper_keeps_its_bytes_whatever_is_offered_again(
    paper: Paper, sealed: bytes, letter: bytes
) -> None:
    assert seal(paper=paper, pdf=letter + b"\n", at=AT) == sealed
    assert sealed_bytes(paper) == sealed
    paper.refresh_from_db()
    assert paper.sha256 == hashlib.sha256(sealed).hexdigest()
    assert paper.size == len(sealed)


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_seal_at_once_make_one_file(
    paper: Paper, letter: bytes, settings: Settings
) -> None:
    made: list[bytes] = []

    def work() -> None:
        try:
            made.append(seal(paper=Paper.objects.get(pk=paper.pk), pdf=letter, at=AT))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert len(list(Path(settings.STORE).rglob("*.pdf"))) == 1
    assert not list(Path(settings.STORE).rglob(".new-*"))


def test_no_two_seals_share_a_certificate_that_parses_itself_while_it_is_read(
    key: SealKey, letter: bytes, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[object] = []

    def watched(meta: signers.PdfSignatureMetadata, *, signer: signers.Signer) -> signers.PdfSigner:
        used.append(signer.signing_cert)
        return signers.PdfSigner(meta, signer=signer)

    monkeypatch.setattr(pades, "signers", SimpleNamespace(**vars(signers) | {"PdfSigner": watched}))
    for _ in range(2):
        pades.seal(letter, pkcs12_bytes=bytes(key.pkcs12), passphrase=settings.SEAL_PASSPHRASE,
                   reason="uji", contact="uji", at=NOW)  # fmt: skip
    assert len({id(certificate) for certificate in used}) == len(used) == 2


def test_a_damaged_file_in_the_store_is_noticed(
    paper: Paper, sealed: bytes, settings: Settings
) -> None:
    (kept,) = Path(settings.STORE).rglob("*.pdf")
    kept.write_bytes(sealed[:-1] + b"x")
    paper.refresh_from_db()
    with pytest.raises(ValueError, match="damaged"):
        store.get(paper.sha256)


def test_without_a_seal_or_past_its_life_nothing_is_sealed(
    house: Institution, letter: bytes
) -> None:
    paper = issue_one(house)
    with pytest.raises(NoSeal):
        seal(paper=paper, pdf=letter, at=AT)
    key = create_seal_key(institution=house, by=BY, at=AT)
    with pytest.raises(NoSeal):
        seal(paper=paper, pdf=letter, at=Moment.real(key.valid_to + timedelta(days=1)))
    paper.refresh_from_db()
    assert paper.sealed_at is None


def test_an_institution_has_one_seal_in_use(house: Institution, key: SealKey) -> None:
    with pytest.raises(SealExists):
        create_seal_key(institution=house, by=BY, at=AT)
    retire_seal(key=key, reason="Kunci baru", by=BY, at=AT)
    assert create_seal_key(institution=house, by=BY, at=AT).pk != key.pk


def test_two_papers_never_share_a_code(house: Institution) -> None:
    issue_one(house, code="A" * 17)
    with pytest.raises(CodeTaken):
        issue_one(house, code="A" * 17)


def test_the_address_to_verify_is_absolute_and_readable(settings: Settings) -> None:
    settings.BASE_URL = "https://netral.example"
    assert verify_url("ABCDEFGHJKMNPQRST") == (
        "https://netral.example/verifikasi/ABCD-EFGH-JKMN-PQRS-T/"
    )


def test_issuing_nothing_is_nothing(house: Institution) -> None:
    assert issue([], institution=house) == []


def test_a_private_file_lies_encrypted_in_the_store(settings: Settings) -> None:
    secret = b"%PDF-1.7 apa yang ditanyakan seorang pegawai"
    sha256 = store.put(secret, private=True)
    (kept,) = Path(settings.STORE).rglob("*.pdf")
    assert b"ditanyakan" not in kept.read_bytes()
    assert store.get(sha256) == secret
    assert store.put(secret, private=True) == sha256
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert not store.holds(sha256)


def test_a_private_file_opens_with_no_other_secret(settings: Settings) -> None:
    sha256 = store.put(b"%PDF-1.7 rahasia", private=True)
    settings.NIK_KEY = "kunci lain yang panjangnya juga cukup, tetapi bukan kunci itu"
    with pytest.raises(ValueError, match="another key"):
        store.get(sha256)
