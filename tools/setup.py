"""Prepare a machine: `venv` makes the environment, `system` adds what the tests call for.

Runs on the machine's own Python, before anything is installed: standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from tools import machine

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def make(home: Path, lock: Path) -> None:
    """Make the environment `home` and install exactly what `lock` lists, by hash."""
    if sys.version_info[:2] < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(
            f"Netral needs Python 3.11 or newer; {sys.executable} is {have}. "
            "Name another one: make PYTHON=python3.12 ..."
        )
    if importlib.util.find_spec("ensurepip") is None and not apt(["python3-venv"]):
        sys.exit("python3-venv is missing: run `sudo apt install python3-venv`, then try again.")
    print(f"Installing what {lock.name} lists; the first time takes a minute or two.", flush=True)
    venv.create(home, with_pip=True, symlinks=os.name != "nt")
    pip = [str(home / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock)],
        check=True,
    )
    (home / "installed").touch()


def complete() -> None:
    """Install the programs that tests need and this machine lacks, where we may."""
    wanted = machine.missing()
    if wanted and shutil.which("apt-get"):
        apt([machine.PACKAGES[name] for name in wanted])
    if machine.find("chromium") is None:  # Ubuntu has it only as a snap
        fetch = [str(ROOT / ".venv" / "bin" / "playwright"), "install", "chromium"]
        print("Looking for a Chromium that Playwright can bring.", flush=True)
        more = ["--with-deps"] if _may() else []
        subprocess.run([*fetch, *more], check=False, capture_output=True)


def apt(packages: list[str]) -> bool:
    """Install Debian packages; False where we may not, or it fails."""
    if not shutil.which("apt-get") or not _may():
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    rights = [] if os.getuid() == 0 else ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"]
    print(f"Installing {', '.join(packages)} with apt.", flush=True)
    subprocess.run([*rights, "apt-get", "-qq", "update"], check=False, env=env)
    done = [
        subprocess.run([*rights, "apt-get", "-qq", "-y", "install", one], check=False, env=env)
        for one in packages  # one by one: one that a system lacks must not stop the others
    ]
    return all(each.returncode == 0 for each in done)


def _may() -> bool:
    """Tell whether we are root, or become it without a password."""
    if os.getuid() == 0:
        return True
    sudo = shutil.which("sudo")
    ask = [sudo, "-n", "true"] if sudo else ["false"]
    return subprocess.run(ask, check=False, stderr=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    if sys.argv[1:] == ["venv"]:
        make(ROOT / ".venv", ROOT / "requirements.lock")
    elif sys.argv[1:] == ["lint"]:
        make(ROOT / "var" / "lint-venv", ROOT / "tools" / "lint-requirements.lock")
    elif sys.argv[1:] == ["system"]:
        complete()
    else:
        sys.exit(__doc__)
