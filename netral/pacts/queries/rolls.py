"""Everything a report lists: all units below one, and all people below one."""

from collections.abc import Iterator

from django.utils.translation import gettext

from netral.kernel import spoken
from netral.orgs.models import Unit
from netral.pacts.core import STATE_WORDS, Figures, State
from netral.pacts.models import Campaign, Pledge
from netral.tallies.queries import wholes


def units_below(campaign: Campaign, unit: Unit) -> list[tuple[int, str, Figures]]:
    """Return every counted unit in and below `unit` with its depth, parents first."""
    units = Unit.objects.of(campaign.institution_id).filter(path__startswith=unit.path)
    counted = wholes(campaign.institution_id, campaign.board)
    top = unit.path.count("/")
    found = []
    for each in units.order_by("path"):
        figures = Figures(counted.get(each.pk, {}))
        if figures.total:
            found.append((each.path.count("/") - top, each.name, figures))
    return found


def people_below(campaign: Campaign, unit: Unit) -> Iterator[tuple[str, ...]]:
    """Yield everybody asked in and below `unit`, without reasons of refusal."""
    rows = Pledge.objects.of(campaign.institution_id).filter(
        campaign=campaign, unit__path__startswith=unit.path
    )
    joined = rows.select_related("person", "unit", "signature")
    zone = campaign.institution.zone
    for pledge in joined.order_by("unit__path", "person__name", "pk").iterator(chunk_size=2000):
        signature = getattr(pledge, "signature", None)
        yield (
            pledge.person.full_name,
            pledge.person.position,
            pledge.unit.name,
            gettext(STATE_WORDS[State(pledge.state)]),
            spoken.at(signature.signed_at, zone) if signature else "",
            str(signature.level) if signature else "",
        )
