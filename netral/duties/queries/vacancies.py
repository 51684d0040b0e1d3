"""Offices of heads that nobody holds: since when, what waits there, and who is told of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.duties.core import Group, State
from netral.duties.models import Obligation, VacancyTold
from netral.duties.queries.asking import policy_of
from netral.kernel.moment import Moment
from netral.orgs.core import unit_ids
from netral.orgs.models import Holding, Office, Unit
from netral.orgs.queries import heads_of, holdings_on, root, within
from netral.orgs.queries.people import phones
from netral.tenancy.models import Institution

WAITING = Q(state__in=[State.DUE, State.LATE]) & ~Q(group=Group.STANDING)  # as desks count


@dataclass(frozen=True, slots=True)
class Vacant:
    """An office of a head that nobody holds on a day, and since when.

    An office that never had a holder stands vacant since the first day that a duty speaks of; if
    none does, since no day that matters.
    """

    office: int
    title: str
    unit: int
    unit_name: str
    path: str
    since: date | None
    was_held: bool
    waiting: int  # duties to be done now, late ones included
    url: str

    @property
    def first_day(self) -> date:
        """Return since when it stands vacant.

        Raises:
            LookupError: it was never held, and no duty has ever spoken of a day.
        """
        if self.since is None:
            msg = f"office {self.office} was never held and has owed nothing"
            raise LookupError(msg)
        return self.since


def vacant(institution: Institution, paths: Collection[str], on: date) -> list[Vacant]:
    """Return the offices of heads below `paths` that nobody holds on a day; three queries."""
    held = Holding.objects.of(institution).filter(holdings_on(on), office=OuterRef("pk"))
    rows = Office.objects.of(institution).filter(
        within(paths, "unit__path"), is_head=True, unit__valid_to=None, closed_on=None
    )
    rows = rows.filter(~Exists(held)).select_related("unit").order_by("unit__path")
    found: list[Office] = list(rows)
    if not found:
        return []
    ended = Holding.objects.of(institution).filter(office__in=found, ends_on__lt=on).order_by()
    last = dict(
        ended.values("office").annotate(Max("ends_on")).values_list("office", "ends_on__max")
    )
    owed = Obligation.objects.of(institution).filter(office__in=found).order_by().values("office")
    counted = {
        office: (waiting, first)
        for office, waiting, first in owed.annotate(
            waiting=Count("pk", filter=WAITING), first=Min("first_on")
        ).values_list("office", "waiting", "first")
    }
    return [_vacant(each, last.get(each.pk), counted.get(each.pk, (0, None))) for each in found]


def _vacant(office: Office, last: date | None, owed: tuple[int, date | None]) -> Vacant:
    waiting, first = owed
    return Vacant(
        office=office.pk,
        title=office.title,
        unit=office.unit_id,
        unit_name=office.unit.name,
        path=office.unit.path,
        since=last + timedelta(days=1) if last else first,
        was_held=last is not None,
        waiting=waiting,
        url=reverse("duties:unit", args=[office.unit_id]),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told of vacancies, and how they are reached."""

    account: User
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class VacancyLetter:
    """What one head above is told today; `above` is the unit of its desk.

    Where nobody above has an account, it goes to all administrators, with nobody `acting`.
    """

    readers: tuple[Reader, ...]
    above: Unit
    acting: bool
    vacancies: tuple[Vacant, ...]


def vacancy_letters(institution: Institution, at: Moment) -> list[VacancyLetter]:
    """Return who is told today of offices that have stood vacant for long enough, each once.

    An office counts that has something to be done; the top office does in any case, for all
    others answer to it.
    """
    today = at.local().date()
    new = _untold(institution, today)
    if not new:
        return []
    units = {pk for each in new for pk in unit_ids(each.path)}
    above = {unit.pk: unit for unit in Unit.objects.of(institution).filter(pk__in=units)}
    heads = heads_of(list(above.values()), today)
    told: dict[int, list[Vacant]] = defaultdict(list)
    for each in new:
        told[_reachable(each, heads)].append(each)
    nobody = told.pop(0, [])
    letters = [
        VacancyLetter((_head(heads[unit]),), above[unit], acting=True, vacancies=tuple(found))
        for unit, found in told.items()
    ]
    admins = _administrators(institution, at) if nobody else ()
    if admins:
        top = root(institution)
        letters.append(VacancyLetter(admins, top, acting=False, vacancies=tuple(nobody)))
    return letters


def _untold(institution: Institution, today: date) -> list[Vacant]:
    long_ago = today - timedelta(days=policy_of(institution).vacancy_days)
    found = [
        each
        for each in vacant(institution, [""], today)
        if each.since and each.since <= long_ago and (each.waiting or each.path.count("/") == 1)
    ]
    rows = VacancyTold.objects.of(institution).filter(office__in=[each.office for each in found])
    known = set(rows.values_list("office", "since"))
    return [each for each in found if (each.office, each.since) not in known]


def _reachable(each: Vacant, heads: Mapping[int, Holding]) -> int:
    """Return the nearest unit above whose head has an account; 0: there is none."""
    above: Sequence[int] = unit_ids(each.path)[:-1]
    return next((pk for pk in reversed(above) if pk in heads and heads[pk].person.account_id), 0)


def _head(holding: Holding) -> Reader:
    person = holding.person
    if person.account is None:
        msg = f"person {person.pk} has no account"
        raise LookupError(msg)
    return Reader(person.account, person.email, person.phone)


def _administrators(institution: Institution, at: Moment) -> tuple[Reader, ...]:
    """Return who administers the whole institution now."""
    held = (
        Grant.objects.of(institution)
        .in_force(at.acted)
        .filter(role=Role.ADMIN, unit_path__in=("", root(institution).path))
    )
    users = list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
    numbers = phones(institution, users)
    return tuple(Reader(user, user.email, numbers.get(user.pk, "")) for user in users)
