"""What every page needs."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the seat and what the frame of the page shows."""
    return {"seat": getattr(request, "seat", None)}
