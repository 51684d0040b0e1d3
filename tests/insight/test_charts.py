"""Pictures of figures: well-formed whatever goes in, true to it, and sayable in words."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netral.insight.core import bars, lines
from netral.insight.core.bars import Bar, Comparison, Group, Row, Stack, grouped, stacked
from netral.insight.core.drawing import EMPTY, brief, tag
from netral.insight.core.lines import Line, Trend, line_chart
from netral.insight.core.scales import Scale, apart, fitted, room, some, ticks

HOSTILE = "\"><script>alert(1)</script>&'\x00\ud800]]>"
WORDS = ("Judul", "Apa yang terlihat.")
FIRST = date(2024, 6, 1)


def trend(*series: Line, words: tuple[str, str] = WORDS) -> Trend:
    days = [
        FIRST + timedelta(days=n) for n in range(max((len(s.values) for s in series), default=0))
    ]
    return Trend("tren", words, days, series, lambda v: f"{v:.0f}", lambda d: f"{d.day}")


def read(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314  # fails unless well-formed


def texts(drawn: str) -> str:
    return " ".join(read(drawn).itertext())


EVERY = [
    *(line_chart(trend(Line(HOSTILE, [1, 2]), words=(HOSTILE, HOSTILE)), f)
      for f in (lines.WIDE, lines.NARROW)),
    *(stacked(Stack("s", (HOSTILE, HOSTILE), (HOSTILE, "b"), [Row(HOSTILE, (1, 2), HOSTILE)]), f)
      for f in (bars.WIDE, bars.NARROW)),
    *(
        grouped(Comparison("g", (HOSTILE,) * 2, [Group(HOSTILE, [Bar(HOSTILE, 1, 9, HOSTILE)])]), f)
        for f in (bars.WIDE, bars.NARROW)
    ),
]  # fmt: skip


@pytest.mark.parametrize("drawn", EVERY)
def test_hostile_names_stay_text(drawn: str) -> None:
    found = read(drawn)
    assert not [each for each in found.iter() if each.tag not in KNOWN]
    assert "alert(1)" in texts(drawn) or "…" in texts(drawn)
    assert "\x00" not in drawn


KNOWN = {"svg", "title", "desc", "g", "path", "text", "tspan", "rect", "circle", "defs", "pattern"}


@pytest.mark.parametrize("drawn", EVERY)
def test_nothing_carries_a_style_or_a_handler(drawn: str) -> None:
    for each in read(drawn).iter():
        assert not {"style", "href"} & set(each.attrib)
        assert not [name for name in each.attrib if name.startswith("on")]


@pytest.mark.parametrize("drawn", EVERY)
def test_every_picture_says_what_it_shows(drawn: str) -> None:
    found = read(drawn)
    assert found.get("role") == "img"
    named = {each.get("id"): each.tag for each in found}
    assert named[found.get("aria-labelledby")] == "title"
    assert named[found.get("aria-describedby")] == "desc"


def test_two_widths_of_a_picture_share_no_id() -> None:
    ids = [each.get("id") for drawn in EVERY for each in read(drawn).iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("frame", [lines.WIDE, lines.NARROW])
@pytest.mark.parametrize("count", [1, 2, 3, 60, 400])
def test_a_line_of_any_length_stays_inside(frame: lines.Frame, count: int) -> None:
    drawn = line_chart(trend(Line("Terlambat", [n % 7 for n in range(count)])), frame)
    (path,) = [p for p in read(drawn).iter("path") if p.get("class") == "line"]
    spots = path.get("d", "").lstrip("M").split("L")
    assert len(spots) == count
    for spot in spots:
        x, y = map(float, spot.split())
        assert frame.left <= x <= frame.width - frame.right
        assert frame.top <= y <= frame.height - frame.bottom


def test_nothing_known_draws_nothing() -> None:
    assert line_chart(trend(), lines.WIDE) == EMPTY
    assert line_chart(trend(Line("a", [None, None])), lines.WIDE) == EMPTY
    assert stacked(Stack("s", WORDS, ("a",), []), bars.WIDE) == EMPTY
    assert grouped(Comparison("g", WORDS, [Group("a", [])]), bars.WIDE) == EMPTY


def test_a_gap_breaks_the_line_and_is_not_drawn_as_nought() -> None:
    drawn = line_chart(trend(Line("a", [5, None, 5])), lines.WIDE)
    (path,) = [p for p in read(drawn).iter("path") if p.get("class") == "line"]
    assert path.get("d", "").count("M") == 2
    assert "L" not in path.get("d", "")


def test_every_line_says_its_name_and_last_value_at_its_end() -> None:
    drawn = line_chart(trend(Line("Terlambat", [1, 4]), Line("Berjalan", [3, 4])), lines.NARROW)
    said = [
        list(each.itertext())
        for each in read(drawn).iter("text")
        if "named" in str(each.get("class"))
    ]
    assert said == [["4", "Terlambat"], ["4", "Berjalan"]]
    shapes = {each.tag for each in read(drawn).iter() if each.tag in {"circle", "rect"}}
    assert shapes == {"circle", "rect"}  # told apart without colour


@pytest.mark.parametrize("sheet", [bars.WIDE, bars.NARROW])
def test_the_parts_of_a_row_fill_it_and_no_more(sheet: bars.Sheet) -> None:
    row = Row("Dinas", (3, 0, 1), "1 terlambat")
    drawn = stacked(Stack("s", WORDS, ("Terlaksana", "Berjalan", "Terlambat"), [row]), sheet)
    rows = [g for g in read(drawn).iter("g") if g.get("transform")]
    parts = [r for r in rows[0] if r.get("class", "").startswith("part")]
    frame = next(r for r in rows[0] if r.get("class") == "frame")
    assert [r.get("class") for r in parts] == ["part-1", "part-3"]
    whole = float(frame.get("width", 0))
    assert float(parts[0].get("width", 0)) == pytest.approx(0.75 * whole, abs=1.5)
    assert sum(float(r.get("width", 0)) for r in parts) <= whole
    assert "url(#" in str(parts[1].get("fill"))


def test_a_row_of_nothing_is_an_empty_frame() -> None:
    drawn = stacked(Stack("s", WORDS, ("a", "b"), [Row("x", (0, 0), "–")]), bars.WIDE)
    rows = [g for g in read(drawn).iter("g") if g.get("transform")]
    assert [r.get("class") for r in rows[0] if r.tag == "rect"] == ["frame"]


@pytest.mark.parametrize("sheet", [bars.WIDE, bars.NARROW])
def test_a_long_name_is_shortened_and_can_be_read_whole(sheet: bars.Sheet) -> None:
    name = "Unit Pelaksana Teknis Daerah Pengelolaan Air Limbah Domestik " * 3
    drawn = stacked(Stack("s", WORDS, ("a",), [Row(name, (1,), "1")]), sheet)
    (label,) = [t for t in read(drawn).iter("text") if "name" in str(t.get("class"))]
    assert label.findtext("title") == name
    assert (label[0].tail or "").endswith("…")


@pytest.mark.parametrize("count", [1, 2, 60])
def test_a_chart_grows_with_its_rows(count: int) -> None:
    rows = [Row(f"Unit {n}", (n, 1), "") for n in range(count)]
    drawn = read(stacked(Stack("s", WORDS, ("a", "b"), rows), bars.WIDE))
    _, _, _, height = map(float, str(drawn.get("viewBox")).split())
    assert height >= count * bars.WIDE.step


def test_what_is_not_known_has_no_bar_and_what_is_unsure_has_a_whisker() -> None:
    group = Group("Pakta", [Bar("A", None, None, "belum ada"), Bar("B", 60, 75, "60–75 %"),
                            Bar("C", 97, 97, "97 %")])  # fmt: skip
    drawn = read(grouped(Comparison("g", WORDS, [group]), bars.WIDE))
    a, b, c = [g for g in drawn.iter("g") if g.get("transform")]
    assert [r.get("class") for r in a.iter("rect")] == ["frame"]
    assert [r.get("class") for r in b.iter() if r.tag in {"rect", "path"}] == [
        "frame", "part-1", "whisker",
    ]  # fmt: skip
    assert [r.get("class") for r in c.iter() if r.tag in {"rect", "path"}] == ["frame", "part-1"]


@given(st.floats(0, 1e12), st.integers(1, 9))
def test_an_axis_is_round_and_reaches_the_highest(highest: float, about: int) -> None:
    named = ticks(highest, about)
    assert named[0] == 0
    assert named[-1] >= highest
    assert len({b - a for a, b in pairwise(named)}) == 1
    assert len(named) <= about + 2


@given(st.integers(-1, 500), st.integers(0, 12))
def test_some_positions_keep_both_ends(count: int, most: int) -> None:
    found = some(count, most)
    assert found == sorted(set(found))
    assert len(found) <= max(most, 0)
    if count > 1 and most > 1:
        assert (found[0], found[-1]) == (0, count - 1)


@given(st.text(max_size=80), st.floats(0, 400))
def test_a_fitted_text_fits_or_is_nothing_but_its_sign(text: str, width: float) -> None:
    found = fitted(text, width, 13)
    assert room(found, 13) <= width or found == "…"
    assert found == text or found.endswith("…")


@given(st.lists(st.floats(0, 200), max_size=6), st.floats(1, 40))
def test_names_are_moved_apart_and_keep_their_order(places: list[float], gap: float) -> None:
    moved = apart(places, gap, (0, 200))
    order = sorted(range(len(places)), key=lambda n: places[n])
    for a, b in pairwise(order):
        assert moved[b] - moved[a] >= gap - 1e-6
    if places:
        assert moved[order[0]] >= 0


def test_a_domain_without_extent_lies_at_its_beginning() -> None:
    assert Scale((3, 3), (10, 20))(3) == 10


@pytest.mark.parametrize(("value", "said"), [(1.0, "1"), (1.26, "1.3"), (-0.5, "-0.5")])
def test_coordinates_are_brief(value: float, said: str) -> None:
    assert brief(value) == said


def test_an_attribute_cannot_be_left() -> None:
    assert tag("g", a='" onload="x') == '<g a="&quot; onload=&quot;x"/>'
    assert tag("g", "a<b", cls=None) == "<g>a&lt;b</g>"
