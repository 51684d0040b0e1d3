"""Words and hands for the tests of suspicions."""

import json
from datetime import timedelta
from typing import Any

from django.apps import apps

from netral.access.core import Role
from netral.access.models import User
from netral.access.queries import Seat, seat
from netral.kernel.moment import Moment
from netral.orgs.models import Holding, Unit
from netral.supervision.actions.knowledge import Heard, record_knowledge, tell_head
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.models import Knowledge, Referral
from netral.tenancy.models import Institution
from tests import cast
from tests.cast import AT, SINCE, Member

WHAT = "Membagikan amplop bergambar pasangan calon di parkiran."
WHO = "petugas loket yang berjaket hijau"


def at(days: float) -> Moment:
    """Return the moment so many days after the cast's noon."""
    span = timedelta(days=days)
    return Moment(acted=AT.acted + span, logged=SINCE + span)


def seated(user: User, institution: Institution, days: float = 0) -> Seat:
    found = seat(user, now=at(days).logged, chosen=institution.pk)
    assert found is not None
    return found


def term_of(member: Member) -> Holding:
    held = Holding.objects.filter(person=member.person).select_related("office__unit__institution")
    return held.select_related("person__account", "office__unit__institution").get()


def heard(member: Member | None = None, once: str = "A", **more: Any) -> Heard:
    """A suspicion about a member, or about somebody only described."""
    who, suspect = (member.person.name, member.person) if member else (WHO, None)
    return Heard(who=who, what=WHAT, once=once, suspect=suspect, **more)


def recorded(head: Member, about: Member | None = None, **more: Any) -> Knowledge:
    """The head has recorded it, an hour after being told."""
    earlier = AT.acted - timedelta(hours=1)
    return record_knowledge(term=term_of(head), heard=heard(about, **more), told_at=earlier, at=AT)


def told(sender: Member, about: Member | None = None, **more: Any) -> Knowledge:
    return tell_head(sender=sender.person, heard=heard(about, **more), at=AT)


def referring(about: Member | None = None, once: str = "A", **more: Any) -> Referring:
    who, suspect = (about.person.name, about.person) if about else (WHO, None)
    return Referring(who=who, what=WHAT, once=once, suspect=suspect, **more)


def referred(sender: Member, about: Member | None = None, **more: Any) -> Referral:
    return refer(sender=sender.person, referring=referring(about, **more), at=AT)


def officer(unit: Unit, name: str, n: int, role: Role) -> Member:
    """An officer of a desk."""
    member = cast.employ(unit, name, n)
    cast.entrust(member.user, role, unit.institution)
    return member


def everything_but_the_roster() -> str:
    """Return the whole database as text, without the tables that are there to hold names."""
    kept = []
    for model in apps.get_models():
        if model._meta.app_label in {"orgs", "access", "contenttypes", "auth"}:
            continue
        kept += [json.dumps(row, default=_plain) for row in model._default_manager.values()]
    return "\n".join(kept)


def _plain(value: object) -> str:
    octets = isinstance(value, bytes | memoryview)
    return bytes(value).decode("latin-1") if octets else str(value)  # type: ignore[call-overload]
