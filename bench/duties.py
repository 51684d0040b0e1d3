"""How long obligations take: reckoning 60,000 of 700 units, a head's page, the city's page.

The season's own code builds the city. Its circular is read to ask for reports too, and the city
sets terms of its own (guidance and supervision every week), which makes 60,000 of them.
SQLite, and PostgreSQL where it is installed.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bench.child import measured
from tools.postgres import NoPostgres, server

PEOPLE = 20_000
SCHOOLS = 522  # with all else in that city, 700 units
ROUNDS = 100
WARM = 10
DESK, BOARD = "/kewajiban/", "/papan/kewajiban/"
NIGHTS = (0, 1, 2, 30)  # days after the city's own day


def measure() -> dict[str, Any]:
    """Build the city, reckon some nights, ask for the pages, and return the figures."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    slug = _build()
    from netral.duties.models import Obligation  # noqa: PLC0415  # needs the apps
    from netral.orgs.models import Person, Unit  # noqa: PLC0415
    from netral.tenancy.models import Institution  # noqa: PLC0415

    house = Institution.objects.get(slug=slug)
    nights = _nights(house)
    heads = {who: _asked(f"{who}@{slug}.example", DESK) for who in ("kepala", "lurah")}
    city = {page: _asked(f"bkpsdm@{slug}.example", page) for page in (DESK, BOARD)}
    return {
        "obligations": Obligation.objects.count(),
        "head_p95_ms": max(each["p95_ms"] for each in heads.values()),
        "city_p95_ms": max(each["p95_ms"] for each in city.values()),
        "nightly_s": max(each["s"] for each in nights),
        "people": Person.objects.count(),
        "units": Unit.objects.count(),
        "nights": nights,
        "heads": heads,
        "city": city,
    }


def _build() -> str:
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from netral.demo import facts, season  # noqa: PLC0415
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    depok = facts.city("depok")
    synthetic = {**depok.synthetic, "primary_schools": SCHOOLS}
    season.load([replace(depok, people=PEOPLE, synthetic=synthetic)], now=timezone.now())
    return depok.slug


def _nights(house: Any) -> list[dict[str, Any]]:
    """Set weekly terms, then reckon as the worker does on nights that follow."""
    from django.utils import timezone  # noqa: PLC0415

    from netral.circulars.models import ClauseMeaning  # noqa: PLC0415
    from netral.duties.actions.reckoning import reckon  # noqa: PLC0415
    from netral.duties.actions.terms import set_terms  # noqa: PLC0415
    from netral.duties.core import Kind  # noqa: PLC0415
    from netral.duties.core.policy import Rhythm, Terms  # noqa: PLC0415
    from netral.tallies.actions import fold  # noqa: PLC0415
    from netral.tenancy.queries import moment  # noqa: PLC0415

    today = moment(house, timezone.now())
    read = ClauseMeaning.objects.filter(clause__restates=None)
    for meaning in [each for each in read if "supervise" in each.duties]:
        ClauseMeaning.objects.filter(pk=meaning.pk).update(duties=[*meaning.duties, "report"])
    for kind in (Kind.GUIDE, Kind.SUPERVISE):
        terms = Terms(rhythm=Rhythm.WEEK)
        set_terms(institution=house, kind=kind, terms=terms, by="system", at=today)
    found = []
    for days in NIGHTS:
        night = replace(today, acted=today.acted + timedelta(days=days))
        start, used = time.perf_counter(), time.process_time()
        done = reckon(institution=house, at=night)
        took, cpu = time.perf_counter() - start, time.process_time() - used
        night_of = {"day": days, "s": round(took, 1), "cpu_s": round(cpu, 1)}
        found.append(night_of | {"made": done.made, "changed": done.changed})
        fold()
    reckon(institution=house, at=today)  # pages are asked for on the city's own day
    fold()
    return found


def _asked(email: str, page: str) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from netral.access.models import User  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    answer = client.get(page)
    if answer.status_code != 200:
        msg = f"{page} answered {answer.status_code}"
        raise RuntimeError(msg)
    for _ in range(WARM):
        client.get(page)
    times = []
    used = time.process_time()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(page)
        times.append((time.perf_counter() - start) * 1000)
    used = time.process_time() - used
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return {
        "queries": len(queries),
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "cpu_ms": round(used / ROUNDS * 1000, 1),
        "page_kb": round(len(answer.content) / 1000),
    }


def main(arguments: list[str]) -> int:
    """Measure on both engines."""
    if "--child" in arguments:
        print(json.dumps(measure()))
        return 0
    figures: dict[str, Any] = {"sqlite": measured("bench.duties", "--child")}
    try:
        with server(durable=True) as url:
            figures["postgres"] = measured("bench.duties", "--child", url=url)
    except NoPostgres:
        figures["postgres"] = None
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
