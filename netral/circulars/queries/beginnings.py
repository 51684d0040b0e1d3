"""Whether an institution has begun to write circulars."""

from netral.circulars.core import Stage
from netral.circulars.models import Circular, NumberPattern
from netral.tenancy.models import Institution


def has_pattern(institution: Institution) -> bool:
    """Tell whether any unit has said how its numbers are written."""
    return NumberPattern.objects.of(institution).exists()


def has_published(institution: Institution) -> bool:
    """Tell whether a circular has ever gone out."""
    waiting = (Stage.DRAFT, Stage.INITIALLED, Stage.SIGNED)
    return Circular.objects.of(institution).exclude(stage__in=waiting).exists()
