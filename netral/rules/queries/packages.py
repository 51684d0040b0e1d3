"""Packages that an institution hands out, and the keys around them."""

from typing import Final

from netral.orgs.queries.rosters import vault
from netral.rules.core.package import Content, packed
from netral.rules.errors import NoPackageKey, NothingPublished
from netral.rules.models import PackageKey, Ruleset
from netral.tenancy.models import Institution

PURPOSE: Final = b"rule-package-key"  # what is sealed for this opens as nothing else


def locked_away(private: bytes) -> bytes:
    """Encrypt a private key under the installation's secret."""
    return vault().seal(private, PURPOSE)


def key_in_use(institution: Institution) -> PackageKey | None:
    """Return the key that signs packages now."""
    found: PackageKey | None = PackageKey.objects.of(institution).filter(retired_at=None).first()
    return found


def keys(institution: Institution) -> list[PackageKey]:
    """Return every key that has signed packages, the newest first, without its private half."""
    return list(PackageKey.objects.of(institution).defer("private"))


def package(ruleset: Ruleset) -> bytes:
    """Pack a published version, signed with the key in use.

    Raises:
        NothingPublished: it is a draft.
        NoPackageKey: the institution has no key yet.
    """
    if ruleset.published_at is None:
        raise NothingPublished
    key = key_in_use(ruleset.institution)
    if key is None:
        raise NoPackageKey(institution=ruleset.institution.name)
    content = Content(
        institution=ruleset.institution.code,
        publisher=ruleset.institution.name,
        code=ruleset.code,
        version=ruleset.version,
        sha256=ruleset.sha256,
        table=ruleset.table,
        published_at=ruleset.published_at.isoformat(),
        files=ruleset.files,
    )
    return packed(content, vault().open(bytes(key.private), PURPOSE))
