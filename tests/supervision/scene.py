"""What happens in tests of supervision, brought about as in production."""

import io
from collections.abc import Mapping
from datetime import timedelta

from PIL import Image

from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.orgs.actions.offices import end_holding
from netral.orgs.models import Holding, Person, Unit
from netral.supervision.actions.checks import Sheet, Ticked, keep
from netral.supervision.actions.findings import show_by
from netral.supervision.actions.guidance import Words, give
from netral.supervision.core import CheckKind, GuidanceKind, Tick
from netral.supervision.exhibits import Exhibit
from netral.supervision.models import Check, Finding, FindingFile, Guidance
from netral.supervision.queries.lists import list_for
from tests.cast import BY, Member

DAY = timedelta(days=1)

WRONG = {"offices.walls": "Baliho calon masih berdiri di halaman."}


def fresh(unit: Unit) -> Unit:
    """Read a unit anew, with its institution."""
    return Unit.objects.select_related("institution").get(pk=unit.pk)


def gone_through(
    unit: Unit,
    by: str,
    at: Moment,
    *,
    kind: CheckKind = CheckKind.SELF,
    wrong: Mapping[str, str] | None = None,
    slug: str = "",
) -> Check:
    """Go through today's list of a unit; `wrong` says at which points what is wrong."""
    unit = fresh(unit)
    shown = list_for(unit, kind, at)
    wrong = wrong or {}
    ticked = {
        p.code: Ticked(Tick.FINDING, wrong[p.code]) if p.code in wrong else Ticked(Tick.FINE)
        for p in shown.points
    }
    sheet = Sheet(slug or random_code(10).lower(), shown, ticked)
    return keep(unit=unit, sheet=sheet, by=by, at=at)


def found(unit: Unit, by: str, at: Moment) -> Finding:
    """Go through a list and return the one finding that it opened."""
    return Finding.objects.select_related("unit__institution", "institution").get(
        point__check_list=gone_through(unit, by, at, wrong=WRONG)
    )


def photographed(finding: Finding, by: str, at: Moment) -> FindingFile:
    """Add a small photo to a finding."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "gray").save(out, "JPEG")
    exhibit = Exhibit("baliho.jpg", out.getvalue(), "image/jpeg")
    return show_by(finding=finding, exhibit=exhibit, by=by, at=at)


def guided(
    person: Person, head: Member, at: Moment, text: str = "Jaga sikap di media sosial."
) -> Guidance:
    """Give somebody a note as the head."""
    person = Person.objects.select_related("unit", "institution").get(pk=person.pk)
    return give(
        person=person,
        words=Words(GuidanceKind.NOTE, text, acts=["medsos.like"]),
        term=term_of(head),
        by=f"user:{head.user.pk}",
        at=at,
    )


def term_of(head: Member) -> Holding:
    """Return the office that somebody holds."""
    joined = ("person", "office__unit__institution")
    return Holding.objects.select_related(*joined).get(person=head.person)


def left(head: Member, at: Moment) -> None:
    """End somebody's term the day before."""
    end_holding(holding=term_of(head), ends_on=at.local().date() - DAY, by=BY, at=at)
