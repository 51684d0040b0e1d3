"""Public vectors that others made, read from the folder that NETRAL_VECTORS names.

They are never kept here. Where the variable is not set, one line at the end says what was left out.
"""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest

FOLDER: Final = os.environ.get("NETRAL_VECTORS", "")
SKIPPED: Final = "NETRAL_VECTORS is not set: the public Merkle vectors were left out"


def merkle(kind: Literal["inclusion", "consistency"]) -> list[Any]:
    """Return the cases of transparency-dev/merkle as parameters of a test.

    Each is a dictionary as it stands in its file, with hashes as octets: `leafIdx`, `treeSize`,
    `root`, `leafHash`, `proof` or `size1`, `size2`, `root1`, `root2`, `proof`; and `wantErr`.
    """
    if not FOLDER:
        return [pytest.param({}, marks=pytest.mark.skip(reason=SKIPPED), id="left out")]
    cases = list(_cases(Path(FOLDER) / "merkle" / kind))
    if not cases:
        msg = f"NETRAL_VECTORS names a folder without merkle/{kind}"
        raise FileNotFoundError(msg)
    return cases


def _cases(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.rglob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        for name in ("root", "root1", "root2", "leafHash"):
            if name in case:
                case[name] = base64.b64decode(case[name] or "")
        case["proof"] = [base64.b64decode(each or "") for each in case["proof"] or ()]
        yield pytest.param(case, id=f"{path.parent.name} {path.stem}")


def left_out(skipped: list[Any]) -> bool:
    """Tell whether one of these reports of skipped tests is of the vectors."""
    return any(SKIPPED in str(report.longrepr) for report in skipped)
