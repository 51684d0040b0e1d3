"""Anybody finds an institution's seal, to check its files without this site."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.test import Client

from netral.signing.actions import create_seal_key, retire_seal
from netral.signing.models import SealKey
from netral.tenancy.models import Institution
from tests.signing.conftest import AT, BY


def test_the_page_shows_the_fingerprint_that_a_reader_computes(
    client: Client, house: Institution, key: SealKey
) -> None:
    page = client.get("/verifikasi/segel/").content.decode()
    pem = client.get(f"/verifikasi/segel/{key.fingerprint}.pem")
    leaf, root = x509.load_pem_x509_certificates(pem.content)
    assert leaf.fingerprint(hashes.SHA256()).hex() in page
    assert house.name in page
    leaf.verify_directly_issued_by(root)
    assert pem.headers["Content-Disposition"].startswith("attachment;")


def test_a_retired_seal_stays_there_after_the_one_in_use(
    client: Client, house: Institution, key: SealKey
) -> None:
    retire_seal(key=key, reason="Kunci diganti.", by=BY, at=AT)
    new = create_seal_key(institution=house, by=BY, at=AT)
    page = client.get("/verifikasi/segel/").content.decode()
    assert page.index(new.fingerprint) < page.index(key.fingerprint)
    assert "Tidak dipakai lagi" in page


def test_no_page_gives_a_private_key(client: Client, key: SealKey) -> None:
    pem = client.get(f"/verifikasi/segel/{key.fingerprint}.pem").content
    assert b"PRIVATE" not in pem
    assert bytes(key.pkcs12) not in pem


def test_an_unknown_fingerprint_is_not_there(client: Client, key: SealKey) -> None:
    assert client.get("/verifikasi/segel/00.pem").status_code == 404


def test_without_any_seal_the_page_says_so(client: Client, house: Institution) -> None:
    assert "Belum ada lembaga" in client.get("/verifikasi/segel/").content.decode()
