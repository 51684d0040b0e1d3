"""Charts with their words: each says in its title what it is and in a sentence what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netral.duties.core.bands import Band
from netral.duties.core.published import SHARE_WORDS, Measure
from netral.duties.queries.boards import Board, BoardRow, Figures
from netral.duties.queries.open_figures import Published
from netral.duties.queries.trends import Point
from netral.insight import spoken_bands
from netral.insight.core import bars, lines
from netral.insight.core.bars import Bar, Comparison, Group, Row, Stack, grouped, stacked
from netral.insight.core.drawing import Drawing
from netral.insight.core.lines import Line as Curve
from netral.insight.core.lines import Trend, line_chart
from netral.insight.core.nation import Cell, Line
from netral.insight.queries.compliance import DRAWN
from netral.insight.queries.regions import shares
from netral.kernel import spoken


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for wide and for narrow windows, with the sentence that says what it shows."""

    title: str
    shows: str
    wide: Drawing
    narrow: Drawing

    def __bool__(self) -> bool:
        """Tell whether there was anything to draw."""
        return bool(self.wide)


def trend(days: Sequence[Point]) -> Picture:
    """Draw how many obligations were fulfilled and late, day by day."""
    title = _("Duties fulfilled and late, day by day")
    shows = _trend_shows(days)
    drawn = Trend(
        name="tren",
        words=(title, shows),
        days=[point.day for point in days],
        lines=[
            Curve(_("Done"), [point.figures.fulfilled for point in days]),
            Curve(_("Late"), [point.figures.late for point in days]),
        ],
        say=_number,
        say_day=spoken_bands.brief_day,
    )
    return Picture(title, shows, line_chart(drawn, lines.WIDE), line_chart(drawn, lines.NARROW))


def _trend_shows(days: Sequence[Point]) -> str:
    if not days:
        return _("No day has been kept yet.")
    first, last = days[0], days[-1]
    if len(days) == 1:
        return _("On %(day)s %(done)s were fulfilled and %(late)s late.") % {
            "day": _day(last.day),
            "done": _number(last.figures.fulfilled),
            "late": _number(last.figures.late),
        }
    return _(
        "From %(first)s to %(last)s the fulfilled went from %(a)s to %(b)s, the late from %(c)s to "
        "%(d)s."
    ) % {
        "first": _day(first.day),
        "last": _day(last.day),
        "a": _number(first.figures.fulfilled),
        "b": _number(last.figures.fulfilled),
        "c": _number(first.figures.late),
        "d": _number(last.figures.late),
    }


def units(board: Board) -> Picture:
    """Draw the units right below as parts of what each owes, the furthest behind first."""
    title = _("What each unit has fulfilled of what it owes")
    rows = [row for row in board.rows if row.figures.owed]
    shows = _units_show(rows)
    stack = Stack(
        name="unit",
        words=(title, shows),
        parts=(_("Done"), _("Still in time"), _("Late")),
        rows=[Row(_name(row), _parts(row.figures), _said(row.figures)) for row in rows[:DRAWN]],
    )
    return Picture(title, shows, stacked(stack, bars.WIDE), stacked(stack, bars.NARROW))


def _name(row: BoardRow) -> str:
    return _("Directly in %(unit)s") % {"unit": row.name} if row.own else row.name


def _parts(figures: Figures) -> tuple[int, int, int]:
    return figures.fulfilled, figures.due, figures.late


def _said(figures: Figures) -> str:
    if figures.late:
        return ngettext("%(n)s late", "%(n)s late", figures.late) % {"n": _number(figures.late)}
    return spoken.percent(figures.share, spoken_bands.language())


def _units_show(rows: Sequence[BoardRow]) -> str:
    late = [row for row in rows if row.figures.late]
    if not rows:
        return _("No unit owes anything yet.")
    if not late:
        return _("No unit has anything late.")
    said = ngettext(
        "%(n)s of %(all)s units has something late; the most has %(unit)s, with %(most)s.",
        "%(n)s of %(all)s units have something late; the most has %(unit)s, with %(most)s.",
        len(late),
    ) % {
        "n": _number(len(late)),
        "all": _number(len(rows)),
        "unit": _name(late[0]),
        "most": _number(late[0].figures.late),
    }
    more = len(rows) - DRAWN
    if more > 0:
        said += " " + _("The %(n)s furthest behind are drawn.") % {"n": _number(DRAWN)}
    return said


Shares = Mapping[Measure, Band | None]


def regions(houses: Sequence[Published]) -> Picture:
    """Draw institutions side by side, measure by measure, as each has published itself."""
    title = _("Institutions side by side")
    found = [(each.institution.name, shares(each)) for each in houses]
    if len(found) == 1:
        return _compared(title, found, _("Only one institution has published its figures so far."))
    return _compared(title, found, _regions_show(found))


def nation(title: str, lines: Sequence[tuple[str, Line]]) -> Picture:
    """Draw provinces or institutions side by side, each by its name."""
    found = [(name, nation_shares(line)) for name, line in lines]
    return _compared(title, found, _regions_show(found))


def nation_shares(line: Line) -> Shares:
    """Return what is compared of a line, by the measures of open figures."""
    return {
        Measure.SIGNED: line.share(Cell.SIGNED),
        Measure.FULFILLED: line.share(Cell.FULFILLED),
        Measure.LATE: line.share(Cell.LATE),
    }


def _compared(title: str, found: Sequence[tuple[str, Shares]], shows: str) -> Picture:
    measures = [measure for measure in SHARE_WORDS if all(measure in own for _name, own in found)]
    groups = [
        Group(_(SHARE_WORDS[measure]), [_bar(name, own[measure]) for name, own in found])
        for measure in measures
    ]
    drawn = Comparison("daerah", (title, shows), groups)
    return Picture(title, shows, grouped(drawn, bars.WIDE), grouped(drawn, bars.NARROW))


def _bar(name: str, share: Band | None) -> Bar:
    low, high = (share.low, share.high) if share else (None, None)
    return Bar(name, low, high, spoken_bands.share(share))


def _regions_show(found: Sequence[tuple[str, Shares]]) -> str:
    """Say between whom the furthest and the least far lie, measure by measure."""
    told = []
    for measure, word in SHARE_WORDS.items():
        known = [(name, band) for name, own in found if (band := own.get(measure)) is not None]
        if len(known) > 1:
            low = min(known, key=lambda pair: (pair[1].middle, pair[0]))
            high = max(known, key=lambda pair: (pair[1].middle, pair[0]))
            told.append(
                _("%(measure)s: from %(low)s (%(least)s) to %(high)s (%(most)s).")
                % {
                    "measure": _(word),
                    "low": spoken_bands.share(low[1]),
                    "least": low[0],
                    "high": spoken_bands.share(high[1]),
                    "most": high[0],
                }
            )
    return " ".join(told) or _("There is nothing to compare yet.")


def _number(value: float) -> str:
    return spoken.number(round(value), spoken_bands.language())


def _day(day: date) -> str:
    return spoken.short_day(day, spoken_bands.language())
