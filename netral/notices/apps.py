"""Registration of the app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Name the app."""

    name = "netral.notices"
