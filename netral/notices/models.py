"""The outbox. A row is the queue of record; sending is what workers do about it."""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.notices.core import Channel, State
from netral.tenancy.models import TenantRow


class Message(TenantRow):
    """One message to one person over one channel.

    `recipient` is an opaque id of the caller's choosing (`user:12`); `address` is needed only
    by channels that leave the house. Words come from `template` and `facts` in `language` when
    it is sent or shown. The same `key` is never queued twice. `queued_at` is the institution's own
    time, which readers see; the other times are real.
    """

    channel = models.CharField(max_length=4, choices=[(c.value, c.value) for c in Channel])
    recipient = models.CharField(max_length=40)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="id")
    template = models.CharField(max_length=60)  # "pacts/reminder": a folder/name of templates
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in State], default=State.QUEUED
    )
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True)
    fleeting = models.BooleanField(default=False)  # deleted once it was sent

    privacy = {
        "institution": Reveals.NOTHING,
        "channel": Reveals.NOTHING,
        "recipient": Reveals.PERSON,
        "address": Reveals.PERSON,
        "language": Reveals.NOTHING,
        "template": Reveals.NOTHING,
        "facts": Reveals.PERSON,
        "url": Reveals.PERSON,
        "key": Reveals.PERSON,
        "state": Reveals.NOTHING,
        "queued_at": Reveals.NOTHING,
        "claimed_at": Reveals.NOTHING,
        "sent_at": Reveals.NOTHING,
        "read_at": Reveals.PERSON,
        "tries": Reveals.NOTHING,
        "not_before": Reveals.NOTHING,
        "problem": Reveals.NOTHING,
        "fleeting": Reveals.NOTHING,
    }

    class Meta:
        ordering = ("-queued_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "recipient", "channel"), name="notices_inbox"),
            models.Index(
                fields=("state", "not_before"),
                condition=Q(state__in=(State.QUEUED, State.SENDING)),
                name="notices_waiting",
            ),
            models.Index(
                fields=("recipient",),
                condition=Q(channel=Channel.APP, read_at=None),
                name="notices_unread",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "key", "channel"), name="notices_key_once_a_channel"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}"
