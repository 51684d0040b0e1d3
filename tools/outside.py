"""Pack what outsiders run, each in one file: `python -m tools.outside FOLDER`.

A program needs Python 3.11 and `cryptography`, the page a browser; neither needs Netral. The same
source gives the same octets, so that two people can tell by SHA-256 whether they have the same
program; nothing is compressed, because compressors differ.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path
from typing import Final

from netral_verify.page import page

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = "netral_verify"
PROGRAMS: Final = {
    "netral-verify": "netral_verify",
    "netral-witness": "netral_witness",
    "netral-monitor": "netral_monitor",
}
PAGE: Final = "netral-periksa.html"
KINDS: Final = {".py", ".json", ".toml"}
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
START: Final = b"#!/usr/bin/env python3\n"
# Old versions of Python must be able to read this far.
MAIN: Final = """\
import sys

if sys.version_info < (3, 11):
    sys.exit("Perlu Python 3.11 atau lebih baru. / Python 3.11 or newer is needed.")
try:
    import cryptography
except ImportError:
    sys.exit("Perlu paket cryptography / The package cryptography is needed:"
             " python3 -m pip install cryptography")
import runpy

runpy.run_module("{package}", run_name="__main__", alter_sys=True)
"""


def packed(package: str) -> bytes:
    """Return a program as one file that Python runs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, "__main__.py", MAIN.format(package=package).encode())
        _put(archive, "LICENSE", (ROOT / "LICENSE").read_bytes())
        for name in sorted({SHARED, package}):
            for path in sorted((ROOT / name).rglob("*")):
                if path.suffix in KINDS and "page" not in path.parts:
                    _put(archive, path.relative_to(ROOT).as_posix(), path.read_bytes())
    return START + out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, octets: bytes) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, octets)


def main(arguments: list[str]) -> int:
    """Write all programs into a folder; print the SHA-256 of each."""
    if len(arguments) != 1:
        print("python -m tools.outside FOLDER")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    made = {f"{name}.pyz": packed(package) for name, package in PROGRAMS.items()}
    for name, octets in (made | {PAGE: page().encode()}).items():
        path = folder / name
        path.write_bytes(octets)
        path.chmod(0o755 if name in made else 0o644)
        print(f"{hashlib.sha256(octets).hexdigest()}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
