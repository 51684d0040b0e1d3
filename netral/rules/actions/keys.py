"""Keys of packages: the institution's own, and those of others that it trusts."""

from collections.abc import Mapping

from django.db import transaction

from netral.kernel.codes import tidy
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs.actions.institutions import held
from netral.rules.core.package import fingerprint, new_key, read_public
from netral.rules.errors import FingerprintDiffers, NeedsReason, NoPublicKey, PinnedBefore
from netral.rules.models import PackageKey, PinnedKey
from netral.rules.queries.packages import locked_away
from netral.tenancy.models import Institution


@transaction.atomic
def make_key(*, institution: Institution, by: str, at: Moment) -> PackageKey:
    """Make the institution's key; one in use before is retired, and its packages stay valid."""
    institution = held(institution.pk)
    private, public = new_key()
    named = fingerprint(public, institution.code)
    in_use = PackageKey.objects.of(institution).filter(retired_at=None)
    before = in_use.values_list("fingerprint", flat=True).first()
    detail = {"fingerprint": named, "before": before}
    entry = _noted(act="package_key.made", detail=detail, institution=institution, by=by, at=at)
    in_use.update(retired_at=at.logged)
    made: PackageKey = PackageKey.objects.create(
        institution=institution,
        fingerprint=named,
        public=public,
        private=locked_away(private),
        made_at=at.logged,
        entry=entry,
    )
    return made


@transaction.atomic
def pin(
    *, institution: Institution, text: str, owner: str, heard: str, by: str, at: Moment
) -> PinnedKey:
    """Trust the key of another institution, whose fingerprint was heard from its owner.

    `heard` is typed by a person who was told it another way than the key itself came.
    """
    read = read_public(text)
    if read is None:
        raise NoPublicKey
    code, public = read
    named = fingerprint(public, code)
    if tidy(heard) != named:
        raise FingerprintDiffers
    institution = held(institution.pk)
    if PinnedKey.objects.of(institution).filter(fingerprint=named, unpinned_at=None).exists():
        raise PinnedBefore
    detail = {"fingerprint": named, "owner": owner, "code": code}
    entry = _noted(act="package_key.pinned", detail=detail, institution=institution, by=by, at=at)
    made: PinnedKey = PinnedKey.objects.create(
        institution=institution,
        fingerprint=named,
        public=public,
        owner=owner[:120],
        owner_code=code,
        pinned_by=by,
        pinned_at=at.acted,
        entry=entry,
    )
    return made


@transaction.atomic
def unpin(*, key: PinnedKey, reason: str, by: str, at: Moment) -> None:
    """Trust a key no longer; versions that came with it stay as they are."""
    if not reason.strip():
        raise NeedsReason
    rows = PinnedKey.objects.of(key.institution_id).filter(pk=key.pk, unpinned_at=None)
    if rows.update(unpinned_at=at.acted, unpinned_by=by, reason=reason.strip()[:300]):
        detail = {"fingerprint": key.fingerprint, "reason": reason.strip()}
        house = key.institution
        _noted(act="package_key.unpinned", detail=detail, institution=house, by=by, at=at)


def _noted(
    *, act: str, detail: Mapping[str, object], institution: Institution, by: str, at: Moment
) -> Entry:
    return record(Act(act=act, actor=by, fields={"detail": detail}), institution=institution, at=at)
