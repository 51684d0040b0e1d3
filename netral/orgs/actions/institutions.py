"""Opening and changing institutions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.core import UnitKind
from netral.orgs.errors import InstitutionExists
from netral.orgs.models import Unit
from netral.tenancy.core import Kind
from netral.tenancy.models import Institution

CHANGEABLE: Final = (
    "name", "place", "head_title", "zone", "week_days", "address", "contact_phone",
    "contact_email", "contact_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionFacts:
    """What an institution is."""

    code: str  # Kemendagri region code or agency code: "32.76"
    slug: str
    name: str  # "Pemerintah Kota Depok"
    place: str  # "Depok"
    kind: Kind = Kind.CITY
    head_title: str  # "Wali Kota Depok"
    zone: str = "Asia/Jakarta"
    week_days: int = 5
    address: str = ""
    begins_on: date = date(2000, 1, 1)  # from when the top unit exists
    demo_starts_at: datetime | None = None
    demo_since: datetime | None = None


@transaction.atomic
def open_institution(*, facts: InstitutionFacts, by: str, at: Moment) -> Institution:
    """Open an institution together with the top unit of its tree."""
    if Institution.objects.filter(Q(code=facts.code) | Q(slug=facts.slug)).exists():
        raise InstitutionExists(code=facts.code, slug=facts.slug)
    institution = Institution.objects.create(
        code=facts.code,
        slug=facts.slug,
        name=facts.name,
        place=facts.place,
        kind=facts.kind,
        head_title=facts.head_title,
        zone=facts.zone,
        week_days=facts.week_days,
        address=facts.address,
        demo_starts_at=facts.demo_starts_at,
        demo_since=facts.demo_since,
        roster_version=1,
    )
    entry = record(
        Act(
            act="institution.opened",
            actor=by,
            subject=f"institution:{institution.pk}",
            fields={"detail": {"code": facts.code, "name": facts.name}},
        ),
        institution=institution,
        at=at,
    )
    root = Unit.objects.create(
        institution=institution,
        code=facts.code,
        name=facts.name,
        kind=UnitKind.ROOT,
        region_code=facts.code,
        valid_from=facts.begins_on,
        entry=entry,
    )
    Unit.objects.filter(pk=root.pk).update(path=f"{root.pk}/")
    return institution


def held(pk: int) -> Institution:
    """Read an institution anew, and keep others from moving its people, units and offices.

    Who signs meanwhile names the institution in rows of their own and does not wait for this.
    """
    return Institution.objects.select_for_update(no_key=True).get(pk=pk)


def touch(institution: Institution) -> None:
    """Note that people or units move, and hold the institution's row until the act is done.

    Higher apps compare `roster_version` with what they last reconciled. On PostgreSQL the row
    lock, the one of `held`, also puts changes of one tree in a line, so that two moves cannot
    close a cycle.
    """
    rows = Institution.objects.filter(pk=institution.pk)
    rows.update(roster_version=F("roster_version") + 1)
    institution.roster_version = rows.values_list("roster_version", flat=True).get()


@transaction.atomic
def change_institution(
    *, institution: Institution, changes: Mapping[str, object], by: str, at: Moment
) -> Institution:
    """Correct what an institution is called and where its clock stands.

    Deadlines already set are instants and stay where they are.
    """
    fresh = held(institution.pk)
    new = {k: v for k, v in changes.items() if k in CHANGEABLE and getattr(fresh, k) != v}
    if not new:
        return fresh
    record(
        Act(
            act="institution.changed",
            actor=by,
            subject=f"institution:{fresh.pk}",
            fields={"detail": {key: str(value) for key, value in new.items()}},
        ),
        institution=fresh,
        at=at,
    )
    for key, value in new.items():
        setattr(fresh, key, value)
    fresh.save(update_fields=list(new))
    return fresh


@transaction.atomic
def set_emblem(*, institution: Institution, png: bytes, by: str, at: Moment) -> None:
    """Keep the emblem for the head of letters: a picture drawn anew (`core.pictures`)."""
    record(
        Act(
            act="institution.emblem_set",
            actor=by,
            subject=f"institution:{institution.pk}",
            fields={"detail": {"sha256": hashlib.sha256(png).hexdigest()}},
        ),
        institution=institution,
        at=at,
    )
    Institution.objects.filter(pk=institution.pk).update(emblem=png)
