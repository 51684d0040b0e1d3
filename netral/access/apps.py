"""Registration of the app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Name the app."""

    name = "netral.access"
