"""Evidence that a log has two faces, for people who were not there.

A file with two notes that the log signed. If they speak of as many entries, they speak for
themselves; otherwise a consistency proof shows that the larger state begins otherwise.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from netral_verify import Wrong, require
from netral_verify.note import Note, open_checkpoint
from netral_verify.policy import Policy
from netral_verify.spelling import b64, unb64
from netral_verify.tree import HASH, check_consistency, growth, root

FORMAT: Final = "netral/fork/v1"
LONGEST: Final = 4 * 1024 * 1024


def evidence(old: bytes, new: bytes, proof: tuple[bytes, Sequence[bytes]] | None = None) -> bytes:
    """Return the file. `proof`: root of the new log at the old size, and that it has it there."""
    found: dict[str, Any] = {"format": FORMAT, "old": old.decode(), "new": new.decode()}
    if proof:
        found |= {"old_root_in_new": b64(proof[0]), "proof": [b64(each) for each in proof[1]]}
    return json.dumps(found, indent=1, ensure_ascii=False).encode() + b"\n"


def prove(hashes: Sequence[bytes], old: int) -> tuple[bytes, list[bytes]]:
    """Return the root over the first `old` of these leaf hashes, and the proof of it.

    With them, everybody can check which root the larger log had at that size.
    """
    proof = growth(old, len(hashes), lambda start, end: root(hashes[start:end]))
    return root(hashes[:old]), proof


def judge(octets: bytes, policy: Policy) -> tuple[int, int]:
    """Check evidence; return the two sizes of which the log said what cannot both be true.

    Raises:
        Wrong: it proves nothing.
    """
    require(len(octets) <= LONGEST, "evidence is not as long as that")
    try:
        said = json.loads(octets)
        require(said["format"] == FORMAT, "this is no evidence of a fork")
        notes = [Note.parse(str(said[name]).encode()) for name in ("old", "new")]
        root_in_new = unb64(str(said.get("old_root_in_new", "")))
        proof = [unb64(str(each)) for each in said.get("proof", [])]
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        if isinstance(wrong, Wrong):
            raise
        msg = "this is no evidence of a fork"
        raise Wrong(msg) from wrong
    key = policy.logs.get(notes[0].text.partition("\n")[0])
    if key is None:
        msg = "the policy does not know this log"
        raise Wrong(msg)
    old, new = (open_checkpoint(note, key) for note in notes)
    if old.size == new.size:
        require(old.root != new.root, "both notes say the same")
        return old.size, new.size
    require(len(root_in_new) == HASH, "this is no evidence of a fork")
    check_consistency(
        old=old.size, new=new.size, old_root=root_in_new, new_root=new.root, proof=proof
    )
    require(root_in_new != old.root, "both notes fit together")
    return old.size, new.size


def write(folder: Path, octets: bytes) -> Path:
    """Write evidence into a folder, under a name made of what it says."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"bukti-cabang-{sha256(octets).hexdigest()[:16]}.json"
    path.write_bytes(octets)
    return path
