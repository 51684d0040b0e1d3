"""Obligations of offices, what happened to them, and daily figures for trends."""

from django.db import models
from django.db.models import F, Q

from netral.circulars.models import Circular, Clause
from netral.duties import attests
from netral.duties.core import Group, Kind, State
from netral.duties.core.policy import Rhythm
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Holding, Office, Unit
from netral.orgs.models.choices import choices
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow


class Obligation(TenantRow):
    """One thing that one office owes for one time. It stays with the office, whoever holds it.

    `source` names what demands it (`clause:34`, `campaign:3`, `pp94`), so that computing the
    demands again finds the same row. `first_on` and `last_on` are the time it speaks of, both
    included; `due_at` is the last instant at which it is in time.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=8, choices=choices(Group))
    kind = models.CharField(max_length=16, choices=choices(Kind))
    source = models.CharField(max_length=40)
    circular = models.ForeignKey(
        Circular, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_on = models.DateField()
    last_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=choices(State), default=State.UPCOMING)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=list)  # keys of what fulfils it
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "office", "unit", "group", "kind", "source", "circular", "clause",
            "first_on", "last_on", "due_at", "state", "fulfilled_at", "evidence", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip
    attests = attests.OBLIGATION

    class Meta:
        ordering = ("due_at", "pk")
        indexes = (
            models.Index(fields=("institution", "unit", "state"), name="duties_of_unit"),
            models.Index(fields=("institution", "state", "due_at"), name="duties_by_date"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "office", "source", "kind", "first_on"),
                name="duties_owed_once",
            ),
            models.CheckConstraint(
                condition=Q(state="fulfilled", fulfilled_at__isnull=False)
                | (~Q(state="fulfilled") & Q(fulfilled_at=None)),
                name="duties_fulfilled_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.office_id}, {self.first_on}: {self.state}"


class ObligationEvent(TenantRow):
    """One move of an obligation, in the record of who held the office then; nobody, if vacant."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="events")
    holding = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    before = models.CharField(max_length=9, choices=choices(State), blank=True)
    after = models.CharField(max_length=9, choices=choices(State))
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "obligation", "before", "after", "at", "entry"), Reveals.NOTHING
    ) | dict.fromkeys(("holding", "reason", "by"), Reveals.PERSON)
    attests = attests.OBLIGATION_EVENT

    class Meta:
        ordering = ("at", "pk")
        indexes = (
            models.Index(fields=("institution", "obligation"), name="duties_event_of"),
            models.Index(fields=("institution", "holding"), name="duties_event_holder"),
        )

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.before} to {self.after}"


class Reckoning(TenantRow):
    """When the obligations of an institution were last reckoned, and from what.

    There is one row an institution. Whoever reckons or excuses holds it locked meanwhile.
    """

    day = models.DateField(null=True, blank=True)  # the local day; none: never
    sources = models.CharField(max_length=120, blank=True)  # what demands follow from, as a mark
    last_entry = models.BigIntegerField(default=0)  # of the institution's ledger, after it
    # In real time: when it was done, when it was last asked whether it must be, and when heads
    # were last reminded.
    done_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    privacy = dict.fromkeys(
        ("institution", "day", "sources", "last_entry", "done_at", "looked_at", "reminded_at"),
        Reveals.NOTHING,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("institution",), name="duties_reckoned_in_one_row"),
        )

    def __str__(self) -> str:
        return f"reckoning of {self.institution_id}: {self.day}"


class PolicyChoice(TenantRow):
    """The institution's own terms for one kind, in place of the house policy's."""

    kind = models.CharField(max_length=16, choices=choices(Kind))
    rhythm = models.CharField(max_length=5, choices=choices(Rhythm))
    days = models.PositiveSmallIntegerField()
    again = models.JSONField(default=list)  # of core.season.Phase
    weekly_in = models.JSONField(default=list)
    set_by = models.CharField(max_length=40)
    set_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "kind", "rhythm", "days", "again", "weekly_in", "set_at", "entry"),
        Reveals.NOTHING,
    ) | {"set_by": Reveals.PERSON}
    attests = attests.POLICY_CHOICE

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "kind"), name="duties_one_choice_a_kind"
            ),
            models.CheckConstraint(condition=Q(days__lte=60), name="duties_days_of_a_deadline"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.rhythm}, {self.days}"


class DailyFigure(TenantRow):
    """How the obligations of a unit with all below it stood at the end of a local day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    owed = models.PositiveIntegerField(default=0)  # due, late, fulfilled: all that counts
    fulfilled = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    excused = models.PositiveIntegerField(default=0)

    privacy = dict.fromkeys(
        ("institution", "unit", "day", "owed", "fulfilled", "late", "excused"), Reveals.NOTHING
    )

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "day"), name="duties_figure_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.day}: {self.fulfilled}/{self.owed}"


class Feed(TenantRow):
    """The secret address of a calendar; only its hash lies here."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "office": Reveals.NOTHING,
        "token_hash": Reveals.SECRET,
        "made_at": Reveals.NOTHING,
        "made_by": Reveals.PERSON,
        "ended_at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.FEED

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"feed {self.pk} of {self.office_id}"


class Digest(TenantRow):
    """A frozen view of a day with its sealed paper: weekly recap, self-assessment, or chain."""

    kind = models.CharField(max_length=10)  # "recap", "assessment", "chain"
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    facts = models.JSONField()  # what the paper says; of a chain sealed, see core
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="digest")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "kind", "unit", "first_on", "last_on", "made_at", "paper", "entry"),
        Reveals.NOTHING,
    ) | {"facts": Reveals.SECRET, "made_by": Reveals.PERSON}
    attests = attests.DIGEST

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("institution", "kind", "unit"), name="duties_digest_kind"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "first_on", "last_on"),
                condition=Q(kind="recap"),
                name="duties_one_recap_of_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.unit_id}"


class PublishedTable(TenantRow):
    """The open figures of one week: bands instead of counts, and never changed afterwards.

    What stood behind a band is not kept here, so that nobody can ask for it later.
    """

    first_on = models.DateField()
    last_on = models.DateField()
    figures = models.JSONField()  # see core.bands
    made_at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "first_on", "last_on", "figures", "made_at", "entry"), Reveals.NOTHING
    )
    attests = attests.PUBLISHED_TABLE

    class Meta:
        ordering = ("-last_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "first_on"), name="duties_published_once_a_week"
            ),
            models.CheckConstraint(
                condition=Q(first_on__lte=F("last_on")), name="duties_published_from_to"
            ),
        )

    def __str__(self) -> str:
        return f"open figures until {self.last_on}"
