"""Who may see a referral: decided anew at every look, from who serves and who heads what today.

Whoever was kept out on the day of sending stays out, wherever the person serves now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from netral.access.core import APART, Duty, Role
from netral.access.models import Grant, User
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.orgs.core import unit_ids
from netral.orgs.models import Holding, Person, Unit
from netral.orgs.queries import acting_first, holdings_on
from netral.orgs.queries.people import numbered
from netral.supervision.core import Desk
from netral.supervision.core.referrals import Concern, Place, Suspect, may_see
from netral.supervision.models import Referral
from netral.supervision.queries.referral_vault import Sent, moved, sent
from netral.tenancy.models import Institution

ABOVE: Final = (Role.HEAD, Role.SIGNATORY)  # roles of offices whose holders direct people
AGENCY: Final = 2  # steps from the top of the tree to an agency
TAKERS: Final = {Desk.PERSONNEL: Role.CASE_OFFICER, Desk.INSPECTORATE: Role.INSPECTOR}
DUTIES: Final = {Desk.PERSONNEL: Duty.TAKE_REFERRAL, Desk.INSPECTORATE: Duty.TAKE_INSPECTION}


def heads(institution: Institution, users: Iterable[int], on: date) -> dict[int, list[str]]:
    """Return where each account holds an office over people on a day, with one query."""
    terms = Holding.objects.of(institution).filter(holdings_on(on), person__account__in=list(users))
    over = terms.filter(Q(office__is_head=True) | Q(office__role__in=[r.value for r in ABOVE]))
    found: dict[int, list[str]] = {}
    for user, path in over.values_list("person__account", "office__unit__path"):
        found.setdefault(user, []).append(path)
    return found


def places(institution: Institution, users: list[User], on: date) -> list[Place]:
    """Return where accounts stand on a day."""
    people = Person.objects.of(institution).serving().filter(account__in=users)
    units = dict(people.values_list("account", "unit__path"))
    over = heads(institution, [user.pk for user in users], on)
    return [
        Place(
            account=user.pk,
            path=units.get(user.pk, ""),
            heads=tuple(over.get(user.pk, ())),
            name=user.name,
        )
        for user in users
    ]


def place_of(seat: Seat) -> Place:
    """Return where the seated person stands."""
    return places(seat.institution, [seat.user], seat.at.local().date())[0]


def desks_of(seat: Seat) -> list[Desk]:
    """Return the desks at which the seated person takes referrals.

    Whoever belongs to the personnel office sees nothing of the Inspektorat's, whatever roles an
    office may have brought together in one hand.
    """
    inside = any(power.role in APART[Role.INSPECTOR] for power in seat.powers)
    desks = [desk for desk, duty in DUTIES.items() if seat.paths(duty)]
    return [desk for desk in desks if not (inside and desk is Desk.INSPECTORATE)]


@dataclass(frozen=True, slots=True)
class Known:
    """What the roster says of a person suspected, today."""

    person: Person
    heads: tuple[str, ...]
    on: date

    @property
    def facts(self) -> Suspect:
        """Return what decides the desk."""
        return Suspect(bool(self.heads), at_personnel(self.person, self.on))


def known(person: Person, on: date) -> Known:
    """Return what the roster says of a person suspected."""
    over = heads(person.institution, [person.account_id or 0], on)
    return Known(person, tuple(over.get(person.account_id or 0, ())), on)


def at_personnel(person: Person, on: date) -> bool:
    """Tell whether a person serves where the personnel desk's people serve, or takes referrals."""
    on_it = Grant.objects.of(person.institution).filter(
        Q(ends_at=None) | Q(ends_at__date__gt=on),
        role__in=[Role.CASE_OFFICER.value, Role.ADMIN.value],
    )
    staff = Person.objects.of(person.institution).serving()
    units = staff.filter(account__in=on_it.values("user")).values_list("unit__path", flat=True)
    return _agency(person.unit.path) in {_agency(path) for path in units} - {""}


def _agency(path: str) -> str:
    """Return the path of the agency to which a unit belongs, the second from the top, or none."""
    ids = unit_ids(path)[:AGENCY]
    return "".join(f"{pk}/" for pk in ids) if len(ids) == AGENCY else ""


def suspect_now(referral: Referral) -> int:
    """Return who is suspected now: a person's id, or 0 while nobody is named."""
    named = [each.suspect for each in moved(referral) if each.suspect]
    return named[-1] if named else sent(referral).suspect


def concern(what: Sent, suspect: int, on: date) -> Concern:
    """Return whom a referral is about and what keeps others from it, on a day."""
    accounts = {what.sender, *what.excluded} - {0}
    person = Person.objects.select_related("unit", "institution").filter(pk=suspect).first()
    if person is None:
        return Concern(
            accounts=frozenset(accounts),
            superior_involved=what.superior_involved,
            path=_line(what),
            words=what.who,
        )
    about = known(person, on)
    return Concern(
        accounts=frozenset(accounts | {person.account_id or 0}),
        path=person.unit.path,
        suspect_heads=about.heads,
        superior_involved=what.superior_involved,
    )


def _line(what: Sent) -> str:
    """Return the sender's unit where the superior is involved: that line is concerned then."""
    if not what.superior_involved:
        return ""
    unit = Unit.objects.filter(pk=what.unit).first()
    return unit.path if unit else ""


def seen(place: Place, referral: Referral, on: date) -> bool:
    """Tell whether a referral is there for somebody of its desk."""
    return may_see(place, concern(sent(referral), suspect_now(referral), on))


def officers(institution: Institution, desk: Desk, at: Moment) -> list[User]:
    """Return who takes referrals at a desk now."""
    now = Grant.objects.of(institution).in_force(at.acted)
    on_it = now.filter(role=TAKERS[desk])
    if desk is Desk.INSPECTORATE:
        inside = now.filter(role__in=APART[Role.INSPECTOR])
        on_it = on_it.exclude(user__in=inside.values("user"))
    return list(User.objects.filter(pk__in=on_it.values("user"), is_active=True).order_by("name"))


def takers(institution: Institution, desk: Desk, about: Concern, at: Moment) -> list[User]:
    """Return who of a desk may see what concerns `about`."""
    there = officers(institution, desk, at)
    free = places(institution, there, at.local().date())
    allowed = {place.account for place in free if may_see(place, about)}
    return [user for user in there if user.pk in allowed]


def superiors(person: Person, on: date) -> list[int]:
    """Return the accounts of everybody who directs a person on a day."""
    terms = Holding.objects.of(person.institution).filter(
        holdings_on(on), office__unit__in=unit_ids(person.unit.path)
    )
    over = terms.filter(Q(office__is_head=True) | Q(office__role__in=[r.value for r in ABOVE]))
    found = acting_first(over.select_related("person").exclude(person=person))
    return [term.person.account_id for term in found if term.person.account_id]


def meant(institution: Institution, typed: str) -> Person | None:
    """Return whom a number, a label or a full name means; of two who share a name, neither."""
    if found := numbered(institution, typed):
        return found
    serving = Person.objects.of(institution).serving().select_related("unit", "account")
    alike = list(serving.filter(name__iexact=" ".join(typed.split()))[:2])
    return alike[0] if len(alike) == 1 else None
