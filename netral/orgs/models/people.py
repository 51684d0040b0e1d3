"""People of the roster, and what happened to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs import attests
from netral.orgs.core import SERVICE_WORDS, SERVING, PersonKind, Service
from netral.orgs.models.choices import choices
from netral.orgs.models.units import Unit
from netral.tenancy.models import TenantQuerySet, TenantRow


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

    kind = models.CharField(max_length=9, choices=choices(PersonKind))
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
    service = models.CharField(max_length=8, choices=choices(Service), default=Service.ACTIVE)
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
    attests = attests.PERSON

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
    attests = attests.PERSON_EVENT

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("institution", "person", "at"), name="orgs_event_person"),)

    def __str__(self) -> str:
        return f"{self.what} {self.person_id}"
