"""Campaigns, waves, the people asked (pledges), what happened to them, and signatures."""

from django.db import models
from django.db.models import F, Q

from netral.circulars.models import Circular
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Person, Unit
from netral.orgs.models.choices import choices
from netral.pacts import attests
from netral.pacts.core import State, board_of
from netral.signing.core import Level
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow


class Campaign(TenantRow):
    """A period in which a group of people is asked to sign one text."""

    class Stage(models.TextChoices):
        """Where the campaign is. Past the deadline an open campaign takes no signature."""

        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    slug = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160)
    stage = models.CharField(max_length=6, choices=Stage.choices, default=Stage.DRAFT)
    circular = models.ForeignKey(
        Circular, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    label = models.CharField(max_length=200, blank=True)  # "rekaan": not in the city's regime
    # {"title", "opening", "statements": [...], "closing"}: frozen when the campaign opens
    text = models.JSONField(default=dict)
    text_version = models.PositiveSmallIntegerField(default=1)
    text_sha256 = models.CharField(max_length=64, blank=True)
    needs_course = models.BooleanField(default=False)  # who signs has passed the course before
    audience = models.JSONField(default=dict)  # {"kinds": [...], "units": [unit paths]}
    opens_at = models.DateTimeField()
    deadline = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # when the plan was last asked
    roster_version = models.PositiveIntegerField(default=0)  # of the institution, last reconciled
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "slug", "name", "stage", "circular", "label", "text", "text_version",
            "text_sha256", "needs_course", "audience", "opens_at", "deadline", "opened_at",
            "closed_at", "reminded_at", "roster_version", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip
    attests = attests.CAMPAIGN

    class Meta:
        ordering = ("-opens_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("deadline")), name="pacts_opens_before_deadline"
            ),
            models.CheckConstraint(
                condition=Q(stage="draft") | ~Q(text_sha256=""), name="pacts_open_means_frozen"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def board(self) -> str:
        """Return the name of this campaign's counters."""
        return board_of(self.pk)


class Wave(TenantRow):
    """A group of the audience that may sign from its own opening on (heads first)."""

    class Group(models.TextChoices):
        """Who is in the wave. The first wave that fits a person takes them."""

        HEADS = "heads"
        EVERYONE = "everyone"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="waves")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    group = models.CharField(max_length=8, choices=Group.choices, default=Group.EVERYONE)
    opens_at = models.DateTimeField()

    privacy = dict.fromkeys(
        ("institution", "campaign", "order", "name", "group", "opens_at"), Reveals.NOTHING
    )

    class Meta:
        ordering = ("campaign", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "campaign", "order"), name="pacts_wave_order"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Pledge(TenantRow):
    """One person in one campaign: where they stand now, and in which unit they are counted."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pledges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=choices(State), default=State.NOT_YET)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "campaign": Reveals.NOTHING,
        "person": Reveals.PERSON,
        "unit": Reveals.PERSON,
        "wave": Reveals.NOTHING,
        "state": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PLEDGE

    class Meta:
        indexes = (
            models.Index(
                fields=("institution", "campaign", "unit", "state"), name="pacts_pledge_late"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "campaign", "person"), name="pacts_one_pledge_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.campaign_id}: {self.state}"


class PledgeEvent(TenantRow):
    """One move of a pledge, or of the person's unit, with reason and basis."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=8, choices=choices(State), blank=True)
    after = models.CharField(max_length=8, choices=choices(State))
    unit_before = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "pledge": Reveals.PERSON,
        "before": Reveals.PERSON,
        "after": Reveals.PERSON,
        "unit_before": Reveals.PERSON,
        "reason": Reveals.SECRET,  # of a refusal: for the campaign's owner alone
        "basis": Reveals.PERSON,
        "by": Reveals.PERSON,
        "at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PLEDGE_EVENT

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("institution", "pledge"), name="pacts_event_pledge"),)

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.before} → {self.after}"


class Signature(TenantRow):
    """One person's signature under one text, with what is needed to set the paper again."""

    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="signature")
    level = models.PositiveSmallIntegerField(choices=[(v.value, v.name) for v in Level])
    method = models.CharField(max_length=12)  # "password", "totp", "passkey", "paper"
    text_sha256 = models.CharField(max_length=64)
    signer = models.JSONField()  # name, identity, kind, position, grade, unit as they were
    signed_at = models.DateTimeField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="signature")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "pledge": Reveals.PERSON,
        "level": Reveals.NOTHING,
        "method": Reveals.NOTHING,
        "text_sha256": Reveals.NOTHING,
        "signer": Reveals.PERSON,
        "signed_at": Reveals.PERSON,
        "paper": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.SIGNATURE

    def __str__(self) -> str:
        return f"signature under pledge {self.pledge_id}"


class PaperForm(TenantRow):
    """A pact signed on paper at the counter: the scan, and two officers who vouch for it."""

    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="form")
    scan = models.BinaryField()
    scan_type = models.CharField(max_length=20)  # "application/pdf", "image/jpeg", "image/png"
    scan_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()  # as written on the paper
    taken_by = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "pledge": Reveals.PERSON,
        "scan": Reveals.PERSON,
        "scan_type": Reveals.NOTHING,
        "scan_sha256": Reveals.NOTHING,
        "signed_at": Reveals.PERSON,
        "taken_by": Reveals.PERSON,
        "taken_at": Reveals.NOTHING,
        "confirmed_by": Reveals.PERSON,
        "confirmed_at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PAPER_FORM

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("taken_by")),
                name="pacts_two_different_officers",
            ),
        )

    def __str__(self) -> str:
        return f"paper of pledge {self.pledge_id}"


class Report(TenantRow):
    """A completion report of one unit with all below it: the figures as they were."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()  # rows by unit; no names of people
    is_final = models.BooleanField(default=False)  # made after the campaign was closed
    by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="report")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "campaign", "unit", "figures", "is_final", "made_at", "paper", "entry"),
        Reveals.NOTHING,
    ) | {"by": Reveals.PERSON}
    attests = attests.REPORT

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "campaign", "unit"), name="pacts_report_unit"),
        )

    def __str__(self) -> str:
        return f"report on {self.campaign_id} for {self.unit_id}"
