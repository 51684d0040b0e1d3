"""A circular of Depok, at every stage of its life."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from netral.circulars.actions import drafts, life, publishing
from netral.circulars.actions.life import Signing
from netral.circulars.core import ClauseKind
from netral.circulars.core.text import ClauseText
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.orgs.models import Holding, Office, Unit
from netral.signing.core import Level
from tests.cast import Member

CLAUSES = (
    ClauseText(kind=ClauseKind.DUTY, text="Menyosialisasikan netralitas di unit masing-masing."),
    ClauseText(kind=ClauseKind.PROHIBITION, text="Dilarang terlibat politik praktis."),
    ClauseText(
        kind=ClauseKind.PERMISSION,
        text="Boleh menjadi anggota PPS.",
        conditions=("tugas pokok tidak terganggu",),
        kinds=("pns",),
    ),
)


@pytest.fixture
def facts(tree: dict[str, Unit], wali: Member, at: Moment) -> Callable[..., drafts.Facts]:
    """Write the facts of a circular that the mayor signs; change what you like."""

    def write(**changes: object) -> drafts.Facts:
        stated: dict[str, object] = {
            "unit": tree["32.76"],
            "subject": "Netralitas pegawai pada Pemilihan 2024",
            "place": "Depok",
            "signatory": Holding.objects.get(person=wali.person),
            "audience": {"kinds": ["pns", "pppk"], "units": []},
            "clauses": CLAUSES,
            "pass_on_by": at.acted + timedelta(days=2),
            "read_by": at.acted + timedelta(days=5),
        }
        return drafts.Facts(**(stated | changes))  # type: ignore[arg-type]

    return write


@pytest.fixture
def draft(facts: Callable[..., drafts.Facts], laras: Member, at: Moment) -> Circular:
    """A draft of Laras for the mayor."""
    return drafts.draft(
        institution=laras.person.institution, facts=facts(), by=f"user:{laras.user.pk}", at=at
    )


def by_hand(number: str) -> Signing:
    """Sign with a number that was given by hand."""
    return Signing(level=Level.REENTRY, method="password", number=number)


@pytest.fixture
def signed(draft: Circular, wali: Member, at: Moment) -> Circular:
    """The draft under the mayor's hand."""
    life.submit(circular=draft, by="user:0", at=at)
    return life.sign(circular=draft, user=wali.user, signing=by_hand("270/343-Huk"), at=at)


@pytest.fixture
def published(signed: Circular, hendra: Member, ratna: Member, at: Moment) -> Circular:
    """In force, with Camat Beji and an employee of his under it."""
    return publishing.publish(circular=signed, by="user:0", at=at)


@pytest.fixture
def office(wali: Member) -> Office:
    """The mayor's office."""
    return Office.objects.get(title="Wali Kota Depok")
