"""Registration of the app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Name the app."""

    name = "netral.insight"
