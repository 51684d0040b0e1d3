"""Registration of the app."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Name the app."""

    name = "netral.answers"
