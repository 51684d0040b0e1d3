"""What a machine must have besides Python, and where it keeps it. Standard library only."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# What the tests call for, and the Debian package that brings it.
PACKAGES = {
    "chromium": "chromium",
    "postgresql": "postgresql",
    "pdfsig": "poppler-utils",
    "certutil": "libnss3-tools",
    "qpdf": "qpdf",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
VECTORS = "NETRAL_VECTORS"  # folder of public test vectors that others made
PLAYWRIGHT = (".cache/ms-playwright", "Library/Caches/ms-playwright")  # its own download


def strict() -> bool:
    """Tell whether this is CI, where nothing may be skipped."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def plain() -> dict[str, str]:
    """Return the environment without the settings of a shell's own installation."""
    private = ("NETRAL_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    return {
        key: value
        for key, value in os.environ.items()
        if key == VECTORS or not key.startswith(private)
    }


def find(name: str) -> Path | None:
    """Return the program called `name`, or nothing."""
    if name == "chromium":
        return _chromium()
    if name == "postgresql":
        return _postgres()
    found = shutil.which(name)
    return Path(found) if found else None


def missing() -> list[str]:
    """Return what the tests would have to do without."""
    return [name for name in PACKAGES if find(name) is None]


def _chromium() -> Path | None:
    given = os.environ.get("CHROMIUM")
    installed = [given] if given else [shutil.which(name) for name in BROWSERS]
    # Ubuntu's packages are doors to a snap, which cannot see a temporary profile.
    paths = [Path(path) for path in (*installed, *ELSEWHERE) if path]
    for path in (*paths, *_downloaded()):
        if path.exists() and "snap" not in path.resolve().parts and not _opens_snap(path):
            return path
    return None


def _downloaded() -> list[Path]:
    homes = [Path.home() / folder for folder in PLAYWRIGHT]
    return [found for home in homes for found in sorted(home.glob("chromium-*/*/chrome"))]


def _opens_snap(path: Path) -> bool:
    with path.open("rb") as file:
        return b"/snap/bin" in file.read(4096)


def _postgres() -> Path | None:
    """Return the folder of the newest server's programs: Debian keeps it off the PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    found = [*([Path(on_path).resolve()] if on_path else []), *versions]
    return found[-1].parent if found else None


def _version(path: Path) -> int:
    return int(path.parts[-3]) if path.parts[-3].isdigit() else 0
