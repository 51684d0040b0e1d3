"""Drafts of the rule base: every text that is saved reads as a whole base, or nothing is saved."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.rules import queries, reader
from netral.rules.actions.telling import tell_keepers, tell_writer
from netral.rules.core.base import RuleBase
from netral.rules.core.engine import Engine
from netral.rules.core.gate import following
from netral.rules.errors import DraftOvertaken, NeedsReason, OtherState, TooMuch
from netral.rules.models import Ruleset
from netral.rules.queries.desk import files_in_force, state_word
from netral.tenancy.models import Institution

State, Origin = Ruleset.State, Ruleset.Origin
MOST: Final = 2_000_000  # characters of all files
OPEN: Final = (State.DRAFT, State.PROPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Files that were read: what they are, and what came with them."""

    files: Mapping[str, str]
    base: RuleBase
    origin: Ruleset.Origin
    source: Mapping[str, Any] = field(default_factory=dict)


def whole(
    files: Mapping[str, str], origin: Ruleset.Origin, source: Mapping[str, Any] | None = None
) -> Whole:
    """Read files as one base.

    Raises:
        BadRules: with file, key and what must stand there.
        TooMuch: nobody writes so many rules.
    """
    if sum(map(len, files.values())) > MOST:
        raise TooMuch(most=MOST)
    # The hash is over composed letters; so is what is kept, or a package would differ from it.
    tidy = {name: unicodedata.normalize("NFC", text) for name, text in sorted(files.items())}
    return Whole(files=tidy, base=reader.read_base(tidy), origin=origin, source=source or {})


@transaction.atomic
def begin(*, institution: Institution, by: str, at: Moment) -> Ruleset:
    """Begin a version from the one in force, under the next label."""
    files = dict(files_in_force(institution, at.acted))
    held = queries.in_force(institution, at.acted)
    files["base.toml"] = _labelled(files["base.toml"], following(held.version), institution.name)
    return make(institution=institution, what=whole(files, Origin.OWN), by=by, at=at)


@transaction.atomic
def take_update(*, institution: Institution, by: str, at: Moment) -> Ruleset:
    """Begin a version from the rules that came with a newer program."""
    what = whole(reader.shipped_files(), Origin.SHIPPED)
    return make(institution=institution, what=what, by=by, at=at)


def make(*, institution: Institution, what: Whole, by: str, at: Moment) -> Ruleset:
    """Keep a draft and its entry, within the transaction of the act that brings it about."""
    detail = {"version": what.base.version, "origin": what.origin.value, **what.source}
    fields = {"detail": detail}
    entry = record(
        Act(act="ruleset.drafted", actor=by, fields=fields), institution=institution, at=at
    )
    made: Ruleset = Ruleset.objects.create(
        institution=institution,
        code=what.base.code[:60],
        version=what.base.version[:40],
        origin=what.origin,
        source=dict(what.source),
        files=dict(what.files),
        made_by=by,
        made_at=at.acted,
        sha256=Engine(what.base).sha256,
        entry=entry,
    )
    return made


@transaction.atomic
def save(
    *, ruleset: Ruleset, files: Mapping[str, str | None], seen: int, by: str, at: Moment
) -> Ruleset:
    """Replace some files of a draft; None takes a file away. The whole must read as a base.

    Raises:
        BadRules: with file, key and what must stand there; nothing was saved.
    """
    ruleset = locked(ruleset)
    require(ruleset, State.DRAFT)
    if ruleset.revision != seen:
        raise DraftOvertaken
    merged = {**ruleset.files, **files}
    what = whole({n: t for n, t in merged.items() if t is not None}, Origin(ruleset.origin))
    ruleset.files, ruleset.code = dict(what.files), what.base.code[:60]
    ruleset.version, ruleset.sha256 = what.base.version[:40], Engine(what.base).sha256
    ruleset.revision += 1
    ruleset.made_by, ruleset.made_at = by, at.acted
    ruleset.gate_state, ruleset.gate, ruleset.table = Ruleset.Gate.NONE, {}, ""
    ruleset.save()
    note(ruleset, {"files": sorted(files), "rules": ruleset.sha256}, by, at, act="ruleset.changed")
    return ruleset


@transaction.atomic
def propose(*, ruleset: Ruleset, seen: int, by: str, at: Moment) -> Ruleset:
    """Hand a draft to the person who will approve it."""
    ruleset = locked(ruleset)
    require(ruleset, State.DRAFT)
    if ruleset.revision != seen:
        raise DraftOvertaken
    ruleset.state, ruleset.reason = State.PROPOSED, ""
    ruleset.proposed_by, ruleset.proposed_at = by, at.acted
    ruleset.save(update_fields=["state", "reason", "proposed_by", "proposed_at"])
    note(ruleset, {"rules": ruleset.sha256}, by, at, act="ruleset.proposed")
    tell_keepers(ruleset, at)
    return ruleset


@transaction.atomic
def send_back(*, ruleset: Ruleset, reason: str, by: str, at: Moment) -> Ruleset:
    """Return a proposed version to who wrote it, or withdraw it; it is a draft again."""
    if not reason.strip():
        raise NeedsReason
    ruleset = locked(ruleset)
    require(ruleset, State.PROPOSED)
    ruleset.state, ruleset.reason = State.DRAFT, reason.strip()[:300]
    tell_writer(ruleset, by, at)
    ruleset.proposed_by, ruleset.proposed_at = "", None
    ruleset.save(update_fields=["state", "reason", "proposed_by", "proposed_at"])
    note(ruleset, {"reason": ruleset.reason}, by, at, act="ruleset.sent_back")
    return ruleset


@transaction.atomic
def discard(*, ruleset: Ruleset, by: str, at: Moment) -> Ruleset:
    """Set a version aside that will not be published; it stays readable to its keepers."""
    ruleset = locked(ruleset)
    require(ruleset, *OPEN)
    ruleset.state = State.DISCARDED
    ruleset.save(update_fields=["state"])
    note(ruleset, {}, by, at, act="ruleset.discarded")
    return ruleset


def locked(ruleset: Ruleset) -> Ruleset:
    """Read a version anew and keep others from changing it until the act is done."""
    rows = Ruleset.objects.of(ruleset.institution_id).select_for_update(of=("self",))
    found: Ruleset = rows.select_related("institution", "entry").get(pk=ruleset.pk)
    return found


def require(ruleset: Ruleset, *states: Ruleset.State) -> None:
    """Refuse a step that does not follow from where the version is."""
    if ruleset.state not in states:
        raise OtherState(state=state_word(ruleset.state))


def note(ruleset: Ruleset, detail: Mapping[str, Any], by: str, at: Moment, *, act: str) -> None:
    """Record one act in the history of a version."""
    fields = {"detail": {"version": ruleset.version, **detail}}
    told = Act(act=act, actor=by, ref=bytes(ruleset.entry.ref), fields=fields)
    record(told, institution=ruleset.institution, at=at)


def _labelled(text: str, version: str, publisher: str) -> str:
    """Write label and publisher into base.toml, leaving everything else as it stands."""
    for key, value in (("version", version), ("publisher", publisher)):
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        text = re.sub(rf"(?m)^{key}\s*=.*$", line.replace("\\", r"\\"), text, count=1)
    return text
