"""Suspicions that name a person: what a head was told, and what went to whom. All of it sealed.

Whoever holds a copy of the database, but not the installation's secret, learns that there are
referrals, when and at which desk; not of whom, not from which unit, not what about.
"""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models.choices import choices
from netral.supervision.core import Desk, ReferralState
from netral.tenancy.models import TenantRow


class Knowledge(TenantRow):
    """A head of unit was told of a suspected breach: from then on the head's own clock runs.

    `sealed` holds the suspect, the words and the head's later steps; `owner_mark` finds what a
    head has recorded or was told.
    """

    slug = models.CharField(max_length=12, unique=True)
    owner_mark = models.CharField(max_length=64)  # of the head's account
    unit_mark = models.CharField(max_length=64)  # of the unit, for the unit's own next head
    sealed = models.BinaryField()
    told_at = models.DateTimeField()
    known_at = models.DateTimeField()  # when it was recorded
    summons_by = models.DateField(null=True, blank=True)
    summoned_on = models.DateField(null=True, blank=True)
    examined_on = models.DateField(null=True, blank=True)
    referred_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # found to be nothing, with a reason
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("institution", "entry"), Reveals.NOTHING) | dict.fromkeys(
        (
            "slug", "owner_mark", "unit_mark", "sealed", "told_at", "known_at", "summons_by",
            "summoned_on", "examined_on", "referred_on", "ended_on",
        ),
        Reveals.SECRET,
    )  # fmt: skip

    class Meta:
        ordering = ("-known_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "owner_mark"), name="supervision_known_by"),
            models.Index(fields=("institution", "unit_mark"), name="supervision_known_at"),
        )

    def __str__(self) -> str:
        return f"knowledge {self.pk}"


class Referral(TenantRow):
    """A suspicion handed to a desk that is not the suspect's own line."""

    slug = models.CharField(max_length=12, unique=True)
    number = models.PositiveIntegerField()  # in the register of the institution
    desk = models.CharField(max_length=12, choices=choices(Desk))
    state = models.CharField(
        max_length=6, choices=choices(ReferralState), default=ReferralState.SENT
    )
    sealed = models.BinaryField()  # suspect, sender, unit, words, excluded accounts
    sender_mark = models.CharField(max_length=64)
    knowledge = models.OneToOneField(
        Knowledge, on_delete=models.PROTECT, null=True, blank=True, related_name="referral"
    )
    sent_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)  # of the desk's first step
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "number", "desk", "state", "sent_at", "due_on", "taken_at", "closed_at",
         "entry"),
        Reveals.NOTHING,
    ) | dict.fromkeys(("slug", "sealed", "sender_mark", "knowledge"), Reveals.SECRET)  # fmt: skip

    class Meta:
        ordering = ("-number",)
        indexes = (models.Index(fields=("institution", "sender_mark"), name="supervision_sent_by"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "number"), name="supervision_referral_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", taken_at=None) | ~Q(state="sent"),
                name="supervision_taken_is_not_sent",
            ),
        )

    def __str__(self) -> str:
        return f"referral {self.number}"


class ReferralEvent(TenantRow):
    """One move of a referral; who moved it and why is sealed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=6, choices=choices(ReferralState), blank=True)
    after = models.CharField(max_length=6, choices=choices(ReferralState))
    sealed = models.BinaryField()
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "referral", "before", "after", "at", "entry"), Reveals.NOTHING
    ) | {"sealed": Reveals.SECRET}

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.before} to {self.after}"
