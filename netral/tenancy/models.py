"""Institutions, the base of every tenant row, and the one manager that filters by it."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Self, TypeVar

from django.db import connection, models
from django.db.models import QuerySet

from netral.kernel.privacy import Reveals
from netral.tenancy.core import Kind, Zone

AT_ONCE: Final = 500  # rows in one statement: SQLite takes 32,766 values
Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class TenantQuerySet(QuerySet[Row_co]):
    """A query set that knows its institution."""

    def of(self, institution: "Institution | int") -> Self:
        """Keep the rows of one institution."""
        pk = institution if isinstance(institution, int) else institution.pk
        return self.filter(institution_id=pk)

    def insert(self, rows: Sequence[models.Model]) -> None:
        """Insert `rows` in the transaction of an act, and give them their keys.

        For acts that thousands do in one hour: `bulk_create` composes its statement anew each time,
        which takes longer than to run it. Nothing is filled in on the way: fields with `auto_now`
        would stay as they are. Errors come as `bulk_create` raises them.
        """
        columns, head, marks = _statement(self.model)
        with connection.cursor() as cursor:
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                values = [
                    column.get_db_prep_save(getattr(row, column.attname), connection)
                    for row in some
                    for column in columns
                ]
                cursor.execute(f"{head} {', '.join([marks] * len(some))} RETURNING id", values)
                for row, (key,) in zip(some, cursor.fetchall(), strict=True):
                    row.pk = key
                    state = row._state  # noqa: SLF001  # as Django itself leaves a row it saved
                    state.adding, state.db = False, connection.alias


@cache
def _statement(model: type[models.Model]) -> tuple[list[Any], str, str]:
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    names = ", ".join(str(column.column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    return columns, f"INSERT INTO {model._meta.db_table} ({names}) VALUES", f"({marks})"


class Institution(models.Model):
    """A tenant: the government of a city, regency or province, or an agency."""

    code = models.CharField(max_length=13, unique=True)  # Kemendagri region or agency code
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)  # "Pemerintah Kota Depok"
    place = models.CharField(max_length=60)  # "Depok"
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    head_title = models.CharField(max_length=60)  # "Wali Kota Depok"
    zone = models.CharField(max_length=20, choices=[(z.value, z.name) for z in Zone])
    week_days = models.PositiveSmallIntegerField(default=5)
    emblem = models.BinaryField(null=True, blank=True, editable=True)  # PNG, re-encoded
    address = models.CharField(max_length=200, blank=True)
    # Where anybody can report to the institution itself; empty where it names no such channel.
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_url = models.URLField(max_length=200, blank=True)
    # A demonstration gives each institution a day of its own that ticks from real `demo_since`.
    demo_starts_at = models.DateTimeField(null=True, blank=True)
    demo_since = models.DateTimeField(null=True, blank=True)
    roster_version = models.PositiveIntegerField(default=0)  # grows whenever people or units move

    privacy = dict.fromkeys(
        (
            "code", "slug", "name", "place", "kind", "head_title", "zone", "week_days", "emblem",
            "address", "contact_phone", "contact_email", "contact_url", "demo_starts_at",
            "demo_since", "roster_version",
        ),
        Reveals.NOTHING,
    )  # fmt: skip

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(demo_starts_at=None, demo_since=None)
                | models.Q(demo_starts_at__isnull=False, demo_since__isnull=False),
                name="tenancy_demo_day_and_start_together",
            ),
            models.CheckConstraint(
                condition=models.Q(week_days__in=(5, 6)), name="tenancy_week_has_5_or_6_days"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def contacts(self) -> tuple[str, ...]:
        """Return the public contacts that there are: telephone, e-mail, page."""
        return tuple(
            each for each in (self.contact_phone, self.contact_email, self.contact_url) if each
        )

    @property
    def contact_dial(self) -> str:
        """Return the telephone as a link dials it."""
        return "".join(sign for sign in self.contact_phone if sign in "+0123456789")

    def letterhead(self, unit: str = "") -> dict[str, object]:
        """Return what the head of a paper shows: the institution, and a unit of it if it speaks."""
        return {
            "name": self.name,
            "unit": unit,
            "address": self.address,
            "emblem": bytes(self.emblem) if self.emblem else None,
        }


class TenantRow(models.Model):
    """A row that belongs to one institution. Unique keys and indexes begin with it."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet[Any].as_manager()

    class Meta:
        abstract = True
