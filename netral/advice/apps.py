"""Registration of the app."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    """Name the app."""

    name = "netral.advice"
