"""The seal itself: key and certificate, and PAdES B-B signatures by pyHanko.

The private key is parsed once a process: pyHanko's own SimpleSigner parses and checks it again
for every signature, which costs seven times the signature itself.
"""

import asyncio
import io
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

BITS: Final = 3072
LIFE: Final = timedelta(days=5 * 365)
# Hex digits kept free for the CMS: one certificate of RSA-3072 needs about 4,600. Without a
# number pyHanko signs twice, once to measure.
RESERVED: Final = 8192
FIELD: Final = "SegelInstansi"


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A fresh key in PKCS#12, and its certificate chain in PEM, leaf first, root last."""

    pkcs12: bytes
    chain: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime


def new_seal(*, owner: str, passphrase: str, at: datetime) -> NewSeal:
    """Make the key and certificate of `owner`'s seal.

    The certificate stands under a root of its own, whose private key is forgotten at once: a key
    that exists nowhere cannot certify anything else.
    """
    start, end = at - timedelta(days=1), at + LIFE
    root_key = rsa.generate_private_key(65537, BITS)
    key = rsa.generate_private_key(65537, BITS)
    above = _name(owner, "Akar Segel Elektronik")
    root = _certificate(above, above, root_key.public_key(), root_key, (start, end), ca=True)
    leaf = _certificate(
        _name(owner, "Segel Elektronik"), above, key.public_key(), root_key, (start, end), ca=False
    )
    chain = b"".join(c.public_bytes(serialization.Encoding.PEM) for c in (leaf, root))
    lock = serialization.BestAvailableEncryption(passphrase.encode())
    return NewSeal(
        pkcs12=pkcs12.serialize_key_and_certificates(b"netral-segel", key, leaf, [root], lock),
        chain=chain.decode(),
        fingerprint=leaf.fingerprint(hashes.SHA256()).hex(),
        valid_from=start,
        valid_to=end,
    )


def seal(
    pdf: bytes, *, pkcs12_bytes: bytes, passphrase: str, reason: str, contact: str, at: datetime
) -> bytes:
    """Put one invisible PAdES B-B signature on `pdf`; `at` becomes its `/M`."""
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        contact_info=contact,
    )
    key, certificate = _unlocked(pkcs12_bytes, passphrase)
    # A certificate of asn1crypto parses itself while it is read, so two threads must not share one.
    signer = _Signer(key, asn1_x509.Certificate.load(certificate))
    engine = signers.PdfSigner(meta, signer=signer)
    return _finished(_sign(engine, pdf, at))


def _finished(signing: Coroutine[Any, Any, bytes]) -> bytes:
    """Run pyHanko's coroutine in a thread of its own.

    An event loop cannot start where the caller's thread runs one already.
    """
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, signing).result()


async def _sign(engine: signers.PdfSigner, pdf: bytes, at: datetime) -> bytes:
    session = engine.init_signing_session(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    session.system_time = at
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    out = io.BytesIO()
    digest, _ = prepared.digest_tbs_document(output=out)
    done = await prepared.perform_signature(
        document_digest=digest.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=at),
    )
    await done.post_signature_processing(out)
    return out.getvalue()


class _Signer(signers.Signer):
    """A signer that keeps the parsed key."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: asn1_x509.Certificate) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # asn1crypto is untyped
        store.register(certificate)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> bytes:
        """Sign with PKCS#1 v1.5, which every reader of PDF knows."""
        del digest_algorithm, dry_run  # always SHA-256, and never a rehearsal
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=64)
def _unlocked(pkcs12_bytes: bytes, passphrase: str) -> tuple[rsa.RSAPrivateKey, bytes]:
    """Return the seal's key, and its certificate in DER."""
    key, leaf, _ = pkcs12.load_key_and_certificates(pkcs12_bytes, passphrase.encode())
    if not isinstance(key, rsa.RSAPrivateKey) or leaf is None:
        msg = "a seal is an RSA key with its certificate"
        raise TypeError(msg)
    return key, leaf.public_bytes(serialization.Encoding.DER)


def roots(chains: Sequence[str]) -> list[asn1_x509.Certificate]:
    """Return the root, the last certificate, of every PEM chain."""
    return [_certificates(chain)[-1] for chain in chains]


def leaves(chains: Sequence[str]) -> list[asn1_x509.Certificate]:
    """Return the seal's own certificate, the first, of every PEM chain."""
    return [_certificates(chain)[0] for chain in chains]


def _certificates(chain: str) -> list[asn1_x509.Certificate]:
    parts = asn1_pem.unarmor(chain.encode(), multiple=True)
    return [asn1_x509.Certificate.load(der) for _, _, der in parts]


def _name(owner: str, what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, owner[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{what} {owner}"[:64]),
        ]
    )


def _certificate(  # the parts of one certificate
    subject: x509.Name,
    issuer: x509.Name,
    public: rsa.RSAPublicKey,
    issuer_key: rsa.RSAPrivateKey,
    life: tuple[datetime, datetime],
    *,
    ca: bool,
) -> x509.Certificate:
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(life[0])
        .not_valid_after(life[1])
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_id, critical=False)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
