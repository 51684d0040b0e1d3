"""Circulars, their clauses and initials, number patterns, and the cascade."""

from django.db import models
from django.db.models import Q

from netral.circulars import attests
from netral.circulars.core import ClauseKind, Dating, Form, ItemState, Relay, Stage
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Holding, Office, Person, Unit
from netral.orgs.models.choices import choices
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow


class NumberPattern(TenantRow):
    """How a unit writes its numbers: `270/{seq}-Huk`, `{code}/{seq} – BKPSDM`, ..."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pattern = models.CharField(max_length=80)
    next_seq = models.PositiveIntegerField(default=1)
    year = models.PositiveSmallIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "unit", "pattern", "next_seq", "year", "entry"), Reveals.NOTHING
    )
    attests = attests.NUMBER_PATTERN

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "pattern", "year"), name="circulars_pattern_once"
            ),
        )

    def __str__(self) -> str:
        return self.pattern


class Circular(TenantRow):
    """A circular, an instruction, or a circular derived from a parent. Frozen once signed."""

    slug = models.CharField(max_length=12, unique=True)  # the short public address
    form = models.CharField(max_length=11, choices=choices(Form), default=Form.CIRCULAR)
    stage = models.CharField(max_length=10, choices=choices(Stage), default=Stage.DRAFT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # that issues it
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived"
    )
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    number = models.CharField(max_length=80, blank=True)  # the raw text is the identity
    number_year = models.PositiveSmallIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=300)
    opening = models.TextField(blank=True)  # background and purpose, plain paragraphs
    closing = models.TextField(blank=True)
    place = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    dating = models.CharField(max_length=9, choices=choices(Dating), default=Dating.EXACT)
    # Signatory: a dated holding; frozen words are kept for the letter when it is signed.
    signatory = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    relay = models.CharField(max_length=6, choices=choices(Relay), default=Relay.DIRECT)
    on_behalf_of = models.CharField(max_length=160, blank=True)  # "Pj. Wali Kota Padang"
    under = models.CharField(max_length=160, blank=True)  # the office between, for u.b.
    signature_block = models.JSONField(default=dict)
    # Audience: {"kinds": [person kinds], "units": [unit paths]}; empty units = all.
    audience = models.JSONField(default=dict)
    elections = models.JSONField(default=list)  # codes of the calendar
    bases = models.JSONField(default=list)  # [{"title", "dated_on", "confidence"}]
    recipients = models.JSONField(default=list)  # lines under "Yth."
    copies = models.JSONField(default=list)  # tembusan
    pass_on_by = models.DateTimeField(null=True, blank=True)  # heads acknowledge and derive by
    read_by = models.DateTimeField(null=True, blank=True)  # employees read by
    text_sha256 = models.CharField(max_length=64, blank=True)  # of the frozen structure
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    roster_version = models.PositiveIntegerField(default=0)  # of the institution, last recounted
    sources = models.JSONField(default=list)  # of facts taken over from the press, with confidence
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="circular"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "slug", "form", "stage", "unit", "parent", "supersedes", "number",
            "number_year", "subject", "opening", "closing", "place", "dated_on", "dating",
            "relay", "on_behalf_of", "under", "audience", "elections", "bases", "recipients",
            "copies", "pass_on_by", "read_by", "text_sha256", "signed_at", "published_at",
            "ended_at", "end_reason", "roster_version", "sources", "paper", "entry",
        ),
        Reveals.NOTHING,
    ) | {"signatory": Reveals.PERSON, "signature_block": Reveals.PERSON}  # fmt: skip
    attests = attests.CIRCULAR

    class Meta:
        ordering = ("-published_at", "-pk")
        indexes = (models.Index(fields=("institution", "stage"), name="circulars_stage"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "number_year", "number"),
                condition=~Q(number=""),
                name="circulars_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("draft", "initialled")) | ~Q(text_sha256=""),
                name="circulars_signed_means_frozen",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.subject

    @property
    def board(self) -> str:
        """Return the name of this circular's counters."""
        return f"circular:{self.pk}"


class Clause(TenantRow):
    """One clause: a duty, a prohibition or a permission."""

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=11, choices=choices(ClauseKind))
    text = models.TextField()
    conditions = models.JSONField(default=list)  # plain sentences
    kinds = models.JSONField(default=list)  # person kinds it binds; empty = the whole audience
    phase = models.CharField(max_length=20, blank=True)  # "campaign", "any", ...
    due_at = models.DateTimeField(null=True, blank=True)
    restates = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the parent's clause, in a derived circular

    privacy = dict.fromkeys(
        (
            "institution", "circular", "order", "kind", "text", "conditions", "kinds", "phase",
            "due_at", "restates",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    class Meta:
        ordering = ("circular", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "circular", "order"), name="circulars_clause_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:40]}"


class Initial(TenantRow):
    """The paraf of one officer, asked for and given."""

    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="initials")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    privacy = dict.fromkeys(
        ("institution", "circular", "office", "order", "given_at", "entry"), Reveals.NOTHING
    ) | {"given_by": Reveals.PERSON}
    attests = attests.INITIAL

    class Meta:
        ordering = ("circular", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "circular", "office"), name="circulars_initial_once"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None, entry=None)
                | Q(given_at__isnull=False, given_by__isnull=False, entry__isnull=False),
                name="circulars_initial_given_with_entry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.office_id} on {self.circular_id}"


class CascadeItem(TenantRow):
    """A published circular on the desk of one head of unit."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=choices(ItemState), default=ItemState.SENT)
    reached_at = models.DateTimeField()  # later than publication where the office is younger
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    derived = models.OneToOneField(
        Circular, on_delete=models.PROTECT, null=True, blank=True, related_name="item"
    )  # the unit's own circular, once published
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "circular", "unit", "state", "reached_at", "acknowledged_at", "derived",
            "entry",
        ),
        Reveals.NOTHING,
    ) | {"acknowledged_by": Reveals.PERSON}  # fmt: skip
    attests = attests.CASCADE_ITEM

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "circular", "unit"), name="circulars_item_once_a_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.circular_id} at {self.unit_id}: {self.state}"


class Reading(TenantRow):
    """Somebody stated "sudah membaca"."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "circular": Reveals.NOTHING,
        "person": Reveals.PERSON,
        "read_at": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.READING

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "circular", "person"), name="circulars_read_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} read {self.circular_id}"
