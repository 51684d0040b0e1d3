"""Taking in a package of another institution: a proposed version, or nothing at all."""

from typing import Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.orgs.actions.institutions import held
from netral.rules.actions.drafts import Whole, make, note, whole
from netral.rules.actions.telling import tell_keepers
from netral.rules.core.engine import Engine
from netral.rules.core.gate import parts
from netral.rules.core.package import BadPackage, Content, Wrong, opened
from netral.rules.errors import (
    BadContent,
    BadSignature,
    InstalledBefore,
    OlderPackage,
    OtherFormat,
    OtherInstitution,
    PackageRefused,
    PackageTooLarge,
    TooMuch,
    UnknownKey,
)
from netral.rules.models import PinnedKey, Ruleset
from netral.rules.reader import BadRules
from netral.tenancy.models import Institution

State, Origin = Ruleset.State, Ruleset.Origin
WHY: Final[dict[Wrong, type[PackageRefused]]] = {
    Wrong.NO_PACKAGE: PackageRefused,
    Wrong.TOO_LARGE: PackageTooLarge,
    Wrong.OTHER_FORMAT: OtherFormat,
    Wrong.UNKNOWN_KEY: UnknownKey,
    Wrong.BAD_SIGNATURE: BadSignature,
    Wrong.BAD_CONTENT: BadContent,
}


@transaction.atomic
def install(*, institution: Institution, octets: bytes, by: str, at: Moment) -> Ruleset:
    """Take in a package as a proposed version: the gate and a second person still stand before it.

    The signature is checked before anything but the envelope is read.
    """
    institution = held(institution.pk)
    pins = PinnedKey.objects.of(institution).filter(unpinned_at=None)
    trusted = {pin.fingerprint: pin for pin in pins}
    public = {named: bytes(pin.public) for named, pin in trusted.items()}
    try:
        named, content = opened(octets, public)
    except BadPackage as wrong:
        raise WHY[wrong.why](detail=wrong.detail) from wrong
    _owned(content, trusted[named])
    _newer(institution, content)
    made = make(institution=institution, what=_whole(content, named), by=by, at=at)
    made.state, made.proposed_by, made.proposed_at = State.PROPOSED, by, at.acted
    made.save(update_fields=["state", "proposed_by", "proposed_at"])
    note(made, {"rules": made.sha256}, by, at, act="ruleset.proposed")
    tell_keepers(made, at)
    return made


def _owned(content: Content, pin: PinnedKey) -> None:
    if content.institution != pin.owner_code:
        raise OtherInstitution(named=content.publisher[:120], owner=pin.owner)


def _newer(institution: Institution, content: Content) -> None:
    """Refuse what is older than anything that this publisher's packages brought before."""
    rows = Ruleset.objects.of(institution).filter(origin=Origin.PACKAGE, code=content.code)
    rows = rows.filter(source__institution=content.institution)
    try:
        label = parts(content.version)
        known = {row.version: parts(row.version) for row in rows.only("version")}
    except ValueError as wrong:
        raise BadContent(detail=content.version[:40]) from wrong
    if known and label < max(known.values()):
        raise OlderPackage(version=content.version, known=max(known, key=lambda v: known[v]))
    if rows.filter(version=content.version).exclude(state=State.DISCARDED).exists():
        raise InstalledBefore(version=content.version)


def _whole(content: Content, named: str) -> Whole:
    source = {
        "institution": content.institution,
        "publisher": content.publisher[:120],
        "fingerprint": named,
        "published_at": content.published_at[:40],
        "table": content.table[:64],
    }
    try:
        what = whole(content.files, Origin.PACKAGE, source)
    except (BadRules, TooMuch) as wrong:
        raise BadContent(detail=str(wrong)[:200]) from wrong
    told = (what.base.code, what.base.version, Engine(what.base).sha256)
    if told != (content.code, content.version, content.sha256):
        raise BadContent(detail="sha256")
    return what
