"""How many people sign their pact in a second, over HTTP, as in the last hour of a season.

A real server (granian, two workers) with the production password hasher; each person signs in,
reads the pact and signs it with the password, which is three pages, two forms and two hashes.
Loopback only. SQLite (synchronous FULL), and PostgreSQL (fsync on) where it is installed.
"""

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import signers
from bench.child import measured
from tools.postgres import NoPostgres, server

PEOPLE = int(os.environ.get("NETRAL_BENCH_PEOPLE", "600"))
CLIENTS = 8
TWICE = 5  # every fifth person clicks twice at once
UNITS = 40
WORKERS = 2
PASSWORD = "kuda-lumping-di-alun-alun"  # noqa: S105  # of invented people
BIN = Path(sys.executable).parent


def measure() -> dict[str, Any]:
    """Build the house, start the server, let everybody sign, and hold the rows against it."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    slug, numbers = _build()
    with _served() as port:
        begun = time.perf_counter()
        done = signers.run(
            numbers, port=port, slug=slug, password=PASSWORD, clients=CLIENTS, twice=TWICE
        )
        took = time.perf_counter() - begun
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)  # the server, now that it has ended
    cpu = 1000 * (spent.ru_utime + spent.ru_stime) / len(numbers)
    return _figures(done, took) | {"server_cpu_ms": round(cpu, 1)}


def _build() -> tuple[str, list[str]]:
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from bench.sign_house import build  # noqa: PLC0415  # needs the apps
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return build(people=PEOPLE, units=UNITS, password=PASSWORD, now=timezone.now())


@contextmanager
def _served() -> Iterator[int]:
    """Run the server on a free port, and stop it whatever happens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1"]
    command += ["--no-ws", "--log-level", "error", "config.wsgi:application"]
    env = os.environ | {"NETRAL_BASE_URL": f"http://localhost:{port}"}
    running = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            browser = signers.Browser(port)
            browser.get("/masuk/")
        except (OSError, RuntimeError):
            time.sleep(0.2)
        else:
            return
    msg = "the server does not answer"
    raise RuntimeError(msg)


def _figures(done: signers.Results, took: float) -> dict[str, Any]:
    from django.db.models import Count  # noqa: PLC0415

    from netral.orgs.models import Person  # noqa: PLC0415
    from netral.pacts.actions.recounting import recount  # noqa: PLC0415
    from netral.pacts.models import Campaign, Signature  # noqa: PLC0415
    from netral.tallies.actions import fold  # noqa: PLC0415

    fold()
    signed = set(Signature.objects.values_list("pledge__person__account__username", flat=True))
    double = Person.objects.annotate(n=Count("pledges__signature")).filter(n__gt=1).count()
    for line in done.wrong[:10]:
        print(line, file=sys.stderr)
    return {
        "signatures": len(signed),
        "per_s": round(len(signed) / took, 1),
        "p50_ms": _ms(done.posts, 50),
        "p95_ms": _ms(done.posts, 95),
        "lost": len(done.receipts - signed),
        "double": double,
        "journey_p50_ms": _ms(done.journeys, 50),
        "journey_p95_ms": _ms(done.journeys, 95),
        "refused": len(done.wrong),
        "counters_wrong": recount(campaign=Campaign.objects.get()),
    }


def _ms(times: list[float], share: int) -> float:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return round(1000 * cuts[share - 1], 1)


def main() -> None:
    """Measure each engine in a process of its own, and print both as the last line."""
    if "--here" in sys.argv:
        print(json.dumps(measure()))
        return
    found: dict[str, Any] = {"sqlite": _engine()}
    try:
        with server(durable=True) as url:
            found["postgres"] = _engine(url)
    except NoPostgres as lacking:
        print(lacking, file=sys.stderr)
    found["people"], found["clients"] = PEOPLE, CLIENTS
    print(json.dumps(found))


def _engine(url: str | None = None) -> dict[str, Any]:
    return measured("bench.sign_http", "--here", url=url, NETRAL_HOSTS="localhost")


if __name__ == "__main__":
    main()
