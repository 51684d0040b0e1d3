"""Registration of the app."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Name the app."""

    name = "netral.signing"
