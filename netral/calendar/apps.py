"""Registration of the app."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Name the app."""

    name = "netral.calendar"
