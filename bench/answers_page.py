"""How soon "Bolehkah?" is there, and how soon after a choice, on a processor four times slower.

A real server (granian) with collected, compressed files; a phone-sized Chromium whose processor
is throttled. The time of a choice runs from the touch until the next frame has been painted.
"""

import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

ROUNDS: Final = 15
THROTTLE: Final = 4
PLACE: Final = "/bolehkah/depok/"
TEXTS: Final = ("ngelike postingan", "foto bareng calon", "pakai mobil dinas", "jadi timses")
# From an event to the frame after it: what the reader waits for.
TOUCH: Final = """(selector) => new Promise((done) => {
  const target = document.querySelector(selector), begun = performance.now();
  target.click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
TYPE: Final = """(text) => new Promise((done) => {
  const field = document.querySelector("#cari"), begun = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
LOADED: Final = """() => {
  const files = performance.getEntriesByType("resource");
  const rules = files.find((each) => each.name.includes("/aturan-"));
  const others = files.filter((each) => !/aturan-|terbit/.test(each.name));
  return {
    first_paint_ms: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    rules_asked_ms: rules.startTime,
    page_kb: others.reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000,
    json_kb: rules.encodedBodySize / 1000,
  };
}"""


def measure(base: str) -> dict[str, Any]:
    """Open the page, choose in every way, and return the figures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tools import machine  # noqa: PLC0415

    spent: dict[str, list[float]] = {"search": [], "act": [], "subject": [], "question": []}
    loads: list[dict[str, float]] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=machine.find("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for each in range(ROUNDS):
            context = browser.new_context(base_url=base, viewport={"width": 360, "height": 740})
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
            page.goto(PLACE)
            page.wait_for_selector("[data-warm]")
            loads.append(_loaded(page, base))
            spent["search"].append(page.evaluate(TYPE, TEXTS[each % len(TEXTS)]))
            spent["act"].append(page.evaluate(TOUCH, "#cocok button"))
            spent["subject"].append(page.evaluate(TOUCH, "[data-answer] .asked button"))
            page.goto("about:blank")
            page.goto(f"{PLACE}#perbuatan=kampanye.hadir&sebagai=pns")
            page.wait_for_selector("[data-warm]")
            spent["question"].append(page.evaluate(TOUCH, "[data-question] button:nth-child(2)"))
            context.close()
        browser.close()
    choices = [one for name in ("act", "subject", "question") for one in spent[name]]
    return {
        "throttle": THROTTLE,
        "choice_p50_ms": round(statistics.median(choices)),
        "choice_p95_ms": round(statistics.quantiles(choices, n=20)[-1]),
        **{f"{name}_ms": round(statistics.median(times)) for name, times in spent.items()},
        **{key: round(statistics.median(load[key] for load in loads), 1) for key in loads[0]},
    }


def _loaded(page: Any, base: str) -> dict[str, float]:
    """Return what loading took; the page itself as the proxy in front compresses it."""
    found: dict[str, float] = page.evaluate(LOADED)
    html = urllib.request.urlopen(base + PLACE).read()  # noqa: S310
    return found | {"page_kb": found["page_kb"] + len(gzip.compress(html, 9)) / 1000}


@contextmanager
def house() -> Iterator[str]:
    """Load a city and serve it; yield the address."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        base = f"http://localhost:{port}"
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings", "NETRAL_DATA": data, "NETRAL_DEMO": "1",
            "NETRAL_BASE_URL": base,
        }  # fmt: skip
        for command in (
            ["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"],
            ["demo", "--people", "50"],
        ):  # fmt: skip
            subprocess.run(
                [sys.executable, "manage.py", *command], env=environment, check=True,
                stdout=sys.stderr,
            )  # fmt: skip
        free.close()
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
                   "--no-ws", "config.wsgi:application"]  # fmt: skip
        with subprocess.Popen(granian, env=environment, stdout=sys.stderr) as server:
            try:
                _wait(base)
                yield base
            finally:
                server.terminate()


def _wait(base: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(base + PLACE, timeout=20).read()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    msg = "the server did not come up"
    raise RuntimeError(msg)


def main() -> int:
    """Measure, and print one JSON object."""
    from tools.catalog import book  # noqa: PLC0415

    book.compile_all()
    with house() as base:
        print(json.dumps(measure(base)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
