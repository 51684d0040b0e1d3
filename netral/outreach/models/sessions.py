"""Sessions, their files, and who was there."""

from django.db import models
from django.db.models import F, Q

from netral.circulars.models import Circular
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Person, Unit
from netral.orgs.models.choices import choices
from netral.outreach import attests
from netral.outreach.core import FileRole, Method, SessionKind, SessionState
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow


class Session(TenantRow):
    """One meeting that a unit holds with its people, planned first and closed with minutes."""

    slug = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # the host
    circular = models.ForeignKey(
        Circular, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )  # that it speaks of
    kind = models.CharField(max_length=8, choices=choices(SessionKind))
    purposes = models.JSONField(default=list)  # of core.Purpose
    state = models.CharField(
        max_length=9, choices=choices(SessionState), default=SessionState.PLANNED
    )
    title = models.CharField(max_length=200)
    agenda = models.TextField(blank=True)
    speaker = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)  # of an online meeting
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    code_key = models.BinaryField(max_length=32)  # draws the rotating codes
    invited = models.PositiveIntegerField(default=0)  # people of the unit with all below, at close
    present = models.PositiveIntegerField(default=0)  # at close
    figures = models.JSONField(default=list)  # at close, by unit: [{"unit", "invited", "present"}]
    roll_sha256 = models.CharField(max_length=64, blank=True)  # of the attendance list, as CSV
    minutes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    closer = models.JSONField(default=dict)  # {"name", "title"} of who closed it, as they were
    reason = models.CharField(max_length=300, blank=True)  # why cancelled, or held before nobody
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="session"
    )  # the minutes
    planned_by = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "slug", "unit", "circular", "kind", "purposes", "state", "title",
            "agenda", "place", "starts_at", "ends_at", "invited", "present", "figures",
            "roll_sha256", "closed_at", "reason", "paper", "entry",
        ),
        Reveals.NOTHING,
    ) | {
        "speaker": Reveals.PERSON,
        "link": Reveals.SECRET,
        "code_key": Reveals.SECRET,
        "minutes": Reveals.PERSON,
        "closed_by": Reveals.PERSON,
        "closer": Reveals.PERSON,
        "planned_by": Reveals.PERSON,
    }  # fmt: skip
    attests = attests.SESSION

    class Meta:
        ordering = ("-starts_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "unit", "state"), name="outreach_session_unit"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="outreach_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(closed_at__isnull=False, paper__isnull=False),
                name="outreach_held_means_minutes",
            ),
        )

    def __str__(self) -> str:
        return self.title


class SessionFile(TenantRow):
    """Material or a photo; photos are made anew on upload, so that they tell no place or device."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="files")
    role = models.CharField(max_length=8, choices=choices(FileRole))
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "session": Reveals.NOTHING,
        "role": Reveals.NOTHING,
        "name": Reveals.PERSON,
        "media_type": Reveals.NOTHING,
        "size": Reveals.NOTHING,
        "sha256": Reveals.NOTHING,
        "content": Reveals.PERSON,
        "added_at": Reveals.NOTHING,
        "added_by": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.SESSION_FILE

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "session", "sha256"), name="outreach_file_once_a_session"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Attendance(TenantRow):
    """One person was at one session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    method = models.CharField(max_length=7, choices=choices(Method))
    at = models.DateTimeField()
    by = models.CharField(max_length=40)  # the person's own account, or the officer's
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "session": Reveals.NOTHING,
        "person": Reveals.PERSON,
        "method": Reveals.NOTHING,
        "at": Reveals.PERSON,
        "by": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }
    attests = attests.ATTENDANCE

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "session", "person"), name="outreach_present_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"
