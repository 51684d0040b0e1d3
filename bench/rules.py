"""How fast and how surely the rules answer: the engine, its oracles, and the page's own evaluator.

Random questions, complete and not, are asked of the rule base that comes with the program; the
whole fact space is walked from nothing; another engine hits the same rules; every rule is deleted
and turned round; the browser computes the digest of the same table.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
ORIGIN = "http://localhost:1"  # nothing listens there: every request is answered from files
DIGEST = """async (record) => {
  const [{ Engine }, { tableDigest }] = await Promise.all(
    ["engine", "digest"].map((name) => import(`/static/answers/${name}.js`)));
  const begun = performance.now();
  const { digest } = await tableDigest(new Engine(record));
  return [digest, performance.now() - begun];
}"""

ANSWERS = 100_000
ORACLE = 4_000
MISSING = 0.2  # of the facts in a random question


def measure() -> dict[str, Any]:
    """Ask, walk, compare, and return the figures."""
    import django  # noqa: PLC0415  # the environment is set by the parent

    django.setup()
    from netral.rules import reader  # noqa: PLC0415  # needs the apps
    from netral.rules.core.cases import faults, unnoticed  # noqa: PLC0415
    from netral.rules.core.engine import Engine  # noqa: PLC0415
    from netral.rules.core.space import digest, survey  # noqa: PLC0415

    base = reader.read_base(reader.shipped_files())
    begun = time.process_time()
    engine = Engine(base)
    found = survey(engine)
    walked = time.process_time() - begun
    table = digest(engine)
    killed = 100 - 100 * len({code for code, _ in unnoticed(base)}) / len(base.rules)
    return {
        **_answering(base),
        "space": found.size,
        "complete": found.outcomes.total(),
        "enumerate_s": round(walked, 2),
        "rules": len(base.rules),
        "cases": len(base.cases),
        "case_faults": len(faults(base)),
        "conflicts": len(found.conflicts),
        "killed_percent": round(killed, 1),
        "oracle": ORACLE,
        "oracle_differences": _differences(base),
        **_page(table),
    }


def _answering(base: Any) -> dict[str, float]:
    """Time questions at an engine that has answered nothing yet, then the same ones again."""
    from bench.oracle import questions  # noqa: PLC0415
    from netral.rules.core.engine import Engine  # noqa: PLC0415

    asked = list(questions(Engine(base), ANSWERS, MISSING))
    engine = Engine(base)
    spent = []
    for _ in range(2):
        begun = time.process_time()
        for facts, on in asked:
            engine.answer(facts, on)
        spent.append((time.process_time() - begun) / ANSWERS * 1e6)
    return {"us_per_answer": round(spent[0], 2), "us_again": round(spent[1], 2)}


def _differences(base: Any) -> int:
    """Count complete questions for which another engine hits other rules."""
    from bench.oracle import decision, hits, questions  # noqa: PLC0415
    from netral.rules.core.engine import Engine  # noqa: PLC0415

    engine = Engine(base)
    tables = {day: decision(base, day) for day in engine.days()}
    wrong = 0
    for facts, on in questions(engine, ORACLE, 0):
        answer = engine.answer(facts, on)
        own = {*answer.rules, *(d.rule for d in answer.defeated), *answer.warnings}
        wrong += own != hits(tables[max(day for day in tables if day <= on)], facts)
    return wrong


def _page(table: str) -> dict[str, Any]:
    """Weigh the file of a city, its own circular included, and let the browser answer it all."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from netral.answers.queries.package import package  # noqa: PLC0415
    from netral.rules import queries  # noqa: PLC0415
    from netral.rules.core.record import base_record  # noqa: PLC0415
    from netral.tenancy.models import Institution  # noqa: PLC0415
    from netral.tenancy.queries import moment  # noqa: PLC0415

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("demo", people=50, city=["bogor"], stdout=sys.stderr)
    bogor = Institution.objects.get()
    made = package(bogor, moment(bogor, timezone.now()).acted)
    digest, spent = _in_browser(base_record(queries.shipped().base))
    own = json.loads(made.plain)
    whole, _ = _in_browser(own["base"])
    return {
        "json_kb": round(len(made.brotli) / 1000, 1),
        "json_gzip_kb": round(len(made.gzip) / 1000, 1),
        "digest_equal": digest == table and whole == own["table"],
        "browser_table_ms": round(spent),
    }


def _in_browser(record: object) -> tuple[str, float]:
    """Return the digest of the table as the page's evaluator computes it, and how long it took."""
    from playwright.sync_api import Route, sync_playwright  # noqa: PLC0415

    def served(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/static/answers/"):
            route.fulfill(path=ROOT / "netral/answers" / path.lstrip("/"))
        else:
            route.fulfill(body="<!doctype html><title>.</title>", content_type="text/html")

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", served)
        page.goto(f"{ORIGIN}/")
        digest, spent = page.evaluate(DIGEST, record)
        browser.close()
    return digest, spent


def main(arguments: list[str]) -> int:
    """Measure in a process of its own, with a database of its own."""
    if "--child" in arguments:
        print(json.dumps(measure()))
        return 0
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    with tempfile.TemporaryDirectory() as data:
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps a loop running in this thread
            "NETRAL_DATA": data,
            "NETRAL_DEMO": "1",
        }
        return subprocess.run(
            [sys.executable, "-m", "bench.rules", "--child"], env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
