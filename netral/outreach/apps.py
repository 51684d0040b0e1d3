"""Registration of the app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Name the app."""

    name = "netral.outreach"
