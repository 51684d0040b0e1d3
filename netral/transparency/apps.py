"""Registration of the app."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """Name the app."""

    name = "netral.transparency"
