"""Institutions as the public may know them."""

from netral.tenancy.models import Institution


def house(slug: str) -> Institution | None:
    """Return the institution of that short name, if there is one."""
    return Institution.objects.defer("emblem").filter(slug=slug).first()
