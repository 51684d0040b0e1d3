"""Photograph pages: at 360 and 1280 px, light and dark, and on A4, into `var/look`.

python -m tools.look http://localhost:8102 / /edaran/ [--login NAME PASSWORD] [--english] [--print]

Also says which pages scroll sideways at 320 px. The server must be running.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "var" / "look"
CHROMIUM: Final = "/usr/bin/chromium"
QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip
SIZES: Final = {360: 740, 1280: 900}


def main() -> int:
    """Read the arguments, take the pictures, print where they are."""
    given = _arguments()
    OUT.mkdir(parents=True, exist_ok=True)
    wide = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        context = browser.new_context(base_url=given.base)
        if given.english:
            context.add_cookies([{"name": "bahasa", "value": "en", "url": given.base}])
        if given.login:
            _sign_in(context, *given.login)
        page = context.new_page()
        for path in given.paths:
            for name in _photograph(page, path, tall=not given.first, paper=given.print):
                print(name)
            page.set_viewport_size({"width": 320, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > 320:  # noqa: PLR2004
                wide.append(path)
        browser.close()
    if wide:
        print("scrolls sideways at 320 px:", *wide)
    return bool(wide)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="where the server listens")
    parser.add_argument("paths", nargs="+", help="paths to photograph")
    parser.add_argument("--login", nargs=2, metavar=("NAME", "PASSWORD"))
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--print", action="store_true", help="also as PDF on A4")
    parser.add_argument("--first", action="store_true", help="the first screen only")
    return parser.parse_args()


def _sign_in(context: BrowserContext, name: str, password: str) -> None:
    page = context.new_page()
    page.goto("/masuk/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.locator("main form[method=post] button").first.click()
    page.wait_for_load_state()
    if page.locator("input[name=password]").count():
        sys.exit(f"could not sign in as {name}")
    page.close()


def _photograph(page: Page, path: str, *, tall: bool, paper: bool) -> list[str]:
    stem = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
    made = []
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme="light" if theme == "light" else "dark")
            page.goto(path)
            made.append(str(OUT / f"{stem}-{width}-{theme}.png"))
            page.screenshot(path=made[-1], full_page=tall)
    if paper:
        made.append(str(OUT / f"{stem}.pdf"))
        page.pdf(path=made[-1], prefer_css_page_size=True)
    return made


if __name__ == "__main__":
    sys.exit(main())
