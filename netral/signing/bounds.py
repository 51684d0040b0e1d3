"""Running `examine` in a process of its own, and reading what it says."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from asn1crypto import x509

from netral.signing.core import Look, Seal

PATIENCE: Final = 15  # seconds on the wall, whatever the processor does meanwhile
HEADER: Final = b"%PDF-"
HOUSE: Final = Path(__file__).resolve().parent.parent.parent


def examine(pdf: bytes, roots: Sequence[x509.Certificate], attachment: str = "") -> Look:
    """Look into `pdf`; a file that breaks, bloats or stalls its reader is unreadable.

    `attachment` names a file inside that is wanted along.
    """
    if HEADER not in pdf[:1024]:  # not worth a process
        return Look(problem="unreadable")
    trusted = [base64.b64encode(root.dump()).decode() for root in roots]
    head = {"roots": trusted, "attachment": attachment}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "netral.signing.examine"],
            input=json.dumps(head).encode() + b"\n" + pdf,
            capture_output=True,
            cwd=HOUSE,
            env={},  # the reader of a hostile file need not know the house's secrets
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Look(problem="too_big")
    if not done.stdout:  # ended by its limit
        return Look(problem="too_big")
    return read(json.loads(done.stdout))


def read(answer: dict[str, Any]) -> Look:
    """Read what `examine.look` found."""
    if answer["problem"]:
        return Look(problem=answer["problem"])
    return Look(
        pages=answer["pages"],
        active=answer["active"],
        seals=tuple(_seal(found) for found in answer["seals"]),
        attached=base64.b64decode(answer["attached"]),
    )


def _seal(found: dict[str, Any]) -> Seal:
    stated = found.pop("signed_at")
    return Seal(signed_at=datetime.fromisoformat(stated) if stated else None, **found)
