"""Accounts, dated grants, activation codes."""

from datetime import datetime
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.utils.crypto import salted_hmac

from netral.access import attests
from netral.access.core import Role
from netral.kernel.privacy import Reveals
from netral.ledger.models import Entry
from netral.tenancy.models import Institution, TenantQuerySet, TenantRow

__all__ = ["ActivationCode", "AnonymousUser", "Grant", "Passkey", "User"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; without a password nobody can sign in."""

    def create_user(self, username: str, password: str | None = None, **more: Any) -> "User":
        """Make one account."""
        user = self.model(username=username, **more)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in, with NIP, NI PPPK, a local number or e-mail. Global."""

    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True)
    # Part of every session's key: raising it ends all sessions of the account.
    session_round = models.PositiveIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    privacy = {
        "username": Reveals.PERSON,
        "email": Reveals.PERSON,
        "name": Reveals.PERSON,
        "language": Reveals.PERSON,
        "password": Reveals.SECRET,
        "last_login": Reveals.PERSON,
        "is_active": Reveals.NOTHING,
        "created_at": Reveals.NOTHING,
        "session_round": Reveals.NOTHING,
    }

    class Meta:
        indexes = (models.Index(Upper("email"), name="access_user_email", condition=~Q(email="")),)

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password, as Django does, and to the round."""
        value = f"{self.password}:{self.session_round}"
        mac = salted_hmac("netral.session", value, secret=secret, algorithm="sha256")
        return mac.hexdigest()


class GrantQuerySet(TenantQuerySet["Grant"]):
    """Words for the filters that recur."""

    def in_force(self, at: datetime) -> QuerySet["Grant"]:
        """Keep grants that hold at `at`."""
        return self.filter(starts_at__lte=at).filter(Q(ends_at=None) | Q(ends_at__gt=at))


class Grant(models.Model):
    """A role that a user holds in an institution, over a part of its tree, for a time.

    `institution` is null for the installation's own administrators only. `source` says who
    wrote it (`office:12`, `person:7`, `hand`), so that the writer can end it again. Only a
    grant above all institutions has no entry of its own: no tenant's ledger can carry it.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Role])
    unit_path = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = GrantQuerySet.as_manager()

    privacy = {
        "institution": Reveals.NOTHING,
        "user": Reveals.PERSON,
        "role": Reveals.NOTHING,
        "unit_path": Reveals.NOTHING,
        "source": Reveals.NOTHING,
        "starts_at": Reveals.NOTHING,
        "ends_at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.GRANT

    class Meta:
        indexes = (models.Index(fields=("institution", "source"), name="access_grant_source"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=models.F("starts_at")),
                name="access_grant_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | Q(role=Role.SUPERADMIN),
                name="access_only_superadmins_stand_above",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(institution=None),
                name="access_grant_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.unit_path}"


class ActivationCode(models.Model):
    """A one-time code on a printed slip or in a mail; only its keyed hash is kept.

    Like a grant, it has neither institution nor entry for the installation's administrators.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = TenantQuerySet["ActivationCode"].as_manager()

    privacy = {
        "institution": Reveals.NOTHING,
        "user": Reveals.PERSON,
        "code_hash": Reveals.SECRET,
        "made_at": Reveals.NOTHING,
        "expires_at": Reveals.NOTHING,
        "used_at": Reveals.NOTHING,
        "entry": Reveals.NOTHING,
    }
    attests = attests.ACTIVATION_CODE

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "code_hash"), name="access_code_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | Q(institution=None),
                name="access_code_has_its_entry",
            ),
        )

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class Passkey(TenantRow):
    """The entry that committed to the public key of a passkey, before it signed anything.

    One that somebody without any role registered has none; it is named by its key alone.
    """

    authenticator = models.OneToOneField(Authenticator, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    privacy = dict.fromkeys(("institution", "authenticator", "entry"), Reveals.NOTHING)
    attests = attests.PASSKEY

    def __str__(self) -> str:
        return f"passkey {self.authenticator_id}"
