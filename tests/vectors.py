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

# The reference tree of RFC 6962: its leaves, and the roots over the first 1, 2, .. 8 of them.
LEAVES = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70)),
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


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
