"""Telling those who run the installation that a provider does not do what it says."""

from datetime import datetime

from django.urls import reverse

from netral.access.core import Role
from netral.access.models import User
from netral.access.queries import seat
from netral.notices import queries as notices
from netral.notices.actions import tell_all
from netral.notices.core import CHANNEL_WORDS, Notice


def watch_providers(now: datetime) -> int:
    """Tell every administrator of the installation once a day; return of how many channels."""
    ailing = notices.in_trouble(now)
    if not ailing:
        return 0
    running = User.objects.filter(is_active=True, grants__role=Role.SUPERADMIN)
    for user in running.distinct():
        found = seat(user, now=now, chosen=None)
        if found is None:
            continue
        told = [
            Notice(
                recipient=found.actor,
                template="notices/ailing",
                facts={"channel": CHANNEL_WORDS[channel]},
                key=f"ailing:{channel}:{found.at.logged:%Y%m%d}:{user.pk}",
                url=reverse("web:deliveries"),
                address=user.email,
                language=user.language or "id",
            )
            for channel in ailing
        ]
        tell_all(told, institution=found.institution, at=found.at)
    return len(ailing)
