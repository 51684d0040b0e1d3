"""The scene of the advice desk: who asks, who answers, and the rules they go by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client

from netral.access.core import Role
from netral.access.models import User
from netral.access.queries import Seat, seat
from netral.advice.actions.asking import Asking, ask
from netral.advice.models import Question
from netral.advice.queries import law
from netral.orgs.models import Unit
from netral.rules.core import Effect
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, Member

TEXT = "Bolehkah saya menyukai unggahan tim pemenangan yang saya ikuti sejak lama?"


def words(text: str) -> SimpleNamespace:
    return SimpleNamespace(in_=lambda _language: text)


def a_rule(code: str, title: str, *, holds: bool = True, **when: frozenset[str]) -> SimpleNamespace:
    return SimpleNamespace(
        code=code, title=words(title), when=when, valid=lambda _on: holds,
        effect=Effect.PROHIBITED,
    )  # fmt: skip


def small_base() -> SimpleNamespace:
    acts = [
        SimpleNamespace(code="like", name=words("menyukai unggahan"), topic="media"),
        SimpleNamespace(code="photo", name=words("berfoto bersama calon"), topic="media"),
    ]
    like = frozenset({"like"})
    rules = [
        a_rule("SKB22-KE-02", "Menyukai unggahan", act=like),
        a_rule("SKB20-01", "Lama", holds=False, act=like),
        a_rule("SKB22-KE-02.non_asn", "Non-ASN", act=like, subject=frozenset({"non_asn"})),
        a_rule("PP94-N1", "Ikut kampanye"),
    ]
    vocabulary = SimpleNamespace(acts=acts, topics={"media": words("Media sosial")})
    return SimpleNamespace(version="2024.1", vocabulary=vocabulary, rules=rules)


@dataclass
class Rules:
    """Stands for the engine of a small rule base; tests may change it."""

    sha256: str = "a" * 64
    base: SimpleNamespace = field(default_factory=small_base)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> Rules:
    made = Rules()

    def engine_of(_institution: Institution, _at: datetime) -> Rules:
        return made

    monkeypatch.setattr(law, "engine_of", engine_of)
    return made


def seated(user: User, institution: Institution) -> Seat:
    found = seat(user, now=AT.logged, chosen=institution.pk)
    assert found is not None
    return found


def question_of(member: Member, text: str = TEXT, once: str = "A", **more: object) -> Question:
    asking = Asking(text=text, once=once, **more)  # type: ignore[arg-type]
    return ask(person=member.person, asking=asking, at=AT)


@pytest.fixture
def sari(tree: dict[str, Unit], depok: Institution) -> Member:
    """A member of the team, of Bagian Hukum, head of nothing."""
    sari = cast.employ(tree["hukum"], "Sari Contoh", 21)
    cast.entrust(sari.user, Role.ADVISER, depok)
    return sari


@pytest.fixture
def yoga(tree: dict[str, Unit], depok: Institution) -> Member:
    """A second member of the team, of Dinas Pendidikan."""
    yoga = cast.employ(tree["disdik"], "Yoga Contoh", 22)
    cast.entrust(yoga.user, Role.ADVISER, depok)
    return yoga


@pytest.fixture
def question(ratna: Member, sari: Member, yoga: Member) -> Question:
    """Ratna has asked, and agrees to a publication."""
    return question_of(ratna, act="like", may_publish=True)


@pytest.fixture
def as_(sign_in: Callable[[Client, User], None]) -> Callable[[Member], Client]:
    """Return a client in which somebody is signed in."""

    def enter(member: Member) -> Client:
        client = Client()
        sign_in(client, member.user)
        return client

    return enter
