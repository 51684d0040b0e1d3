"""Registration of the app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Name the app."""

    name = "netral.rules"
