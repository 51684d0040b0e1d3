"""Accounts for people of the roster, and the slips that activate them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from netral.access import actions as access
from netral.access.core import NewAccount, NewGrant
from netral.access.models import User
from netral.access.queries import why_no_code
from netral.kernel.codes import grouped
from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.kernel.parts import parts
from netral.ledger.actions import Act, record
from netral.notices.actions import tell_all
from netral.notices.core import Notice
from netral.orgs.actions.bulk import merge
from netral.orgs.actions.institutions import held
from netral.orgs.actions.offices import role_of
from netral.orgs.actions.seats import employee_grants
from netral.orgs.core import SERVING, Service
from netral.orgs.core.slips import Slip
from netral.orgs.models import Holding, Person
from netral.tenancy.models import Institution


@transaction.atomic
def issue_accounts(
    *, institution: Institution, people: Sequence[Person], by: str, at: Moment
) -> int:
    """Open accounts for serving people without one, with the roles that are theirs.

    An account that the number has already, from another institution, is taken as it is. Returns
    how many people got one.
    """
    held(institution.pk)
    _refresh(people)
    waiting = [p for p in people if p.account_id is None and Service(p.service) in SERVING]
    if not waiting:
        return 0
    entry = record(
        Act(act="accounts.opened", actor=by, fields={"detail": {"people": len(waiting)}}),
        institution=institution,
        at=at,
    )
    rows = [NewAccount(p.identity, p.full_name[:160], p.email) for p in waiting]
    users = access.create_accounts(rows, institution=institution, by=by, at=at)
    for person, user in zip(waiting, users, strict=True):
        person.account = user
    pairs = ((p.pk, p.account_id) for p in waiting)
    merge(Person._meta.db_table, ("account_id",), (), pairs)
    grants = [*employee_grants(waiting, at), *_offices(waiting, at)]
    access.grant_all(grants, institution=institution, by=by, at=at, entry=entry)
    return len(waiting)


def _refresh(people: Sequence[Person]) -> None:
    """Bring accounts and service up to date: the same slips may have been printed a moment ago."""
    for part in parts(people):
        rows = Person.objects.only("account", "service").in_bulk([p.pk for p in part])
        for person in part:
            now = rows[person.pk]
            person.account_id, person.service = now.account_id, now.service


def _offices(people: Sequence[Person], at: Moment) -> list[NewGrant]:
    """Return the roles of the terms that run now or later."""
    accounts = {p.pk: p.account_id for p in people}
    running = Q(ends_on=None) | Q(ends_on__gte=at.local().date())
    found: list[NewGrant] = []
    for part in parts(list(accounts)):
        terms = Holding.objects.filter(running, person__in=part)
        for term in terms.select_related("office__unit", "office__institution"):
            user_id = accounts[term.person_id]
            if user_id is not None:
                found.append(role_of(term, user_id))
    return found


@dataclass(frozen=True, slots=True)
class Slips:
    """The slips of one printing, and who got none, with the reason."""

    slips: Sequence[Slip]
    without: Sequence[tuple[str, Refusal]]  # name and why


@transaction.atomic
def issue_slips(
    *, institution: Institution, people: Sequence[Person], by: str, at: Moment
) -> Slips:
    """Make an activation code for each of `people`, opening accounts where there are none.

    Older codes of the same people stop working. Who holds a role beyond what `by` may hand out
    is left out and named.
    """
    issue_accounts(institution=institution, people=people, by=by, at=at)
    users = _users([p.account_id for p in people if p.account_id is not None])
    blocked = why_no_code(list(users.values()), institution=institution, by=by, at=at)
    able = [u for u in users.values() if u.pk not in blocked and u.is_active]
    codes = access.make_codes(able, institution=institution, by=by, at=at)
    expires_at = at.logged + timedelta(days=settings.SLIP_DAYS)
    slips = [
        Slip(
            p.full_name, p.unit.name, p.position, users[p.account_id].username,
            grouped(codes[p.account_id]), expires_at,
        )
        for p in people
        if p.account_id in codes
    ]  # fmt: skip
    without = [(p.full_name, blocked[p.account_id]) for p in people if p.account_id in blocked]
    return Slips(slips, without)


@transaction.atomic
def mail_slips(*, institution: Institution, people: Sequence[Person], by: str, at: Moment) -> Slips:
    """Mail an activation code to each of `people` who has an address; the others get none.

    The mail leaves the house at once, and the outbox forgets what it said as soon as it is sent.
    """
    addressed = [p for p in people if p.email]
    made = issue_slips(institution=institution, people=addressed, by=by, at=at)
    by_login = {slip.login: slip for slip in made.slips}
    users = _users([p.account_id for p in addressed if p.account_id is not None])
    notices = [
        Notice(
            recipient=f"user:{p.account_id}",
            template="orgs/activation",
            facts={"login": slip.login, "code": slip.code, "house": institution.name},
            key=f"activation:{p.account_id}:{at.logged:%Y%m%d%H%M%S%f}",
            url=reverse("access:activation"),
            address=p.email,
            only_mail=True,
        )
        for p in addressed
        if p.account_id in users and (slip := by_login.get(users[p.account_id].username))
    ]
    tell_all(notices, institution=institution, at=at)
    return made


def _users(pks: Sequence[int]) -> dict[int, User]:
    found: dict[int, User] = {}
    for part in parts(pks):
        found |= User.objects.in_bulk(part)
    return found
