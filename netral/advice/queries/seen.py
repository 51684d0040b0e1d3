"""Who may see a question: decided anew at every look, from who serves and who heads what today.

Of the team, never: the asker; who holds an office above the asker (as head or signatory of the
asker's unit or of any unit over it, in whatever capacity); who administers, audits or operates
here. To them a question is not there: not in lists, not in counts, not at its address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from netral.access.core import Duty, Power, Role, paths
from netral.access.errors import NotYours
from netral.access.models import Grant, User
from netral.access.queries import Seat, reopened_at
from netral.advice.core import State
from netral.advice.models import Question
from netral.kernel.moment import Moment
from netral.kernel.vault import Vault
from netral.orgs.models import Holding, Person
from netral.orgs.queries import holdings_on
from netral.tenancy.models import Institution

ABOVE: Final = (Role.HEAD, Role.SIGNATORY)  # roles of offices whose holders direct people
WITH: Final = ("institution", "taken_by", "answer__paper", "answer__publication")
APART: Final = frozenset({Role.SUPERADMIN, Role.ADMIN, Role.AUDITOR, Role.OPERATOR})


def vault() -> Vault:
    """Return the keys under which questions are kept here."""
    return _vault(settings.NIK_KEY)


@lru_cache(maxsize=2)
def _vault(secret: str) -> Vault:
    return Vault(secret, "advice")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, for the program's own use: no page of the team shows it."""

    user: int
    person: int


def asker_of(question: Question) -> Asker:
    """Return who asked."""
    found = vault().open(bytes(question.asker_sealed), f"asker {question.slug}")
    return Asker(found["user"], found["person"])


def asker_mark(institution: Institution, user: User) -> str:
    """Return what marks the questions of one account."""
    return vault().mark("asker", institution.pk, user.pk)


@dataclass(frozen=True, slots=True)
class Adviser:
    """A member of the team, with what keeps questions from them."""

    user: int
    powers: tuple[Power, ...]
    heads: tuple[str, ...]  # paths of the units that they stand over

    def may_see(self, asker: int, path: str) -> bool:
        """Tell whether a question of account `asker`, who serves at `path`, is there for them."""
        if self.user == asker or {power.role for power in self.powers} & APART:
            return False
        if any(path.startswith(head) for head in self.heads):
            return False
        return any(path.startswith(held) for held in paths(self.powers, Duty.ANSWER_ADVICE))


def adviser(seat: Seat) -> Adviser:
    """Return the seated person as a member of the team."""
    heads = _heads(seat.institution, [seat.user.pk], seat.at.local().date())
    return Adviser(seat.user.pk, seat.powers, tuple(heads.get(seat.user.pk, ())))


def is_apart(seat: Seat) -> bool:
    """Tell whether another role of the seated person keeps every question from them."""
    return bool({power.role for power in seat.powers} & APART)


def team(institution: Institution, at: Moment) -> list[tuple[User, Adviser]]:
    """Return everybody on the team now."""
    on_it = Grant.objects.of(institution).in_force(at.acted).filter(role=Role.ADVISER)
    users = list(User.objects.filter(pk__in=on_it.values("user"), is_active=True).order_by("name"))
    powers: dict[int, list[Power]] = {user.pk: [] for user in users}
    held = Grant.objects.filter(Q(institution=institution) | Q(institution=None), user__in=users)
    for grant in held.in_force(at.acted):
        powers[grant.user_id].append(Power(Role(grant.role), grant.unit_path))
    heads = _heads(institution, list(powers), at.local().date())
    return [
        (user, Adviser(user.pk, tuple(powers[user.pk]), tuple(heads.get(user.pk, ()))))
        for user in users
    ]


def readers(person: Person, at: Moment) -> list[User]:
    """Return the members of the team who may read a question of `person` now."""
    return [
        user
        for user, member in team(person.institution, at)
        if member.may_see(person.account_id or 0, person.unit.path)
    ]


def _heads(institution: Institution, users: Sequence[int], on: date) -> dict[int, list[str]]:
    """Return where each account holds an office over people on a day, with one query."""
    terms = Holding.objects.of(institution).filter(holdings_on(on), person__account__in=users)
    over = terms.filter(Q(office__is_head=True) | Q(office__role__in=[r.value for r in ABOVE]))
    found: dict[int, list[str]] = {}
    for user, path in over.values_list("person__account", "office__unit__path"):
        found.setdefault(user, []).append(path)
    return found


def shown(member: Adviser, questions: Iterable[Question]) -> list[Question]:
    """Keep the questions that are there for a member of the team, with one query."""
    askers = {question: asker_of(question) for question in questions}
    people = Person.objects.filter(pk__in={asker.person for asker in askers.values()})
    places = dict(people.values_list("pk", "unit__path"))
    return [q for q, asker in askers.items() if member.may_see(asker.user, places[asker.person])]


def question_for(seat: Seat, slug: str) -> Question:
    """Return the question at an address of the team; a hidden one and a missing look alike."""
    found = _at(seat.institution, slug)
    if found is None or found.state == State.WITHDRAWN or not shown(adviser(seat), [found]):
        raise NotYours
    return found


def own_questions(seat: Seat) -> QuerySet[Question]:
    """Return the seated person's own questions."""
    return asked_from(seat.institution, seat.user)


def asked_from(institution: Institution, user: User) -> QuerySet[Question]:
    """Return what was asked from an account, since it was last opened anew with a slip.

    A slip passes through the hands of others: what was asked before it is not there any more.
    """
    mark = asker_mark(institution, user)
    rows: QuerySet[Question] = Question.objects.of(institution).filter(asker_mark=mark)
    since = reopened_at(user)
    return rows.filter(entry__logged_at__gte=since) if since else rows


def own_question(seat: Seat, slug: str) -> Question:
    """Return the seated person's own question."""
    found = own_questions(seat).filter(slug=slug).select_related(*WITH).first()
    if found is None:
        raise NotYours
    return found


def _at(institution: Institution, slug: str) -> Question | None:
    rows = Question.objects.of(institution).filter(slug=slug)
    found: Question | None = rows.select_related(*WITH).first()
    return found
