"""Registration of the app."""

from django.apps import AppConfig


class CircularsConfig(AppConfig):
    """Name the app."""

    name = "netral.circulars"
