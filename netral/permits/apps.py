"""Registration of the app."""

from django.apps import AppConfig


class PermitsConfig(AppConfig):
    """Name the app."""

    name = "netral.permits"
