"""Check everything but behaviour, cheapest first; stop at the first failure."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools import machine

ROOT: Final = Path(__file__).resolve().parent.parent
BIN: Final = Path(sys.executable).parent
LINT: Final = ROOT / "var" / "lint-venv" / "bin"  # GPL programs, run apart, never imported
HOUSE: Final = {"NETRAL_DEBUG": "1"}
# What a real installation sets, so that `check --deploy` judges the settings it would have.
PRODUCTION: Final = {
    "NETRAL_BASE_URL": "https://netral.example",
    "NETRAL_HOSTS": "netral.example",
    "NETRAL_SECRET_KEY": "k3f9-not-a-real-key-but-long-and-varied-enough-0123456789-XYZ",
    "NETRAL_NIK_KEY": "n7q2-not-a-real-key-but-long-and-varied-enough-0123456789-XYZ",
    "NETRAL_PROMISE_KEY": "m4d6-not-a-real-key-but-long-and-varied-enough-0123456789-XYZ",
    "NETRAL_SEAL_PASSPHRASE": "p5w8-not-a-real-one-but-long-and-varied-enough-0123456789",
}

Step = tuple[list[str], Mapping[str, str]]


def steps() -> list[Step]:
    """Return the commands in their order."""
    python = str(BIN / "python")
    pages = [str(page) for page in sorted((ROOT / "netral").glob("*/templates/**/*.html"))]
    return [
        ([str(BIN / "ruff"), "format", "--check", "--output-format=concise"], {}),
        ([str(BIN / "ruff"), "check", "--output-format=concise"], {}),
        ([python, "-m", "tools.shape"], {}),
        ([str(BIN / "lint-imports"), "--no-logo"], HOUSE),
        ([str(LINT / "djhtml"), "--tabwidth=2", "--check", *pages], {}),
        ([str(LINT / "djlint"), "--lint", "--quiet", *pages], {}),
        ([str(BIN / "mypy")], HOUSE),
        ([python, "manage.py", "makemigrations", "--check", "--dry-run"], HOUSE),
        ([python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        ([python, "-m", "tools.catalog", "check"], {}),
        ([python, "-m", "tools.rules_table", "--check"], HOUSE),
        ([python, "-m", "tools.duties_table", "--check"], HOUSE),
        ([python, "-m", "tools.leaf_types", "--check"], {}),
    ]


def main() -> int:
    """Run the steps; say the time of each, and all that a failing one says."""
    for command, more in steps():
        name = " ".join(word for word in command if not word.endswith(".html"))
        name = name.replace(f"{BIN}/", "").replace(f"{LINT}/", "")
        start = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**machine.plain(), **more},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(f"{time.monotonic() - start:6.1f} s  {name}", flush=True)
        if done.returncode:
            print(done.stdout)
            print(f"Failed: {name}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
