"""Pages obey a strict content policy, ask nothing of other sites, and are light."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from netral.tenancy.models import Institution

BUDGET: Final = 60_000  # octets over the wire for a first visit, all files together
ROOT: Final = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


def plain_routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield the addresses that need no argument."""
    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain_routes(pattern.url_patterns, text)
        elif "<" not in text and "(" not in text:
            yield "/" + text.replace("^", "").replace("$", "")


ADDRESSES: Final = sorted({*plain_routes(get_resolver("config.urls").url_patterns), "/tiada/"})


class Seen(HTMLParser):
    """Collects what a strict policy forbids, and what a page fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.files: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = f"line {self.getpos()[0]}: <{tag}>"
        self.faults += [f"{line} {fault}" for fault in faults(tag, given)]
        if tag in {"script", "img"} and given.get("src"):
            self.files.append(given["src"])
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload", "modulepreload"}:
            self.files.append(given["href"])


def faults(tag: str, given: dict[str, str]) -> Iterator[str]:
    """Yield what a strict policy would refuse of one tag."""
    if "style" in given or tag == "style":
        yield "carries style"
    if tag == "script" and "src" not in given and given.get("type") != "application/json":
        yield "carries code"
    for name, value in given.items():
        if name.startswith(("on", "hx-on")):
            yield f"carries {name}"
        if value.startswith("javascript:"):
            yield "leads to code"
        if name in {"src", "action", "srcset", "poster"} and re.match(r"(https?:)?//", value):
            yield f"reaches another origin: {value}"


def look_at(page: bytes) -> Seen:
    seen = Seen()
    seen.feed(page.decode())
    return seen


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_carries_code_or_style(client: Client, depok: Institution, address: str) -> None:
    answer = client.get(address)
    shown = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    if shown and "attachment" not in answer.headers.get("Content-Disposition", ""):
        assert look_at(answer.content).faults == []


@pytest.mark.parametrize("address", ["/", "/privasi/", "/tiada/", "/keadaan/"])
def test_the_policy_is_strict(client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy


def test_pages_are_guarded_in_the_other_ways_too(client: Client) -> None:
    answer = client.get("/")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_detector_detects() -> None:
    bad = b"<p style='x'><script>1</script><a onclick='x'><img src='//cdn.example/x'></a>"
    assert len(look_at(bad).faults) == 4


def weight(path: str) -> int:
    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    return len(gzip.compress(Path(found).read_bytes(), 9))


@pytest.mark.parametrize("address", ["/", "/privasi/", "/tiada/"])
def test_a_first_visit_is_light(client: Client, depok: Institution, address: str) -> None:
    page = client.get(address).content
    files = look_at(page).files
    total = len(gzip.compress(page, 9)) + sum(weight(path) for path in files)
    assert total <= BUDGET, {path: weight(path) for path in files}


def test_sheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in (ROOT / "netral").glob("*/static/**/*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", text), sheet.name
        assert "!important" not in re.sub(
            r"\[hidden\].*|.*none !important.*|.*revert !imp.*", "", text
        )


def test_every_rule_stands_in_a_layer() -> None:
    for sheet in (ROOT / "netral" / "web").glob("static/web/*.css"):
        outside = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        depth, bare = 0, ""
        for sign in outside:
            depth += (sign == "{") - (sign == "}")
            bare += sign if depth == 0 and sign not in "{}" else ""
        heads = [head.strip() for head in re.split(r"[;\n]", bare) if head.strip()]
        assert all(head.startswith("@layer") for head in heads), (sheet.name, heads)
