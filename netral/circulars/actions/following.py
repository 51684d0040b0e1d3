"""A circular in force follows the roster: new heads receive it, and its readers are recounted."""

from django.db import transaction

from netral.circulars.actions.counting import recount
from netral.circulars.actions.publishing import headed, reach
from netral.circulars.core import Stage
from netral.circulars.models import Circular
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.tenancy.models import Institution


def follow_roster(*, institution: Institution, at: Moment) -> int:
    """Bring circulars in force in line with people, units and offices; return how many changed.

    Each circular is a transaction of its own. `institution` must be fresh: what moves after it
    was read is left for the next round.
    """
    behind = Circular.objects.of(institution).filter(stage=Stage.PUBLISHED)
    behind = behind.exclude(roster_version=institution.roster_version)
    rows = list(behind.select_related("institution", "entry"))
    for circular in rows:
        _follow(circular, institution.roster_version, at)
    return len(rows)


@transaction.atomic
def _follow(circular: Circular, version: int, at: Moment) -> None:
    # The row lock lets two workers follow one after the other, and no revocation come between.
    own = Circular.objects.of(circular.institution_id).select_for_update().filter(pk=circular.pk)
    if own.get().stage != Stage.PUBLISHED:
        return
    if circular.parent_id is None:
        _reach_new_heads(circular, at)
    recount(circular=circular)
    own.update(roster_version=version)


def _reach_new_heads(circular: Circular, at: Moment) -> None:
    """Put the circular on desks that were made, or moved into its audience, after publication."""
    units = headed(circular, at)
    if not units:
        return
    act = Act(
        act="circular.reached",
        actor="system",
        ref=bytes(circular.entry.ref),
        fields={"detail": {"units": [unit.code for unit in units]}},
    )
    entry = record(act, institution=circular.institution, at=at)
    reach(circular, units, entry=entry, at=at)
