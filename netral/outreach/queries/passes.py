"""Who has passed a course, as counts and as a yes or no of one person."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery

from netral.orgs.core import PersonKind
from netral.orgs.models import Person, Unit
from netral.outreach.core.reach import HOLDS, rolled_up
from netral.outreach.models import CourseResult
from netral.tenancy.models import Institution


def passed(person: Person, at: datetime) -> bool:
    """Tell whether a course that the person passed still counts. One query."""
    rows = CourseResult.objects.of(person.institution_id).filter(
        person=person, passed=True, taken_at__gt=at - HOLDS, taken_at__lte=at
    )
    return bool(rows.exists())


def without(people: list[int], institution_id: int, at: datetime) -> set[int]:
    """Return those of the people, by id, who have passed no course that still counts."""
    rows = CourseResult.objects.of(institution_id).filter(
        person__in=people, passed=True, taken_at__gt=at - HOLDS, taken_at__lte=at
    )
    return set(people) - set(rows.values_list("person_id", flat=True))


def people_of(institution: Institution) -> Counter[int]:
    """Count the serving people of each unit with all below, by the unit's id. One query."""
    rows = Person.objects.of(institution).serving().exclude(kind=PersonKind.OFFICIAL)
    counted = rows.order_by().values_list("unit__path").annotate(n=Count("pk"))
    return rolled_up(dict(counted))


def first_passes(institution: Institution, until: datetime) -> list[tuple[str, datetime]]:
    """Return the unit's path and the first pass that counts of each who has passed. One query."""
    rows = CourseResult.objects.of(institution).filter(
        passed=True, taken_at__gt=until - HOLDS, taken_at__lt=until
    )
    serving = Person.objects.of(institution).serving().exclude(kind=PersonKind.OFFICIAL)
    found = rows.filter(person__in=serving).order_by().values_list("person", "person__unit__path")
    return [(path, at) for _, path, at in found.annotate(first=Min("taken_at"))]


def counts(institution: Institution, until: datetime) -> dict[int, tuple[int, int]]:
    """Return how many have passed, of how many, for each unit with all below, by its id."""
    own = Counter(path for path, _ in first_passes(institution, until))
    done, people = rolled_up(own), people_of(institution)
    return {unit: (done[unit], total) for unit, total in people.items()}


def people_below(unit: Unit, at: datetime) -> QuerySet[Person]:
    """Return who serves in a unit and below it, those who have not passed first, by name.

    Each carries `passed_at`, None where no course that still counts was passed.
    """
    mine = CourseResult.objects.of(unit.institution_id).filter(
        person=OuterRef("pk"), passed=True, taken_at__gt=at - HOLDS, taken_at__lte=at
    )
    rows = Person.objects.of(unit.institution_id).serving().exclude(kind=PersonKind.OFFICIAL)
    rows = rows.filter(unit__path__startswith=unit.path).select_related("unit")
    last = mine.order_by("-taken_at").values("taken_at")[:1]
    rows = rows.annotate(passed_at=Subquery(last), done=Exists(mine))
    return rows.order_by("done", "name", "pk")
