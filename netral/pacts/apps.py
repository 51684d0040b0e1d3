"""Registration of the app."""

from django.apps import AppConfig


class PactsConfig(AppConfig):
    """Name the app."""

    name = "netral.pacts"
