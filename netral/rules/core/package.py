"""Rule packages: one file, one publisher's key, a signature over the exact octets.

A package is canonical JSON: `content` is the text of another canonical JSON record, and the
signature is over that text as it stands. Nothing of it is read before the signature holds.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from netral.kernel.canon import canonical
from netral.kernel.codes import ALPHABET

FORMAT: Final = "netral.rule-package/1"
SIGNED: Final = b"netral.rule-package.v1\x00"  # a signature for this serves for nothing else
PREFIX: Final = "netral-aturan"
NAMED: Final = b"netral.rule-key.v1\x00"
LARGEST: Final = 4_000_000  # octets
FINGERPRINT: Final = 20  # signs of 30: 98 bits, short enough to read aloud
ENVELOPE: Final = {"format", "key", "signature", "content"}
CONTENT: Final = {
    "code", "files", "institution", "published_at", "publisher", "sha256", "table", "version",
}  # fmt: skip


class Wrong(StrEnum):
    """Why a package is not taken."""

    TOO_LARGE = "too_large"
    NO_PACKAGE = "no_package"
    OTHER_FORMAT = "other_format"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_CONTENT = "bad_content"


class BadPackage(ValueError):
    """A package that is not taken; nothing of it was read beyond what says why."""

    def __init__(self, why: Wrong, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a publisher signs."""

    institution: str  # code of the region or agency
    publisher: str  # its name
    code: str
    version: str
    sha256: str
    table: str
    published_at: str
    files: Mapping[str, str]


def fingerprint(public: bytes, owner: str) -> str:
    """Return what people compare of a key and its owner's code: signs to be read aloud."""
    whole = int.from_bytes(hashlib.sha256(NAMED + owner.encode() + b"\x00" + public).digest())
    signs = []
    for _ in range(FINGERPRINT):
        whole, at = divmod(whole, len(ALPHABET))
        signs.append(ALPHABET[at])
    return "".join(signs)


def new_key() -> tuple[bytes, bytes]:
    """Make a key pair: its private and its public octets."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def public_text(public: bytes, owner: str) -> str:
    """Spell a public key as it stands on the page of its institution."""
    return f"{PREFIX}:{owner}:{b64(public)}"


def read_public(text: str) -> tuple[str, bytes] | None:
    """Read the code of the owner and the key from another institution's page; None if neither."""
    found = re.fullmatch(rf"{PREFIX}:([0-9A-Za-z.-]{{1,13}}):([\w-]{{43}})", "".join(text.split()))
    public = unb64(found[2]) if found else None
    return (found[1], public) if found and public is not None else None


def packed(content: Content, private: bytes) -> bytes:
    """Sign a version and return the octets of the package."""
    told = canonical({name: getattr(content, name) for name in CONTENT})
    key = Ed25519PrivateKey.from_private_bytes(private)
    return canonical(
        {
            "format": FORMAT,
            "key": fingerprint(key.public_key().public_bytes_raw(), content.institution),
            "signature": b64(key.sign(SIGNED + told)),
            "content": told.decode(),
        }
    )


def opened(octets: bytes, trusted: Mapping[str, bytes]) -> tuple[str, Content]:
    """Return the fingerprint that signed a package, and what it says.

    Raises:
        BadPackage: too large, another format, an unknown key, a wrong signature, or a content
            that is not what a publisher's program writes.
    """
    if len(octets) > LARGEST:
        raise BadPackage(Wrong.TOO_LARGE)
    envelope = _read(octets)
    if set(envelope) != ENVELOPE or not all(isinstance(v, str) for v in envelope.values()):
        raise BadPackage(Wrong.NO_PACKAGE)
    if envelope["format"] != FORMAT:
        raise BadPackage(Wrong.OTHER_FORMAT, envelope["format"][:60])
    # One content, one file: what JSON lets be spelled in several ways is spelled in one here.
    if not _canonical(envelope, octets):
        raise BadPackage(Wrong.BAD_SIGNATURE)
    named, told = envelope["key"], envelope["content"].encode()
    if named not in trusted:
        raise BadPackage(Wrong.UNKNOWN_KEY, named[:60])
    _verify(trusted[named], envelope["signature"], told)
    return named, _content(told)


def _verify(public: bytes, signature: str, told: bytes) -> None:
    octets = unb64(signature)
    if octets is None:
        raise BadPackage(Wrong.BAD_SIGNATURE)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(octets, SIGNED + told)
    except (InvalidSignature, ValueError) as wrong:
        raise BadPackage(Wrong.BAD_SIGNATURE) from wrong


def _content(told: bytes) -> Content:
    try:
        found = _read(told)
    except BadPackage as wrong:
        raise BadPackage(Wrong.BAD_CONTENT) from wrong
    files = found.get("files")
    texts = {name: value for name, value in found.items() if name != "files"}
    if (
        set(found) != CONTENT
        or not _canonical(found, told)
        or not isinstance(files, dict)
        or not all(isinstance(each, str) for each in (*texts.values(), *files.values()))
    ):
        raise BadPackage(Wrong.BAD_CONTENT)
    return Content(files=files, **texts)


def _canonical(found: Mapping[str, Any], octets: bytes) -> bool:
    try:
        return canonical(found) == octets
    except (TypeError, ValueError):
        return False


def _read(octets: bytes) -> dict[str, Any]:
    """Read a JSON object in which no key stands twice."""
    try:
        found = json.loads(octets.decode(), object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError) as wrong:
        raise BadPackage(Wrong.NO_PACKAGE) from wrong
    if not isinstance(found, dict):
        raise BadPackage(Wrong.NO_PACKAGE)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a key stands twice"
        raise ValueError(msg)
    return found


def _never(word: str) -> None:
    raise ValueError(word)


def b64(octets: bytes) -> str:
    """Spell octets as base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unb64(text: str) -> bytes | None:
    """Read base64url that is spelled as `b64` spells it; None for anything else."""
    try:
        octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return octets if b64(octets) == text else None
