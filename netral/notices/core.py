"""Channels and states of a message."""

from enum import StrEnum


class Channel(StrEnum):
    """How a message travels."""

    APP = "app"
    MAIL = "mail"


class State(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed by a worker
    SENT = "sent"
    FAILED = "failed"  # refused for good by the channel
