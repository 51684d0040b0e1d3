"""What the keepers of the rules see: versions at work, and what waits for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext

from netral.access.core import ROLES, Duty
from netral.access.errors import NotYours
from netral.access.models import Grant, User
from netral.access.queries import Seat
from netral.kernel.moment import Moment
from netral.kernel.words import N_
from netral.orgs.queries import require_whole, root
from netral.rules import reader
from netral.rules.core.gate import parts
from netral.rules.models import PinnedKey, Ruleset
from netral.rules.queries import in_force, shipped
from netral.tenancy.models import Institution

State = Ruleset.State
STATE_WORDS: Final[dict[str, str]] = {
    State.DRAFT: N_("Draft"),
    State.PROPOSED: N_("Waiting for approval"),
    State.PUBLISHED: N_("In force"),
    State.SUPERSEDED: N_("Superseded"),
    State.DISCARDED: N_("Discarded"),
}
MEANINGS: Final[dict[str, str]] = {
    State.DRAFT: "next",
    State.PROPOSED: "due",
    State.PUBLISHED: "done",
    State.SUPERSEDED: "next",
    State.DISCARDED: "stopped",
}
ORIGIN_WORDS: Final[dict[str, str]] = {
    Ruleset.Origin.OWN: N_("Written here"),
    Ruleset.Origin.SHIPPED: N_("Update from Netral"),
    Ruleset.Origin.PACKAGE: N_("Package from another institution"),
}


def state_word(state: str) -> str:
    """Say where a version is."""
    return gettext(STATE_WORDS[state])


def files_in_force(institution: Institution, at: datetime) -> Mapping[str, str]:
    """Return the files of the version in force."""
    past = Ruleset.objects.of(institution).filter(published_at__lte=at)
    newest = past.order_by("-published_at", "-pk").values_list("files", flat=True)
    found: Mapping[str, str] | None = newest.first()
    return reader.shipped_files() if found is None else found


def version_for(seat: Seat, pk: int) -> Ruleset:
    """Return a version for whoever keeps the rules of its institution."""
    require_whole(seat, Duty.KEEP_RULES)
    rows = Ruleset.objects.of(seat.institution).select_related("institution", "entry")
    found: Ruleset | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """Versions that are at work, and those that were."""

    at_work: list[Ruleset]
    past: list[Ruleset]
    update: str  # label of newer rules that came with the program; empty: none


def desk(institution: Institution, at: datetime) -> Desk:
    """Return the versions of an institution, without their texts."""
    rows = list(
        Ruleset.objects.of(institution).defer("files", "gate").select_related("institution")
    )
    at_work = [row for row in rows if row.state in (State.DRAFT, State.PROPOSED)]
    past = [row for row in rows if row not in at_work]
    return Desk(at_work, past, _update(institution, rows, at))


def _update(institution: Institution, rows: Iterable[Ruleset], at: datetime) -> str:
    """Tell whether newer rules came with the program than this institution has looked at."""
    held, new = in_force(institution, at), shipped()
    if held.base.code != new.base.code or any(row.sha256 == new.sha256 for row in rows):
        return ""
    return new.version if parts(new.version) > parts(held.version) else ""


def keepers(institution: Institution, at: Moment) -> list[User]:
    """Return who keeps the rules of a whole institution now: they may approve."""
    roles = [role for role, duties in ROLES.items() if Duty.KEEP_RULES in duties]
    held = Grant.objects.of(institution).in_force(at.acted).filter(role__in=roles)
    held = held.filter(unit_path__in=("", root(institution).path), user__is_active=True)
    return list({grant.user_id: grant.user for grant in held.select_related("user")}.values())


def names(actors: Iterable[str]) -> dict[str, str]:
    """Return how actors are called, by the opaque name that rows keep."""
    numbers = {a: int(a.partition(":")[2]) for a in actors if a.startswith("user:")}
    known = {user.pk: str(user) for user in User.objects.filter(pk__in=numbers.values())}
    return {actor: known.get(pk, "") for actor, pk in numbers.items()}


def pinned(institution: Institution) -> list[PinnedKey]:
    """Return the keys of others that are, or were, trusted."""
    return list(PinnedKey.objects.of(institution))
