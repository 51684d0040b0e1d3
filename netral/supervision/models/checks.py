"""Check lists that were gone through, and what was found."""

from django.db import models
from django.db.models import Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Unit
from netral.orgs.models.choices import choices
from netral.supervision import attests
from netral.supervision.core import CheckKind, FindingState, Tick
from netral.tenancy.models import TenantRow


class Check(TenantRow):
    """One list gone through at one unit on one day."""

    slug = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=choices(CheckKind))
    phase = models.CharField(max_length=20)  # stage of the election that the list was made for
    topics = models.JSONField(default=list)  # codes of the topics that it held
    rules_version = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    findings_count = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "slug", "unit", "kind", "phase", "topics", "rules_version",
            "findings_count", "done_at", "entry",
        ),
        Reveals.NOTHING,
    ) | {"note": Reveals.PERSON, "by": Reveals.PERSON}  # fmt: skip
    attests = attests.CHECK

    class Meta:
        ordering = ("-done_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "unit", "done_at"), name="supervision_checked"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class CheckPoint(TenantRow):
    """One point of a list, as it was worded that day, and what was seen."""

    check_list = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    topic = models.CharField(max_length=20)
    text = models.CharField(max_length=400)
    tick = models.CharField(max_length=8, choices=choices(Tick))
    note = models.CharField(max_length=300, blank=True)

    privacy = dict.fromkeys(
        ("institution", "check_list", "order", "code", "topic", "text", "tick"), Reveals.NOTHING
    ) | {"note": Reveals.PERSON}

    class Meta:
        ordering = ("check_list", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "check_list", "code"), name="supervision_point_once"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Finding(TenantRow):
    """Something seen on a thing, a place or a practice. Whoever did it is never named here."""

    slug = models.CharField(max_length=12, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    point = models.OneToOneField(
        CheckPoint, on_delete=models.PROTECT, null=True, blank=True, related_name="finding"
    )  # none: found without a list
    topic = models.CharField(max_length=20)
    what = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=6, choices=choices(FindingState), default=FindingState.OPEN)
    found_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.CharField(max_length=40, blank=True)
    remedy = models.CharField(max_length=500, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "slug", "unit", "point", "topic", "state", "found_at", "mended_at",
         "entry"),
        Reveals.NOTHING,
    ) | dict.fromkeys(("what", "place", "by", "mended_by", "remedy"), Reveals.PERSON)  # fmt: skip
    attests = attests.FINDING

    class Meta:
        ordering = ("-found_at", "-pk")
        indexes = (models.Index(fields=("institution", "unit", "state"), name="supervision_found"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", mended_at=None)
                | Q(state="mended", mended_at__isnull=False),
                name="supervision_mended_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"finding {self.slug}"


class FindingFile(TenantRow):
    """A picture or a PDF that shows the finding; pictures are made anew on upload."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "finding", "media_type", "size", "sha256", "added_at", "entry"),
        Reveals.NOTHING,
    ) | {"name": Reveals.PERSON, "content": Reveals.SECRET, "added_by": Reveals.PERSON}
    attests = attests.FINDING_FILE

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "finding", "sha256"), name="supervision_file_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
