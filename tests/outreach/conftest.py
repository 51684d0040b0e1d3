"""Sessions of the cast: Hendra heads Kecamatan Beji and hosts, Ratna attends."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from netral.kernel.moment import Moment
from netral.orgs.models import Person, Unit
from netral.outreach.actions.attending import attend
from netral.outreach.actions.closing import close
from netral.outreach.actions.moves import Hand
from netral.outreach.actions.planning import Plan, plan
from netral.outreach.core import Method, Purpose, SessionKind
from netral.outreach.models import Attendance, Session
from netral.signing.actions import create_seal_key
from netral.tenancy.models import Institution
from tests.cast import AT, Member


def later(at: Moment = AT, **span: float) -> Moment:
    """Return the moment some time after."""
    return Moment(at.acted + timedelta(**span), at.logged, at.zone)


def wish(at: Moment = AT, **other: Any) -> Plan:
    """Return the plan of an assembly that runs from half an hour ago for an hour."""
    facts: dict[str, Any] = {
        "kind": SessionKind.PARADE, "purposes": [Purpose.SOCIALISE], "title": "Apel netralitas",
        "starts_at": at.acted - timedelta(minutes=30),
        "ends_at": at.acted + timedelta(minutes=30), "place": "Halaman kecamatan",
    }  # fmt: skip
    return Plan(**(facts | other))


def planned(unit: Unit, host: Member, at: Moment = AT, **other: Any) -> Session:
    """Plan a session as its host."""
    made = plan(unit=unit, wish=wish(at, **other), by=f"user:{host.user.pk}", at=at)
    return again(made)


def again(session: Session) -> Session:
    """Read a session anew, with what actions and papers want."""
    joined = ("institution", "unit", "circular", "paper", "entry")
    found: Session = Session.objects.select_related(*joined).get(pk=session.pk)
    return found


def fresh(member: Member) -> Person:
    """Read a person anew."""
    return Person.objects.select_related("institution", "unit").get(pk=member.person.pk)


def there(session: Session, member: Member, at: Moment = AT) -> Attendance:
    """Let a person be there, with the code on the screen."""
    by = f"user:{member.user.pk}"
    return attend(session=session, person=fresh(member), method=Method.CODE, by=by, at=at)


def closed(session: Session, host: Member, at: Moment = AT, reason: str = "") -> Session:
    """Close a session with minutes."""
    hand = Hand(f"user:{host.user.pk}", host.person.full_name, "Camat Beji")
    minutes = "Surat edaran dibacakan.\nDua pertanyaan dijawab."
    return again(close(session=session, minutes=minutes, reason=reason, hand=hand, at=at))


def picture(side: int = 32, kind: str = "JPEG", **more: Any) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def beji(tree: dict[str, Unit]) -> Unit:
    """Kecamatan Beji, the host."""
    return tree["32.76.06"]


@pytest.fixture
def sealed(depok: Institution, at: Moment) -> Institution:
    """Give the city its seal."""
    create_seal_key(institution=depok, by="system", at=at)
    return depok
