"""A measurement in a process of its own: an empty folder, a database of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OURS = "NETRAL_BENCH_"  # what the child may know of the settings of its parent


def environment(data: str | Path, url: str | None, **more: str) -> dict[str, str]:
    """Return the environment of a child; without the `url` of a database it makes one of SQLite."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key != "DATABASE_URL" and (key.startswith(OURS) or not key.startswith("NETRAL_"))
    }
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "NETRAL_DATA": str(data)}
    return kept | own | {"NETRAL_DEMO": "1"} | ({"DATABASE_URL": url} if url else {}) | more


def measured(module: str, *arguments: str, url: str | None = None, **more: str) -> dict[str, Any]:
    """Run a module to its end; return the JSON object of its last line."""
    with tempfile.TemporaryDirectory(prefix="netral-bench-") as data:
        command = [sys.executable, "-m", module, *arguments]
        env = environment(data, url, **more)
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
