"""The outbox, and how people want to be reached.

A row of the outbox is the queue of record; sending is what workers do about it.
"""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.notices import attests
from netral.notices.core import WITH_RECEIPTS, Channel, Manner, State
from netral.tenancy.models import TenantRow

MOVING = (State.QUEUED.value, State.CLAIMED.value, State.HANDING.value)
PROVEN = tuple(channel.value for channel in WITH_RECEIPTS)


class Message(TenantRow):
    """One message to one person over one channel.

    `recipient` is an opaque id of the caller's choosing (`user:12`); `address` is needed only
    by channels that leave the house. Words come from `template` and `facts` in `language` when
    it is sent or shown. The same `key` is never queued twice. `queued_at` is the institution's own
    time, which readers see; the other times are real. `ways` are the channels, with addresses,
    that are tried if this one does not deliver. Several rows that left as one message share its
    `reference`, which is the provider's.
    """

    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    recipient = models.CharField(max_length=40)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="id")
    template = models.CharField(max_length=60)  # "pacts/reminder": a folder/name of templates
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120)
    manner = models.CharField(
        max_length=8, choices=[(m.value, m.value) for m in Manner], default=Manner.POLITE.value
    )
    ways = models.JSONField(default=list, blank=True)  # [["mail", "a@b.id"]]
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.QUEUED.value
    )
    queued_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)  # whose turn it is
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)  # as the provider reports
    seen_at = models.DateTimeField(null=True, blank=True)  # likewise
    reference = models.CharField(max_length=120, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # in the house
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
        "manner": Reveals.NOTHING,
        "ways": Reveals.PERSON,
        "state": Reveals.NOTHING,
        "claim": Reveals.NOTHING,
        "delivered_at": Reveals.NOTHING,
        "seen_at": Reveals.PERSON,
        "reference": Reveals.PERSON,
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
                condition=Q(state__in=MOVING),
                name="notices_waiting",
            ),
            models.Index(
                fields=("recipient",),
                condition=Q(channel=Channel.APP.value, read_at=None),
                name="notices_unread",
            ),
            models.Index(
                fields=("channel", "sent_at"),
                condition=Q(channel__in=PROVEN),
                name="notices_carried",
            ),
            models.Index(
                fields=("reference",), condition=~Q(reference=""), name="notices_reference"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "key", "channel"), name="notices_key_once_a_channel"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}"


class Preference(TenantRow):
    """Over which channels one person wants to be reached outside the house, in their order.

    `recipient` is as in a message; `channels` holds values of `Channel`, none: only in the house.
    Who has no row is reached in the order of the installation.
    """

    recipient = models.CharField(max_length=40)
    channels = models.JSONField(default=list, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "recipient": Reveals.PERSON,
        "channels": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PREFERENCE

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "recipient"), name="notices_one_preference_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient}: {', '.join(self.channels)}"


class Provider(models.Model):
    """How the other end of a channel is doing; one row a channel, of the whole installation.

    `tokens` were in its bucket at `counted_at`; until `rest_until` it is left alone, after
    `troubles` in a row.
    """

    channel = models.CharField(
        max_length=8, choices=[(c.value, c.value) for c in Channel], unique=True
    )
    tokens = models.FloatField(default=0)
    counted_at = models.DateTimeField()
    troubles = models.PositiveIntegerField(default=0)
    rest_until = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)  # when it last took a message
    problem = models.CharField(max_length=200, blank=True)
    problem_at = models.DateTimeField(null=True, blank=True)

    privacy = dict.fromkeys(
        (
            "channel", "tokens", "counted_at", "troubles", "rest_until", "accepted_at", "problem",
            "problem_at",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    def __str__(self) -> str:
        return self.channel
