"""What types, fields and levels are called."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "internal": "internal act",
    "circular.published": "circular published",
    "circular.revoked": "circular revoked",
    "campaign.opened": "campaign opened",
    "pact.signed": "integrity pact signed",
    "credential.registered": "passkey or key registered",
    "credential.revoked": "passkey or key revoked",
    "ruleset.published": "rules published",
    "advice.answered": "advice answered",
    "permit.decided": "permit decided",
    "case.opened": "case opened",
    "case.step": "step of a case",
    "erasure": "values erased",
    "sealed": "sealed entry",
    "opening": "opening of a sealed entry",
}
FIELDS: Final[Mapping[str, str]] = {
    "act": "act",
    "acted_at": "time of the act",
    "actor": "done by",
    "answer": "answer",
    "asker": "asked by",
    "assertion": "answer of the passkey",
    "basis": "legal basis",
    "blob": "SHA-256 of the encrypted files",
    "camp": "signing campaign",
    "campaign": "signing campaign",
    "code_pk": "key of the reporter's code",
    "credential": "passkey or key",
    "decision": "decision",
    "detail": "details",
    "doc": "SHA-256 of the document",
    "document": "code of the document",
    "due": "next step due by",
    "ends_on": "until",
    "entry": "number of the entry",
    "fields": "erased values",
    "identity": "NIP or other identity number",
    "key": "public key of the passkey",
    "kind": "kind",
    "kind_salt": "salt of the kind",
    "leaf": "hash of the entry",
    "level": "level of the signature",
    "link": "entry that it follows",
    "link_salt": "salt of the link",
    "lvl": "level of the signature",
    "method": "method",
    "name": "name",
    "no": "number",
    "number": "number",
    "parent": "circular above it",
    "person": "number of the person",
    "position": "position",
    "public_key": "public key",
    "question": "question",
    "reason": "reason",
    "rest": "digests of the rest",
    "reviewer": "reviewed by",
    "rules": "SHA-256 of the rules",
    "sha": "SHA-256 of the text",
    "signatory": "signed by",
    "starts_on": "from",
    "subject": "about",
    "successor": "replaced by",
    "table": "SHA-256 of all answers",
    "ten": "institution",
    "text": "SHA-256 of the text",
    "to": "keys of the recipients",
    "unit": "unit",
    "verdict": "verdict",
    "version": "version",
    "witnesses": "officers who confirmed",
}
LEVELS: Final = (
    "on paper",
    "password or one-time code",
    "passkey",
    "personal certificate",
)
CERTIFICATE: Final = 3  # the level at which the paper itself shows who signed


def kind(name: str) -> str:
    """Return what a type is called: `pact.signed/1`."""
    base = name.partition("/")[0]
    return KINDS.get(base, base)
