"""Registration of the app."""

from django.apps import AppConfig


class TalliesConfig(AppConfig):
    """Name the app."""

    name = "netral.tallies"
