"""The national board as whoever runs the installation gets it, through the whole of Django."""

import time

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from netral.access.core import Role
from netral.access.models import Grant, User
from netral.ledger.models import Entry


def times(*, requests: int) -> list[float]:
    """Ask for the board of all institutions `requests` times and return the milliseconds of each.

    Raises:
        RuntimeError: the page does not come.
    """
    client = Client(SERVER_NAME="localhost")
    client.force_login(_operator())
    address = reverse("insight:national")
    client.get(address)
    took = []
    for _ in range(requests):
        begun = time.perf_counter()
        status = client.get(address).status_code
        took.append(1000 * (time.perf_counter() - begun))
        if status != 200:
            msg = f"the national board answers {status}"
            raise RuntimeError(msg)
    return took


def _operator() -> User:
    """Let one of the accounts run the installation."""
    user = User.objects.latest("pk")
    Grant.objects.create(
        user=user, role=Role.SUPERADMIN, institution=None, unit_path="", source="command:bench",
        starts_at=timezone.now(), entry=Entry.objects.first(),
    )  # fmt: skip
    return user
