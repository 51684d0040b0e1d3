"""The page that checks receipts, opened from a disk in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from netral_verify.page import page
from tests.outside.conftest import Case
from tests.outside.conftest import case as case  # noqa: PLC0414  # a fixture, shared

OLD_PHONE: Final = "Object.defineProperty(crypto, 'subtle', { value: undefined })"
NUMBERS: Final = count()


@dataclass
class Checker:
    """The page, and what one does with it. Whatever it asks of a network is a fault."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", self._requested)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda wrong: self.faults.append(str(wrong)))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith("file:"):
            self.faults.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        self.faults.append(message.text)

    def trust(self, policy: bytes) -> None:
        """Paste a policy."""
        if not self.page.locator("#policy").is_visible():
            self.page.locator("#change > summary").click()
        self.page.locator("#policy").fill(policy.decode())

    def give(self, octets: bytes, name: str = "bukti.tlog-proof") -> str:
        """Choose a file, and return how it ends once the page has judged it."""
        own = f"{next(NUMBERS)}-{name}"
        file = {"name": own, "mimeType": "application/octet-stream", "buffer": octets}
        self.page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
        self.page.wait_for_function(
            "own => document.getElementById('name').textContent === own", arg=own
        )
        found = self.page.locator(".result").first.get_attribute("data-outcome")
        assert found
        return found

    def headline(self) -> str:
        return self.page.locator(".banner p").first.inner_text()

    def sentences(self, kind: str) -> list[str]:
        """Return the sentences of a list: `sure`, `said` or `open`."""
        return self.page.locator(f".result ul.{kind} li").all_inner_texts()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Checker]:
    """The page as it is handed out, on a phone that speaks Indonesian."""
    yield from _opened(browser, _kept(tmp_path))


@pytest.fixture
def old_phone(browser: Browser, tmp_path: Path) -> Iterator[Checker]:
    """The page in a browser that lends it no cryptography."""
    yield from _opened(browser, _kept(tmp_path), OLD_PHONE)


@pytest.fixture
def carrying(browser: Browser, tmp_path: Path, case: Case) -> Iterator[Checker]:
    """The page with a policy in it, as an installation hands it out."""
    yield from _opened(browser, _kept(tmp_path, case.policy.decode()))


def _kept(folder: Path, policy: str = "") -> Path:
    """Put the page onto a disk."""
    file = folder / "netral-periksa.html"
    file.write_text(page(policy), encoding="utf-8")
    return file


def _opened(browser: Browser, file: Path, script: str = "") -> Iterator[Checker]:
    context = browser.new_context(locale="id-ID", viewport={"width": 360, "height": 740})
    context.set_default_timeout(30_000)  # two cores, three runs at once
    if script:
        context.add_init_script(script)
    checker = Checker(context.new_page())
    checker.watch()
    checker.page.goto(file.as_uri())
    yield checker
    context.close()
    assert checker.faults == []
