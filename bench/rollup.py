"""The roll-up over a whole country, idle and while people sign and the folder is killed.

5.6 million people in 640 institutions and 60,000 units on a durable PostgreSQL of its own. The
counters are built by the product's recount; then people sign, one transaction each, 300 a second,
a folder adds up what they did and is killed five times in the middle of it, and readers ask for
the roll-up. At the end every counter of every unit is held against a count of the people.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from bench.child import measured
from tools.postgres import NoPostgres, server

PEOPLE: Final = int(os.environ.get("NETRAL_BENCH_PEOPLE", "5600000"))
NATION: Final = 5_600_000
INSTITUTIONS: Final = 640
UNITS: Final = 60_000  # with the tops, in the full size
SIGNERS: Final = 60_000  # people with accounts
RATE: Final = 300  # signatures a second
SECONDS: Final = 60
PROCESSES: Final = 4
READS: Final = 10  # a second
PAGES: Final = 40  # requests of the whole page
KILLS: Final = 5
PAUSE: Final = 1.0  # seconds between two folds
READY: Final = 20  # seconds for the processes to begin together
SETTINGS: Final = (
    "shared_buffers=3GB",
    "max_wal_size=8GB",
    "maintenance_work_mem=512MB",
    "work_mem=64MB",
)
# Counted from people and signatures alone, with nothing of the product's own counting.
WRONG: Final = """
    WITH own AS (
        SELECT institution_id, campaign_id, unit_id, state AS measure, count(*) AS n
        FROM pacts_pledge GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT p.institution_id, p.campaign_id, p.unit_id, 'level_' || s.level, count(*)
        FROM pacts_signature s JOIN pacts_pledge p ON p.id = s.pledge_id GROUP BY 1, 2, 3, 4
    ), truth AS (
        SELECT own.institution_id, 'pact:' || campaign_id AS board, above.id AS unit_id, measure,
            coalesce(sum(n) FILTER (WHERE above.id = own.unit_id), 0) AS own, sum(n) AS whole
        FROM own JOIN orgs_unit u ON u.id = own.unit_id
        CROSS JOIN LATERAL unnest(string_to_array(rtrim(u.path, '/'), '/')::bigint[]) above(id)
        GROUP BY 1, 2, 3, 4
    )
    SELECT count(*) FILTER (WHERE coalesce(truth.own, 0) <> coalesce(c.own, 0)
        OR coalesce(truth.whole, 0) <> coalesce(c.whole, 0)), count(*), count(DISTINCT unit_id)
    FROM truth FULL JOIN tallies_count c USING (institution_id, board, unit_id, measure)
"""


def measure() -> dict[str, Any]:
    """Build the nation, measure it idle and under load, and recount."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    from django.db import connection  # noqa: PLC0415

    figures = _build()
    idle = _run("read", time.time() + 3, 10, READS)["times"]
    figures |= {"idle_p50_ms": _ms(idle, 50), "idle_p95_ms": _ms(idle, 95)}
    from bench import rollup_page  # noqa: PLC0415  # needs the apps

    page = rollup_page.times(requests=PAGES)
    figures |= {"page_p50_ms": _ms(page, 50), "page_p95_ms": _ms(page, 95)}
    figures |= _under_load()
    from netral.tallies.actions import fold  # noqa: PLC0415

    fold()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tallies_delta")
        backlog = cursor.fetchone()[0]
        cursor.execute(WRONG)
        wrong, counters, counted_units = cursor.fetchone()
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        size = cursor.fetchone()[0]
    return figures | {
        "recount_equal": wrong == 0 and backlog == 0,
        "counters": counters,
        "counters_wrong": wrong,
        "counted_units": counted_units,
        "backlog": backlog,
        "database_mb": size,
    }


def _build() -> dict[str, Any]:
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from bench import rollup_house  # noqa: PLC0415  # needs the apps
    from netral.orgs.models import Person, Unit  # noqa: PLC0415
    from netral.pacts.queries import national  # noqa: PLC0415
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    begun = time.perf_counter()
    rollup_house.build(
        people=PEOPLE,
        institutions=INSTITUTIONS,
        units=UNITS * PEOPLE // NATION - INSTITUTIONS,
        signers=min(SIGNERS, PEOPLE // 4),
        now=timezone.now(),
    )
    built = time.perf_counter()
    rollup_house.recount_all()
    recounted = time.perf_counter()
    rollup_house.settle("tallies_count", "tallies_delta", "ledger_entry")
    found = national()
    return {
        "people": Person.objects.count(),
        "institutions": len(found.houses),
        "units": Unit.objects.count(),
        "asked": found.figures.total,
        "build_s": round(built - begun),
        "rebuild_s": round(recounted - built, 1),
    }


def _under_load() -> dict[str, Any]:
    start = time.time() + READY
    signing = [
        _start("sign", start, SECONDS, RATE / PROCESSES, part, PROCESSES)
        for part in range(PROCESSES)
    ]
    reading = _start("read", start, SECONDS, READS)
    with _folding(start) as folder:
        signed = [_result(each) for each in signing]
        read = _result(reading)["times"]
    times = [each for one in signed for each in one["times"]]
    return {
        "rollup_p50_ms": _ms(read, 50),
        "rollup_p95_ms": _ms(read, 95),
        "rollup_max_ms": round(max(read), 1),
        "reads": len(read),
        "signs": len(times),
        "signs_per_s": round(len(times) / SECONDS, 1),
        "sign_p50_ms": _ms(times, 50),
        "sign_p95_ms": _ms(times, 95),
        "sign_cpu_ms": round(statistics.mean(each["cpu_ms"] for each in signed), 2),
        **folder.figures(),
    }


class Folder:
    """The folder's process: started again whenever it has been killed."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._rng = random.Random(2024)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._kills = self._midway = 0
        self._folds: list[tuple[int, float]] = []

    def begin(self) -> None:
        """Start it, and the one who kills it."""
        self._thread.start()

    def end(self) -> None:
        """Kill the last one too, and wait for that."""
        self._over.set()
        self._thread.join()

    def figures(self) -> dict[str, Any]:
        """Return what was killed, and what folding took."""
        return {
            "kills": self._kills,
            "killed_midway": self._midway,
            "folds": len(self._folds),
            "fold_p95_ms": _ms([ms for _, ms in self._folds], 95),
            "fold_max_ms": max(ms for _, ms in self._folds),
            "fold_max_rows": max(rows for rows, _ in self._folds),
        }

    def _run(self) -> None:
        """Kill it in the middle of a fold, at random moments spread over the time of signing."""
        lot = SECONDS / (KILLS + 1)
        for number in range(KILLS):
            self._one(self._start + lot * (number + 0.5 + self._rng.random()), kill=True)
        self._one(float("inf"), kill=False)

    def _one(self, until: float, *, kill: bool) -> None:
        """Let one folder work `until` then, or until all is over, and end it inside a fold."""
        running, folded = _start("fold", PAUSE), 0
        assert running.stdout is not None  # noqa: S101  # a pipe, as asked for
        for line in running.stdout:
            if line.startswith("-"):
                _, rows, took = line.split()
                self._folds.append((int(rows), float(took)))
                folded += 1
            elif folded and (self._over.is_set() or time.time() > until):
                break
        if kill:
            quick = min(ms for _, ms in self._folds[-20:]) / 1000
            time.sleep(self._rng.random() * quick)
        running.kill()
        rest = running.stdout.read()
        running.wait()
        self._kills += kill
        self._midway += kill and "-" not in rest


@contextmanager
def _folding(start: float) -> Iterator[Folder]:
    folder = Folder(start)
    folder.begin()
    try:
        yield folder
    finally:
        folder.end()


def _start(*words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "bench.rollup_load", *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _run(*words: object) -> Any:
    return _result(_start(*words))


def _result(running: "subprocess.Popen[str]") -> Any:
    out, _ = running.communicate()
    if running.returncode:
        msg = f"a process of the benchmark ended with {running.returncode}"
        raise RuntimeError(msg)
    return json.loads(out.splitlines()[-1])


def _ms(times: list[float], share: int) -> float:
    return round(statistics.quantiles(times, n=100, method="inclusive")[share - 1], 1)


def main() -> int:
    """Start the server, measure in a process of its own, and print the figures last."""
    if "--here" in sys.argv:
        print(json.dumps(measure()))
        return 0
    with server(durable=True, more=SETTINGS) as url:
        figures = measured("bench.rollup", "--here", url=url)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures["machine"] = f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}"
    figures["max_rss_mb"] = spent.ru_maxrss // 1000
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NoPostgres as lacking:
        sys.exit(str(lacking))
