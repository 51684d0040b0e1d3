"""Writing a draft: the whole structure at once, so that nothing is ever half there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from netral.circulars.actions.carrying import carry, meanings_of
from netral.circulars.core import Dating, Form, Relay, Stage
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import Frozen, Overtaken, WrongStage
from netral.circulars.models import Circular, Clause, Initial
from netral.circulars.queries.history import others_since
from netral.circulars.queries.stages import stage_word
from netral.kernel.codes import random_code
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.orgs.models import Holding, Office, Unit
from netral.tenancy.models import Institution

SLUG: Final = 8  # signs of the short public address


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a drafter writes. Lists of bases are `{"title", "dated_on", "confidence"}`."""

    unit: Unit
    subject: str
    form: Form = Form.CIRCULAR
    opening: str = ""
    closing: str = ""
    place: str = ""
    dated_on: date | None = None
    dating: Dating = Dating.EXACT
    signatory: Holding | None = None
    relay: Relay = Relay.DIRECT
    on_behalf_of: str = ""
    under: str = ""
    audience: Mapping[str, Sequence[str]] = field(default_factory=dict)
    elections: Sequence[str] = ()
    bases: Sequence[Mapping[str, Any]] = ()
    recipients: Sequence[str] = ()
    copies: Sequence[str] = ()
    pass_on_by: datetime | None = None
    read_by: datetime | None = None
    supersedes: Circular | None = None
    sources: Sequence[Mapping[str, Any]] = ()
    clauses: Sequence[ClauseText] = ()
    initials: Sequence[Office] = ()


@transaction.atomic
def draft(
    *,
    institution: Institution,
    facts: Facts,
    by: str,
    at: Moment,
    parent: Circular | None = None,
    address: str = "",
) -> Circular:
    """Begin a circular; with `parent` a derived one. `address` is its slug, else one is drawn."""
    entry = record(
        Act(act="circular.drafted", actor=by, fields={"detail": {"subject": facts.subject}}),
        institution=institution,
        at=at,
    )
    circular = Circular(
        institution=institution, slug=address or new_address(), parent=parent, entry=entry
    )
    _write(circular, facts)
    return circular


def new_address() -> str:
    """Draw a short public address."""
    return random_code(SLUG).lower()


def draft_once(
    *, institution: Institution, facts: Facts, address: str, by: str, at: Moment
) -> Circular:
    """Begin a circular at an address drawn when the page was opened.

    A second click, even at the same time, finds what the first has made.
    """
    rows = Circular.objects.of(institution).filter(slug=address)
    try:
        with transaction.atomic():
            return rows.first() or draft(
                institution=institution, facts=facts, by=by, at=at, address=address
            )
    except IntegrityError:  # the other click was faster, or the address is somebody else's
        return rows.first() or draft(institution=institution, facts=facts, by=by, at=at)


@transaction.atomic
def change(
    *, circular: Circular, facts: Facts, by: str, at: Moment, seen: int | None = None
) -> Circular:
    """Replace the text of a draft; initials already given are void, for they stood for another.

    Raises:
        Overtaken: somebody else has acted on the draft after entry `seen` of its history.
    """
    circular = held(circular)
    require(circular, Stage.DRAFT)
    if seen is not None and others_since(circular, seen, by):
        raise Overtaken
    record(
        Act(act="circular.changed", actor=by, ref=bytes(circular.entry.ref)),
        institution=circular.institution,
        at=at,
    )
    _write(circular, facts)
    return circular


@transaction.atomic
def discard(*, circular: Circular, by: str, at: Moment) -> None:
    """Throw a draft away; that there was one stays in the ledger."""
    circular = held(circular)
    require(circular, Stage.DRAFT)
    record(
        Act(act="circular.discarded", actor=by, ref=bytes(circular.entry.ref)),
        institution=circular.institution,
        at=at,
    )
    circular.delete()


def held(circular: Circular) -> Circular:
    """Fetch the circular anew and keep others from changing it meanwhile."""
    rows = Circular.objects.of(circular.institution_id).select_for_update(of=("self",))
    found: Circular = rows.select_related("institution", "entry", "unit", "parent").get(
        pk=circular.pk
    )
    return found


def require(circular: Circular, *stages: Stage) -> None:
    """Refuse unless the circular is at one of `stages`."""
    if Stage(circular.stage) in stages:
        return
    if stages == (Stage.DRAFT,) and Stage(circular.stage) is not Stage.INITIALLED:
        raise Frozen
    raise WrongStage(stage=stage_word(circular))


def _write(circular: Circular, facts: Facts) -> None:
    for name in (
        "unit", "form", "opening", "closing", "place", "dated_on", "dating", "signatory", "relay",
        "on_behalf_of", "under", "pass_on_by", "read_by", "supersedes",
    ):  # fmt: skip
        setattr(circular, name, getattr(facts, name))
    circular.subject = facts.subject.strip()
    circular.audience = {key: list(values) for key, values in facts.audience.items()}
    for name in ("elections", "bases", "recipients", "copies", "sources"):
        setattr(circular, name, [_plain(value) for value in getattr(facts, name)])
    circular.save()
    read = meanings_of(circular)
    circular.clauses.all().delete()
    clauses = Clause.objects.bulk_create(
        [_clause(circular, n, text) for n, text in enumerate(facts.clauses, start=1)]
    )
    carry(read, clauses)
    circular.initials.all().delete()
    Initial.objects.bulk_create(
        [
            Initial(
                institution_id=circular.institution_id, circular=circular, office=office, order=n
            )
            for n, office in enumerate(facts.initials, start=1)
        ]
    )


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _clause(circular: Circular, order: int, text: ClauseText) -> Clause:
    return Clause(
        institution_id=circular.institution_id,
        circular=circular,
        order=order,
        kind=text.kind,
        text=text.text.strip(),
        conditions=list(text.conditions),
        kinds=list(text.kinds),
        phase=text.phase,
        due_at=text.due_at,
        restates_id=text.restates,
    )
