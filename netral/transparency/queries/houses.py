"""Which institutions write into the log."""

from netral.tenancy.models import Institution


def houses() -> list[Institution]:
    """Return the institutions of the installation by name."""
    return list(Institution.objects.defer("emblem").order_by("name"))
