"""Registration of the app."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Name the app."""

    name = "netral.orgs"
