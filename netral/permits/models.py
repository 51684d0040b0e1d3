"""Permits and what happened to them."""

from datetime import date
from typing import Final

from django.db import models
from django.db.models import F, Q

from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.orgs.models import Person
from netral.orgs.models.choices import choices
from netral.permits import attests
from netral.permits.core import OPEN, Kind, Shown, State, Wish, shown
from netral.signing.models import Paper
from netral.tenancy.models import TenantRow

_DECIDED: Final = ("granted", "refused", "revoked", "ended")
_UNDECIDED: Final = ("waiting", "forwarded", "asked", "withdrawn")


class Permit(TenantRow):
    """One request of one person, and what was decided on it.

    `turn` grows with every move: a decision on something that has changed meanwhile is refused.
    """

    class Roster(models.TextChoices):
        """What this permit has done to the person's service on the roster."""

        UNTOUCHED = ""
        ON_LEAVE = "on_leave"
        BACK = "back"
        LEFT_ALONE = "left_alone"  # the roster said otherwise by then

    slug = models.CharField(max_length=10, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="permits")
    kind = models.CharField(max_length=5, choices=choices(Kind))
    state = models.CharField(max_length=9, choices=choices(State), default=State.WAITING)
    turn = models.PositiveSmallIntegerField(default=0)
    election = models.CharField(max_length=40)
    body = models.CharField(max_length=8, blank=True)
    place = models.CharField(max_length=160, blank=True)
    spouse_office = models.CharField(max_length=16, blank=True)
    spouse_region = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()  # last day asked for
    last_on = models.DateField(null=True, blank=True)  # last day granted, or kept
    note = models.CharField(max_length=500, blank=True)
    points = models.JSONField(default=list)  # of the check, as the asker saw them
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)  # of decisions in the year
    decision = models.JSONField(default=dict)  # who, as what, why, on what conditions
    holder = models.JSONField(default=dict)  # the person as of the decision
    decided_at = models.DateTimeField(null=True, blank=True)
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="permit"
    )
    roster = models.CharField(
        max_length=10, choices=Roster.choices, default=Roster.UNTOUCHED, blank=True
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(
        (
            "institution", "slug", "turn", "election", "due_on", "year", "serial", "entry",
        ),
        Reveals.NOTHING,
    ) | dict.fromkeys(
        (
            "person", "kind", "state", "body", "place", "starts_on", "ends_on", "last_on",
            "points", "asked_at", "holder", "decided_at", "paper", "roster",
        ),
        Reveals.PERSON,
    ) | dict.fromkeys(
        ("spouse_office", "spouse_region", "note", "decision"), Reveals.SECRET
    )  # fmt: skip
    attests = attests.PERMIT

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=("institution", "state", "due_on"), name="permits_by_state"),
            models.Index(fields=("institution", "person", "kind"), name="permits_of_person"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="permits_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("institution", "person", "kind", "starts_on"),
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="permits_asked_once",
            ),
            models.UniqueConstraint(
                fields=("institution", "year", "serial"), name="permits_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNDECIDED, serial=None, year=None, decided_at=None)
                | Q(
                    state__in=_DECIDED, serial__isnull=False, year__isnull=False,
                    decided_at__isnull=False,
                ),
                name="permits_decided_means_numbered",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}: {self.state}"

    @property
    def number(self) -> str:
        """Return the number of the decision, empty before it."""
        return f"IZIN-{self.serial:04}/{self.year}" if self.serial else ""

    @property
    def wish(self) -> Wish:
        """Return what is asked for."""
        return Wish(
            kind=Kind(self.kind),
            election=self.election,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            body=self.body,
            place=self.place,
            office=self.spouse_office,
            region=self.spouse_region,
            note=self.note,
        )

    def shown(self, on: date) -> Shown:
        """Return where the permit is for its readers on a day."""
        return shown(State(self.state), self.starts_on, self.last_on, on)


class PermitEvent(TenantRow):
    """One step of a request: who did what, and with which words."""

    class What(models.TextChoices):
        """What happened."""

        ASKED = "asked"
        SENT_BACK = "sent_back"
        ANSWERED = "answered"
        RECOMMENDED = "recommended"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        REVOKED = "revoked"
        ENDED = "ended"

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=11, choices=What.choices)
    words = models.CharField(max_length=2000, blank=True)
    name = models.CharField(max_length=200)  # who, as the letterhead would have it
    title = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = {
        "institution": Reveals.NOTHING,
        "permit": Reveals.PERSON,
        "what": Reveals.PERSON,
        "words": Reveals.SECRET,
        "name": Reveals.PERSON,
        "title": Reveals.PERSON,
        "by": Reveals.PERSON,
        "at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.PERMIT_EVENT

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("institution", "permit"), name="permits_event_permit"),)

    def __str__(self) -> str:
        return f"{self.permit_id}: {self.what}"
