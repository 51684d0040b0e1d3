"""The institution's own terms, in place of the house policy's."""

from django.db import transaction

from netral.duties.actions.reckoning import hold
from netral.duties.core import Kind
from netral.duties.core.policy import Rhythm, Terms
from netral.duties.errors import TermsTurned
from netral.duties.models import PolicyChoice
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.tenancy.models import Institution


@transaction.atomic
def set_terms(
    *, institution: Institution, kind: Kind, terms: Terms | None, by: str, at: Moment
) -> None:
    """Put the institution's own terms for a kind in force, or go back to the house policy's.

    Obligations follow with the next reckoning. Raises TermsTurned where weeks would be asked of
    what comes once; `Terms` itself refuses the rest.
    """
    hold(institution)
    if terms is not None and terms.rhythm is Rhythm.ONCE and not terms.days:
        raise TermsTurned
    said = (
        {"rhythm": terms.rhythm, "days": terms.days, "again": list(terms.again),
         "weekly_in": list(terms.weekly_in)}
        if terms
        else {}
    )  # fmt: skip
    detail = {"kind": str(kind), "terms": {k: _plain(v) for k, v in said.items()}}
    act = Act(act="duty_terms.set", actor=by, fields={"detail": detail})
    entry = record(act, institution=institution, at=at)
    if terms is None:
        PolicyChoice.objects.of(institution).filter(kind=kind).delete()
        return
    PolicyChoice.objects.update_or_create(
        institution=institution,
        kind=kind,
        defaults={**said, "set_by": by, "set_at": at.acted, "entry": entry},
    )


def _plain(value: object) -> object:
    return [str(each) for each in value] if isinstance(value, list) else value
