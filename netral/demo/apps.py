"""Registration of the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Name the app."""

    name = "netral.demo"
