"""What every page must pass in a real browser: axe, and a screen 320 px wide."""

from typing import Any, Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
SCRIPT: Final = Axe().axe_script


def assert_accessible(page: Page, *, themes: tuple[str, ...] = ("light", "dark")) -> None:
    """Fail with what axe finds on `page` as it stands, in each of the themes."""
    for theme in themes:
        # Without motion: a colour caught half-way between two themes is nobody's colour.
        scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = [
            f"{theme}: {fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in violations(page)
            for node in fault["nodes"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds. It is half a megabyte, so a document reads it in only once."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "(rules) => axe.run(rules).then((found) => found.violations)", RULES
    )
    return found


def assert_fits(page: Page, width: int = 320) -> None:
    """Fail if `page` scrolls sideways in a window of `width` px, naming what sticks out."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640})
    wide = page.evaluate(STICKS_OUT)
    if before:
        page.set_viewport_size(before)
    assert not wide, f"{page.url} at {width} px: {wide}"


def assert_touchable(page: Page, least: int = 44) -> None:
    """Fail if a button or a link that stands alone is smaller than a fingertip (`least` px)."""
    small = page.evaluate(TOO_SMALL, least)
    assert not small, f"{page.url}: {small}"


STICKS_OUT: Final = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 8).map((e) => e.outerHTML.slice(0, 100));
}"""
# Links within a sentence may be as small as their words (WCAG 2.5.8, "inline").
TOO_SMALL: Final = """(least) => [...document.querySelectorAll(
    "button, summary, .button, .link, nav a, select")]
  .filter((e) => e.checkVisibility() && !e.closest("p:not(.buttons), li p, dd"))
  .filter((e) => e.getBoundingClientRect().height < least - 0.5)
  .map((e) => e.outerHTML.slice(0, 100) + " " + e.getBoundingClientRect().height)"""
