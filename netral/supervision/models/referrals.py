"""Suspicions that name a person: what a head was told, and what went to whom. All of it sealed.

Whoever holds a copy of the database, but not the installation's secret, learns that there are
referrals, when and at which desk; not of whom, not from which unit, not what about.
"""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models.choices import choices
from netral.supervision import attests
from netral.supervision.core import Desk, ReferralState
from netral.supervision.core.knowledge import READING_WORDS, Reading
from netral.tenancy.models import TenantRow


class Knowledge(TenantRow):
    """A head of unit was told of a suspected breach: from then on the head's own clock runs.

    `sealed` holds who is suspected, the words, who told and whom; `unit_mark` finds what runs at
    a unit, whoever heads it; `sender_mark` finds what an account has told.
    """

    slug = models.CharField(max_length=12, unique=True)
    unit_mark = models.CharField(max_length=64)
    sender_mark = models.CharField(max_length=64, blank=True)  # empty: the head recorded it
    sealed = models.BinaryField()
    told_at = models.DateTimeField()  # the clock runs from here
    known_at = models.DateTimeField(null=True, blank=True)  # recorded, or opened for the first time
    closed_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("institution", "entry"), Reveals.NOTHING) | dict.fromkeys(
        ("slug", "unit_mark", "sender_mark", "sealed", "told_at", "known_at", "closed_at"),
        Reveals.SECRET,
    )
    attests = attests.KNOWLEDGE

    class Meta:
        ordering = ("-told_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "unit_mark"), name="supervision_known_at"),
            models.Index(fields=("institution", "sender_mark"), name="supervision_told_by"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(known_at=None) | Q(known_at__gte=models.F("told_at")),
                name="supervision_told_before_known",
            ),
        )

    def __str__(self) -> str:
        return f"knowledge {self.pk}"


class KnowledgeStep(TenantRow):
    """One step of the head's clock; which one, by whom and why is sealed."""

    knowledge = models.ForeignKey(Knowledge, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "knowledge", "number", "at", "entry"), Reveals.NOTHING
    ) | {"sealed": Reveals.SECRET}
    attests = attests.KNOWLEDGE_STEP

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "knowledge", "number"), name="supervision_step_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"step {self.number} of knowledge {self.knowledge_id}"


class SummonsReading(TenantRow):
    """How an institution reads the seven working days of PP 94/2021 art. 26(2); newest holds."""

    reading = models.CharField(max_length=8, choices=choices(Reading))
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    by = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "reading", "reason", "since", "entry"), Reveals.NOTHING
    ) | {"by": Reveals.PERSON}
    attests = attests.SUMMONS_READING

    class Meta:
        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        return self.reading

    @property
    def words(self) -> str:
        """Return how it is read, untranslated."""
        return READING_WORDS[Reading(self.reading)]


class Referral(TenantRow):
    """A suspicion handed to a desk that is not the suspect's own line.

    It has no number: among numbers that follow each other, one that is hidden leaves a gap.
    """

    slug = models.CharField(max_length=12, unique=True)
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
        ("institution", "desk", "state", "sent_at", "due_on", "taken_at", "closed_at", "entry"),
        Reveals.NOTHING,
    ) | dict.fromkeys(("slug", "sealed", "sender_mark", "knowledge"), Reveals.SECRET)
    attests = attests.REFERRAL

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "sender_mark"), name="supervision_sent_by"),
            models.Index(fields=("institution", "desk", "state"), name="supervision_at_desk"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", taken_at=None) | ~Q(state="sent"),
                name="supervision_taken_is_not_sent",
            ),
        )

    def __str__(self) -> str:
        return f"referral {self.pk}"


class ReferralEvent(TenantRow):
    """One move of a referral, or a note beside it; who made it and why is sealed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=6, choices=choices(ReferralState), blank=True)
    after = models.CharField(max_length=6, choices=choices(ReferralState))
    sealed = models.BinaryField()
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "referral", "before", "after", "at", "entry"), Reveals.NOTHING
    ) | {"sealed": Reveals.SECRET}
    attests = attests.REFERRAL_EVENT

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.before} to {self.after}"
