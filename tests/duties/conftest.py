"""A clause of Depok's circular, and what Ratna of Kecamatan Beji was told of it."""

from collections.abc import Callable
from typing import Any

import pytest

from netral.access.core import Role
from netral.access.models import User
from netral.circulars.core.meaning import Meaning
from netral.circulars.models import Circular, Clause
from netral.duties.queries.chain import Subject, subject_of
from netral.kernel.moment import Moment
from netral.orgs.models import Person, Unit
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import BY, Member
from tests.circulars.scene import agreed, published


@pytest.fixture
def circular(tree: dict[str, Unit], wali: Member, hendra: Member) -> Circular:
    """The mayor's circular, in force; Hendra heads the desk that it reached."""
    return published(tree["32.76"], wali)


@pytest.fixture
def clause(circular: Circular, at: Moment) -> Clause:
    """The prohibition, read to be about calls to staff."""
    found: Clause = circular.clauses.filter(kind="prohibition").order_by("order")[0]
    agreed(found, Meaning(acts=("kegiatan.ajakan",)), at)
    return found


@pytest.fixture
def seal(depok: Institution, at: Moment) -> None:
    """The seal of Depok."""
    create_seal_key(institution=depok, by=BY, at=at)


@pytest.fixture
def of() -> Callable[[Any, Clause], Subject]:
    """Return whom and what a chain is about, read anew as a page does."""

    def found(who: Member, clause: Clause) -> Subject:
        rows = Person.objects.select_related("unit", "institution", "account")
        joined = ("circular__unit", "circular__entry", "circular__institution", "meaning")
        fresh = Clause.objects.select_related(*joined, "restates").get(pk=clause.pk)
        return subject_of(rows.get(pk=who.person.pk), fresh)

    return found


@pytest.fixture
def officer(depok: Institution) -> User:
    """The case officer of the personnel office."""
    account = cast.account(depok, "KASUS-1", "Petugas Contoh")
    return cast.entrust(account, Role.CASE_OFFICER, depok)
