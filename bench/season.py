"""How long the demonstration season takes to load into an empty SQLite database.

`seconds` is the whole command, from its start to its end, with all four cities.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, "manage.py"]


def main() -> int:
    """Load the season once and print the figures."""
    with tempfile.TemporaryDirectory() as data:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"NETRAL_DATA": data, "NETRAL_DEMO": "1"}
        for command in ("migrate", "createcachetable"):
            subprocess.run([*MANAGE, command, "-v", "0"], cwd=ROOT, env=environment, check=True)
        before, start = _cpu(), time.monotonic()
        loading = subprocess.run(
            [*MANAGE, "demo"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        seconds, cpu = time.monotonic() - start, _cpu() - before
        size = (Path(data) / "netral.sqlite3").stat().st_size
    figures = {
        "people": sum(_people(line) for line in loading.stdout.splitlines()),
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu, 1),
        "database_mb": round(size / 1_000_000),
    }
    print(json.dumps(figures))
    return 0


def _people(line: str) -> int:
    """Read `depok: 7,000 people`."""
    return int(line.partition(":")[2].split()[0].replace(",", ""))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
