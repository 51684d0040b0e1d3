"""Registration of the app."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Name the app."""

    name = "netral.tenancy"
