"""How long a roster of 100,000 people takes: dry run, apply, and the same file again.

The file is made in another process; the figures are those of a process that does nothing else.
`python -m bench.roster` measures SQLite, and PostgreSQL where it is installed.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.child import measured
from tools.postgres import NoPostgres, server

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))


def measure(path: Path) -> dict[str, Any]:
    """Import the file twice into an empty house and return the figures."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    from bench.roster_house import House  # noqa: PLC0415  # needs the apps

    house = House.build()
    first = house.run(path)
    second = house.run(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "rows": first.rows,
        "dry_run_s": round(first.dry_run_s, 2),
        "apply_s": round(first.apply_s, 2),
        "second_apply_changes": second.changes,
        "peak_mb": round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024)),
        "people": house.people(),
        "cpu_s": round(first.cpu_s, 2),
        "second_dry_run_s": round(second.dry_run_s, 2),
        "second_apply_s": round(second.apply_s, 2),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bench.roster_file", path, str(ROWS)], check=True)
        print(f"{ROWS} rows of 67 columns, {path.stat().st_size / 1e6:.1f} MB, "
              f"written in {time.perf_counter() - started:.0f} s")  # fmt: skip
        found = {"sqlite": measured("bench.roster", str(path))}
        try:
            with server(durable=True) as url:
                found["postgres"] = measured("bench.roster", str(path), url=url)
        except NoPostgres as error:
            print(error)
    result = {**found["sqlite"], **found, "at": f"{datetime.now(UTC):%Y-%m-%d}"}
    print(json.dumps(result))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        main()
