"""Registration of the app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Name the app."""

    name = "netral.supervision"
