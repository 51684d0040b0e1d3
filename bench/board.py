"""How long the boards of 12,000 people in 700 units take at the server.

Requests pass through the whole middleware, session and templates included, without a socket.
The season's own code builds the house. SQLite, and PostgreSQL where it is installed.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

from bench.child import measured
from tools.postgres import NoPostgres, server

PEOPLE = 12_000
SCHOOLS = 522  # with all else in that city, 700 units
ROUNDS = 200
WARM = 20


def measure() -> dict[str, Any]:
    """Build the house, ask for the pages, and return the figures."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    slug, path = _build()
    from django.test import Client  # noqa: PLC0415  # needs the apps

    from netral.access.models import User  # noqa: PLC0415
    from netral.orgs.models import Person, Unit  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=f"bkpsdm@{slug}.example"))
    board, overview = _asked(client, path), _asked(client, "/papan/")
    return {
        "people": Person.objects.count(),
        **board,
        "units": Unit.objects.count(),
        "overview": overview,
    }


def _build() -> tuple[str, str]:
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from netral.demo import facts, season  # noqa: PLC0415
    from netral.pacts.models import Campaign  # noqa: PLC0415
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    depok = facts.city("depok")
    synthetic = {**depok.synthetic, "primary_schools": SCHOOLS}
    city = replace(depok, people=PEOPLE, synthetic=synthetic)
    season.load([city], now=timezone.now())
    return city.slug, f"/pakta/{Campaign.objects.get().slug}/papan/"


def _asked(client: Any, path: str) -> dict[str, Any]:
    answer = client.get(path)
    if answer.status_code != 200:
        msg = f"{path} answered {answer.status_code}"
        raise RuntimeError(msg)
    for _ in range(WARM):
        client.get(path)
    times = []
    used = time.process_time()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    used = time.process_time() - used
    return {
        "queries": _queries(client, path),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "cpu_ms": round(used / ROUNDS * 1000, 1),
        "page_kb": round(len(answer.content) / 1000),
    }


def _queries(client: Any, path: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def main(arguments: list[str]) -> int:
    """Measure on both engines; the figures of SQLite stand first."""
    if "--child" in arguments:
        print(json.dumps(measure()))
        return 0
    figures = measured("bench.board", "--child")
    try:
        with server(durable=True) as url:
            figures["postgres"] = measured("bench.board", "--child", url=url)
    except NoPostgres:
        figures["postgres"] = None
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
