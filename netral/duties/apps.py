"""Registration of the app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Name the app."""

    name = "netral.duties"
