"""Entries in the ledger that bind what was sealed and name nobody."""

import hashlib

from netral.ledger.actions import Act
from netral.supervision.queries.referral_vault import vault
from netral.tenancy.models import Institution


def blind(
    *, act: str, slug: str, sealed: bytes, institution: Institution, by: int, ref: bytes | None
) -> Act:
    """Return an act under a name that differs with every suspicion: opened by us alone."""
    hand = vault().mark("hand", institution.pk, slug, by)[:32]
    detail = {"sealed": hashlib.sha256(sealed).hexdigest()}
    return Act(act=act, actor=f"hand:{hand}", ref=ref, fields={"detail": detail})
