"""The colours of both themes are far enough apart to be read."""

import math
import re
from pathlib import Path
from typing import Final

import pytest

SHEET: Final = Path(__file__).resolve().parents[2] / "netral/web/static/web/tokens.css"
TEXT: Final = 4.5
PARTS: Final = 3.0
COLOUR: Final = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
PAIR: Final = re.compile(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\)")
HEX: Final = re.compile(r"--([\w-]+): #([0-9a-f]{6});")

Linear = tuple[float, float, float]


def from_oklch(lightness: float, chroma: float, hue: float) -> Linear:
    """Return linear sRGB, cut to what a screen can show (Ottosson's matrices)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _cut(4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_),
        _cut(-1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_),
        _cut(-0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_),
    )


def _cut(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def from_hex(text: str) -> Linear:
    parts = [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return r, g, b


def contrast(one: Linear, two: Linear) -> float:
    first, second = (0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] for c in (one, two))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def themes() -> dict[str, dict[str, Linear]]:
    text = SHEET.read_text(encoding="utf-8")
    light, dark = {}, {}
    for name, *numbers in PAIR.findall(text):
        ll, lc, lh, dl, dc, dh = (float(n) for n in numbers)
        light[name] = from_oklch(ll / 100, lc, lh)
        dark[name] = from_oklch(dl / 100, dc, dh)
    old = {name: from_hex(code) for name, code in HEX.findall(text)}
    return {"light": light, "dark": dark, "old browsers": old}


THEMES: Final = themes()
GROUNDS: Final = ("paper", "surface", "sunk")
MEANINGS: Final = ("done", "due", "late", "stopped")
READ: Final = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent")
        for ground in (*GROUNDS, "accent-wash")
    ],
    *[(meaning, ground) for meaning in MEANINGS for ground in ("paper", "surface")],
    *[(meaning, f"{meaning}-wash") for meaning in MEANINGS],
    *[(ink, f"{meaning}-wash") for meaning in MEANINGS for ink in ("ink", "ink-soft")],
    ("on-accent", "accent"),
    ("on-accent", "accent-press"),
    ("surface", "done"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(THEMES[theme]["line-strong"], THEMES[theme][ground]) >= PARTS


@pytest.mark.parametrize("theme", THEMES)
def test_the_filled_part_of_a_bar_stands_out(theme: str) -> None:
    assert contrast(THEMES[theme]["accent"], THEMES[theme]["line"]) >= PARTS


def test_the_sum_is_done_right() -> None:
    assert contrast(from_hex("ffffff"), from_hex("000000")) == pytest.approx(21)
    white = from_oklch(1, 0, 0)
    assert white == pytest.approx((1, 1, 1), abs=1e-3)
    assert len(THEMES["light"]) == len(THEMES["dark"]) >= 19
    assert set(THEMES["old browsers"]) == set(THEMES["light"])
