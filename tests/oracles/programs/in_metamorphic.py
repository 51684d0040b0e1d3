"""Answer the claims with PyPI's `metamorphic-log`: `python in_metamorphic.py claims.json`."""

import base64
import hashlib
import json
import sys
from pathlib import Path

import metamorphic_log as log


def holds(check, *given):
    """Tell whether a check passes."""
    try:
        check(*given)
    except log.VerifyError:
        return False
    return True


def hashes(claim):
    """Return the hashes of a proof."""
    return [bytes.fromhex(each) for each in claim["hashes"]]


def inclusion(claim, vkeys):
    """Check that a leaf stands in a signed state."""
    leaf = hashlib.sha256(b"\x00" + base64.b64decode(claim["leaf"])).digest()
    log.checkpoint_verify_inclusion(claim["note"], vkeys, claim["index"], leaf, hashes(claim))


def consistency(claim, vkeys):
    """Check that one signed state grew out of another."""
    log.checkpoint_verify_consistency(claim["old_note"], claim["new_note"], vkeys, hashes(claim))


claims = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
VKEYS = [claims["vkey"]]
answers = {
    "notes": [holds(log.checkpoint_verify, each["note"], VKEYS) for each in claims["notes"]],
    "inclusions": [holds(inclusion, each, VKEYS) for each in claims["inclusions"]],
    "consistencies": [holds(consistency, each, VKEYS) for each in claims["consistencies"]],
}
print(json.dumps(answers))
