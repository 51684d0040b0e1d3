"""Channels and states of a message."""

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Notice:
    """What a message is made from: to whom, which words with which facts, once per `key`."""

    recipient: str  # opaque, `user:12`
    template: str  # `pacts/reminder`
    facts: Mapping[str, object]
    key: str
    url: str = ""
    address: str = ""  # without one it stays in the house
    only_mail: bool = False  # for what must not lie in the house, such as a link that opens it
    language: str = "id"
