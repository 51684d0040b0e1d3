"""Units, people, offices and their holders, and roster imports. Everything dated."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from netral.access.core import Role
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.core import SERVICE_WORDS, SERVING, Capacity, PersonKind, Service, UnitKind
from netral.tenancy.models import TenantQuerySet, TenantRow


def _choices(kinds: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.value) for kind in kinds]


class UnitQuerySet(TenantQuerySet["Unit"]):
    """Words for the filters that recur."""

    def below(self, path: str) -> QuerySet["Unit"]:
        """Keep the unit at `path` and everything under it; the empty path keeps all."""
        return self.filter(path__startswith=path)

    def on(self, day: date) -> QuerySet["Unit"]:
        """Keep units that exist on `day`."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Unit(TenantRow):
    """A part of the institution's tree.

    `path` lists the ids from the root to the unit itself, each followed by a slash (`1/4/9/`),
    so that a prefix is a subtree. Renames and mergers close a row and open its successor.
    """

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=120, db_index=True)
    code = models.CharField(max_length=60)  # local code, stable across imports
    siasn_id = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=13, choices=_choices(UnitKind))
    region_code = models.CharField(max_length=13, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    # The plugin takes the base's manager for a class variable, and its own for none.
    objects = UnitQuerySet.as_manager()  # type: ignore[misc]

    privacy = dict.fromkeys(
        (
            "institution", "parent", "path", "code", "siasn_id", "name", "short_name", "kind",
            "region_code", "valid_from", "valid_to", "successor", "entry",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    class Meta:
        ordering = ("path",)
        indexes = (models.Index(fields=("institution", "path"), name="orgs_unit_path"),)
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "code"),
                condition=Q(valid_to=None),
                name="orgs_unit_code_in_use_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="orgs_unit_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="orgs_unit_not_own_parent"),
        )

    def __str__(self) -> str:
        return self.name


class RosterImport(TenantRow):
    """One file: what a dry run found, and whether it was applied."""

    class State(models.TextChoices):
        """Where the import is."""

        READING = "reading"
        CHECKED = "checked"  # the dry run is done; nothing has changed yet
        APPLYING = "applying"
        APPLIED = "applied"
        FAILED = "failed"
        DROPPED = "dropped"  # set aside without being applied

    name = models.CharField(max_length=200)  # the file's own name
    sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=10)  # "siasn" or "simple"
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    options = models.JSONField(default=dict)
    found = models.JSONField(default=dict)  # counts by verdict, units to be made
    # Normalised lines, encrypted, between dry run and apply; erased after that.
    staged = models.BinaryField(null=True, blank=True)
    report = models.BinaryField(null=True, blank=True)  # packed: refused lines, missing people
    roster_version = models.PositiveIntegerField(default=0)  # of the institution, when checked
    problem = models.JSONField(default=dict)  # a refusal's code and facts, when it failed
    done = models.PositiveIntegerField(default=0)  # progress: rows handled
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=40)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # of the apply: one import is one entry for many rows

    privacy = dict.fromkeys(
        (
            "institution", "name", "sha256", "layout", "state", "options", "problem", "done",
            "total", "started_at", "finished_at", "by", "entry", "found", "roster_version",
        ),
        Reveals.NOTHING,
    ) | {"staged": Reveals.SECRET, "report": Reveals.PERSON}  # fmt: skip

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(entry__isnull=False),
                name="orgs_applied_import_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(TenantQuerySet["Person"]):
    """Words for the filters that recur."""

    def serving(self) -> QuerySet["Person"]:
        """Keep people on the roster: active or on leave."""
        return self.filter(service__in=[s.value for s in SERVING])


class Person(TenantRow):
    """A person in the roster of one institution.

    `identity` is the number that the roster knows: NIP, NI PPPK or a local number; NIK is kept
    encrypted and matched by a keyed hash. An account is separate and may be missing.
    """

    kind = models.CharField(max_length=9, choices=_choices(PersonKind))
    identity = models.CharField(max_length=40)
    nik_cipher = models.BinaryField(null=True, blank=True)
    nik_hash = models.CharField(max_length=64, blank=True)
    nik_mask = models.CharField(max_length=16, blank=True)  # first 6, last 2 at most
    name = models.CharField(max_length=120)
    title_front = models.CharField(max_length=40, blank=True)
    title_back = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=160, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    service = models.CharField(max_length=8, choices=_choices(Service), default=Service.ACTIVE)
    service_note = models.CharField(max_length=160, blank=True)
    leave_until = models.DateField(null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
    )
    warnings = models.JSONField(default=list, blank=True)  # codes of what looked odd at import
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    # The plugin takes the base's manager for a class variable, and its own for none.
    objects = PersonQuerySet.as_manager()  # type: ignore[misc]

    privacy = {
        "institution": Reveals.NOTHING,
        "kind": Reveals.PERSON,
        "identity": Reveals.PERSON,
        "nik_cipher": Reveals.SECRET,
        "nik_hash": Reveals.SECRET,
        "nik_mask": Reveals.PERSON,
        "name": Reveals.PERSON,
        "title_front": Reveals.PERSON,
        "title_back": Reveals.PERSON,
        "position": Reveals.PERSON,
        "grade": Reveals.PERSON,
        "email": Reveals.PERSON,
        "phone": Reveals.PERSON,
        "unit": Reveals.PERSON,
        "service": Reveals.PERSON,
        "service_note": Reveals.PERSON,
        "leave_until": Reveals.PERSON,
        "account": Reveals.PERSON,
        "warnings": Reveals.PERSON,
        "entry": Reveals.NOTHING,
    }

    class Meta:
        indexes = (
            models.Index(fields=("institution", "unit", "service"), name="orgs_person_unit"),
            models.Index(fields=("institution", "name"), name="orgs_person_name"),
            models.Index(
                fields=("institution", "nik_hash"),
                condition=~Q(nik_hash=""),
                name="orgs_person_nik",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "identity"), name="orgs_identity_once_an_institution"
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return the name with its titles."""
        name = f"{self.title_front} {self.name}".strip()
        return f"{name}, {self.title_back}" if self.title_back else name

    @property
    def service_words(self) -> str:
        """Return what the service is called, untranslated."""
        return SERVICE_WORDS[Service(self.service)]


class PersonEvent(TenantRow):
    """One dated change of a person: joined, moved, went on leave, retired, returned, ..."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "person": Reveals.PERSON,
        "what": Reveals.PERSON,
        "before": Reveals.PERSON,
        "after": Reveals.PERSON,
        "at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("institution", "person", "at"), name="orgs_event_person"),)

    def __str__(self) -> str:
        return f"{self.what} {self.person_id}"


class Office(TenantRow):
    """A post with a role: who holds it receives a grant over the unit for as long.

    "Wali Kota Depok" over the root as signatory, "Camat Beji" as head, "Kasubag Umum dan
    Kepegawaian" as operator.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=160)
    role = models.CharField(max_length=12, choices=_choices(Role))
    is_head = models.BooleanField(default=False)  # answers for the unit in the cascade
    closed_on = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "unit", "title", "role", "is_head", "closed_on", "entry"),
        Reveals.NOTHING,
    )

    class Meta:
        ordering = ("unit__path", "-is_head", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "unit", "title"), name="orgs_office_title_once_a_unit"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Holding(TenantRow):
    """Somebody holds an office from a day to a day, in a capacity."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    capacity = models.CharField(
        max_length=10, choices=_choices(Capacity), default=Capacity.DEFINITIVE
    )
    basis = models.CharField(max_length=200, blank=True)  # the decree that appoints
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day, inclusive
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        ("institution", "office", "capacity", "basis", "starts_on", "ends_on", "entry"),
        Reveals.NOTHING,
    ) | {"person": Reveals.PERSON}

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="orgs_holding_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.capacity} {self.office_id}: {self.person_id}"
