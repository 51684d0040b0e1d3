"""People with a browser each: they sign in, read the pact, and sign it."""

import http.client
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TEXT = re.compile(r'name="text_sha256" value="([0-9a-f]{64})"')
PATIENCE = 60  # seconds for one answer


@dataclass
class Results:
    """What happened to everybody, gathered from all clients."""

    journeys: list[float] = field(default_factory=list)  # seconds from first request to receipt
    posts: list[float] = field(default_factory=list)  # seconds of the signing request
    receipts: set[str] = field(default_factory=set)  # numbers of people who got their receipt
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Browser:
    """Cookies and one connection that is kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
        self.cookies: dict[str, str] = {}

    def twin(self) -> "Browser":
        """Return a second window of the same person."""
        other = Browser(self._port)
        other.cookies = dict(self.cookies)
        return other

    def get(self, path: str) -> str:
        """Ask for a page."""
        status, _, body = self._ask("GET", path, "")
        if status != 200:
            msg = f"GET {path} answered {status}"
            raise RuntimeError(msg)
        return body

    def post(self, path: str, **form: str) -> str:
        """Send a form and return where it leads; anything else than a redirect is an error."""
        status, to, body = self._ask("POST", path, urlencode(form))
        if status != 302:
            title = re.search(r"<title>([^<]*)", body)
            msg = f"POST {path} answered {status}: {title[1] if title else body[:80]}"
            raise RuntimeError(msg)
        return to

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": f"http://localhost:{self._port}",
            "Accept": "text/html",
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text


def run(
    numbers: Sequence[str], *, port: int, slug: str, password: str, clients: int, twice: int
) -> Results:
    """Let all `numbers` sign, `clients` at a time; every `twice`-th person clicks twice at once."""
    queue: SimpleQueue[tuple[int, str]] = SimpleQueue()
    for each in enumerate(numbers):
        queue.put(each)
    results = Results()

    def work() -> None:
        while True:
            try:
                place, number = queue.get_nowait()
            except Empty:
                return
            try:
                _journey(number, port, slug, password, results, twice=place % twice == 0)
            except (OSError, RuntimeError, http.client.HTTPException, TypeError) as error:
                with results.lock:
                    results.wrong.append(f"{number}: {error}")

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _journey(  # one person's way, all its parts named
    number: str, port: int, slug: str, password: str, results: Results, *, twice: bool
) -> None:
    browser = Browser(port)
    begun = time.perf_counter()
    token = _found(TOKEN, browser.get("/masuk/"))
    browser.post("/masuk/", login=number, password=password, csrfmiddlewaretoken=token)
    page = browser.get(f"/pakta/{slug}/")
    form = {
        "csrfmiddlewaretoken": _found(TOKEN, page),
        "text_sha256": _found(TEXT, page),
        "read": "on",
        "password": password,
    }
    clicks = [browser, browser.twin()] if twice else [browser]
    threads = [
        threading.Thread(target=_click, args=(each, slug, form, results)) for each in clicks[1:]
    ]
    for thread in threads:
        thread.start()
    _click(browser, slug, form, results)
    for thread in threads:
        thread.join()
    browser.get(f"/pakta/{slug}/bukti/")
    with results.lock:
        results.journeys.append(time.perf_counter() - begun)
        results.receipts.add(number)
    browser.close()


def _click(browser: Browser, slug: str, form: dict[str, str], results: Results) -> None:
    start = time.perf_counter()
    try:
        browser.post(f"/pakta/{slug}/", **form)
    except (OSError, RuntimeError, http.client.HTTPException) as error:
        with results.lock:
            results.wrong.append(str(error))
        return
    with results.lock:
        results.posts.append(time.perf_counter() - start)


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        msg = f"the page has no {pattern.pattern}"
        raise RuntimeError(msg)
    return found[1]
