"""How the duties of one city came so far: the figures of past days, a recap, open figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from netral.demo.houses import BY, House
from netral.duties.actions.counting import keep_day
from netral.duties.actions.digests import pdf_of
from netral.duties.actions.publishing import publish_figures
from netral.duties.actions.recaps import make_recap
from netral.duties.core import Kind, State
from netral.duties.core.states import Life, state_at
from netral.duties.core.weeks import told
from netral.duties.models import Obligation, ObligationEvent
from netral.kernel.moment import midnight
from netral.orgs.queries import root

DAY: Final = timedelta(days=1)
BACK: Final = 35 * DAY  # figures of days before the morning
MOST: Final = 24  # days that are kept, the newest among them


@dataclass(frozen=True, slots=True)
class Trend:
    """Keeps what the worker would have kept day by day, in a city that has been reckoned."""

    house: House

    def play(self) -> None:
        """Look back, then tell of the week that is over as the worker does on Monday."""
        institution, morning = self.house.institution, self.house.city.starts_at
        at = self.house.at(morning)
        rows = list(Obligation.objects.of(institution).order_by("pk"))
        excused = self._excused()
        for day in self._days(rows):
            until = datetime.combine(day, time.max, self.house.zone)
            for row in rows:
                since = excused.get(row.pk)
                row.state = self._stood(row, until, excused=since is not None and since <= until)
            keep_day(institution=institution, day=day, obligations=rows)
        week = told(at.local())
        recap = make_recap(unit=root(institution), week=week, by=BY, at=at)
        pdf_of(digest=recap, at=at)
        publish_figures(institution=institution, week=week, by=BY, at=at)

    def _days(self, rows: list[Obligation]) -> Iterator[date]:
        """Yield past days on which something was owed, some evenly apart where there are many."""
        today = self.house.city.starts_at.astimezone(self.house.zone).date()
        first = max(min((row.first_on for row in rows), default=today), today - BACK)
        days = (today - first).days
        step = max(1, -(-days // MOST))
        yield from (today - n * DAY for n in range(days, 0, -step))

    def _excused(self) -> dict[int, datetime]:
        """Return by obligation since when it has been excused."""
        moved = ObligationEvent.objects.of(self.house.institution).filter(after=State.EXCUSED)
        return dict(moved.values_list("obligation", "at"))

    def _stood(self, row: Obligation, until: datetime, *, excused: bool) -> State:
        # A report on a time is made when the time is over.
        opens = row.last_on if row.kind == Kind.NIL_REPORT else row.first_on
        begins = min(midnight(opens, self.house.city.zone), row.due_at)
        return state_at(Life(begins, row.due_at, row.fulfilled_at, excused), until)
