"""Registration of the app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Name the app."""

    name = "netral.ledger"
