"""Making the weekly recap of duties: by the chore on Monday, or when somebody asks for it."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from netral.duties.actions.digests import Making, make
from netral.duties.core.weeks import Week, told
from netral.duties.models import Digest
from netral.duties.queries.open_figures import telling
from netral.duties.queries.recaps import frozen
from netral.kernel import spoken
from netral.kernel.moment import Moment
from netral.orgs.models import Unit
from netral.orgs.queries import root
from netral.signing.core import PaperKind
from netral.tallies import actions as tallies
from netral.tenancy.queries import moment

KIND: Final = PaperKind.RECAP.value
SYSTEM: Final = "system:weekly"


def make_recap(*, unit: Unit, week: Week, by: str, at: Moment) -> Digest:
    """Freeze how the duties of a unit stand; the same days a second time give the same recap."""
    try:
        return _make(unit=unit, week=week, by=by, at=at)
    except IntegrityError:  # somebody else was quicker
        kept = _kept(unit, week)
        if kept is None:
            raise
        return kept


@transaction.atomic
def _make(*, unit: Unit, week: Week, by: str, at: Moment) -> Digest:
    if (kept := _kept(unit, week)) is not None:
        return kept
    tallies.fold()
    facts = frozen(unit, week, at)
    making = Making(
        kind=PaperKind.RECAP,
        act="recap.made",
        title=f"Rekap kewajiban {unit.name} sampai {spoken.short_day(week.last)}",
        week=week,
        facts=facts,
        detail={"whole": facts["whole"]},
    )
    return make(making, unit=unit, by=by, at=at)


def _kept(unit: Unit, week: Week) -> Digest | None:
    rows = Digest.objects.of(unit.institution_id).filter(
        kind=KIND, unit=unit, first_on=week.first, last_on=week.last
    )
    found: Digest | None = rows.select_related("paper", "unit", "institution").first()
    return found


def recap_due(*, now: datetime) -> int:
    """Make the recap of the week that is over for every institution that lacks it."""
    done = 0
    for institution, _ in telling():
        at = moment(institution, now)
        week = told(at.local())
        if not has_recap(institution.pk, week):
            make_recap(unit=root(institution), week=week, by=SYSTEM, at=at)
            done += 1
    return done


def has_recap(institution_id: int, week: Week) -> bool:
    """Tell whether a whole institution has the recap of a week."""
    rows = Digest.objects.of(institution_id).filter(
        kind=KIND, unit__parent=None, first_on=week.first, last_on=week.last
    )
    return bool(rows.exists())
