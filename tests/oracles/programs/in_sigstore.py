"""Answer the claims with PyPI's `sigstore`: `python in_sigstore.py claims.json`."""

import base64
import json
import sys
from pathlib import Path
from types import SimpleNamespace

from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore._internal.trust import Keyring
from sigstore.errors import VerificationError
from sigstore_models.common.v1 import PublicKey, PublicKeyDetails


def holds(check, *given):
    """Tell whether a check passes."""
    try:
        check(*given)
    except VerificationError:
        return False
    return True


def note(claim, keys, key_id):
    """Read a checkpoint and check the log's signature under it."""
    SignedCheckpoint.from_text(claim["note"]).signed_note.verify(keys, key_id)


def inclusion(claim):
    """Check that a leaf stands where it is said to."""
    proof = SimpleNamespace(
        log_index=claim["index"],
        tree_size=claim["size"],
        hashes=[bytes.fromhex(each) for each in claim["hashes"]],
        root_hash=bytes.fromhex(claim["root"]),
    )
    body = base64.b64decode(claim["leaf"])
    inner = SimpleNamespace(inclusion_proof=proof, canonicalized_body=body)
    verify_merkle_inclusion(SimpleNamespace(_inner=inner))


claims = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
KEYS = Keyring(
    [PublicKey(raw_bytes=claims["der"].encode(), key_details=PublicKeyDetails.PKIX_ED25519)]
)
KEY_ID = bytes.fromhex(claims["key_id"])
answers = {
    "notes": [holds(note, each, KEYS, KEY_ID) for each in claims["notes"]],
    "inclusions": [holds(inclusion, each) for each in claims["inclusions"]],
}
print(json.dumps(answers))
