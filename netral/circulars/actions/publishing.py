"""Publishing, superseding and revoking; publishing puts the circular on the heads' desks."""

from collections.abc import Sequence
from urllib.parse import quote

from django.db import transaction

from netral.circulars.actions.counting import count_audience
from netral.circulars.actions.drafts import held, require
from netral.circulars.actions.life import parent_holds
from netral.circulars.actions.telling import tell_heads
from netral.circulars.core import ItemState, Stage
from netral.circulars.errors import AlreadyDerived, ReasonMissing
from netral.circulars.models import CascadeItem, Circular
from netral.kernel.moment import Moment
from netral.ledger.actions import Act, record
from netral.ledger.models import Entry
from netral.orgs import queries as orgs
from netral.orgs.models import Unit
from netral.signing.actions import set_standing
from netral.signing.core import Standing


@transaction.atomic
def publish(*, circular: Circular, by: str, at: Moment) -> Circular:
    """Put a signed circular in force and before everyone whom it concerns.

    One act: the circular, one item on the desk of each head in its audience, the counters of
    its readers, the messages to the heads, and the end of the circular that it supersedes.
    """
    circular = held(circular)
    require(circular, Stage.SIGNED)
    parent_holds(circular)
    entry = record(_published(circular, by), institution=circular.institution, at=at)
    circular.stage, circular.published_at = Stage.PUBLISHED, at.acted
    circular.save(update_fields=["stage", "published_at"])
    # What it supersedes may have been revoked since it was signed: then nothing is left to end.
    if circular.supersedes is not None and circular.supersedes.stage == Stage.PUBLISHED:
        _end(circular.supersedes, Stage.SUPERSEDED, "", successor=circular, by=by, at=at)
    if circular.parent is None:
        reach(circular, headed(circular, at), entry=entry, at=at)
    else:
        _fulfil(circular, at)
    count_audience(circular)
    return circular


@transaction.atomic
def revoke(*, circular: Circular, reason: str, by: str, at: Moment) -> Circular:
    """Take a circular out of force, or withdraw a signed one; it stays, with the reason."""
    if not reason.strip():
        raise ReasonMissing
    circular = held(circular)
    require(circular, Stage.SIGNED, Stage.PUBLISHED)
    _end(circular, Stage.REVOKED, reason.strip(), successor=None, by=by, at=at)
    circular.refresh_from_db()
    return circular


def headed(circular: Circular, at: Moment) -> list[Unit]:
    """Return the units in the audience whose head does not have the circular yet."""
    today = at.local().date()
    known = set(circular.items.values_list("unit_id", flat=True))
    return [
        unit
        for unit in orgs.headed_units(circular.institution, circular.audience, today)
        # The top has no head but the issuer, and the issuer needs nothing passed on.
        if unit.pk not in known and unit.parent_id is not None and unit.pk != circular.unit_id
    ]


def reach(circular: Circular, units: Sequence[Unit], *, entry: Entry, at: Moment) -> None:
    """Put the circular on the desks of the heads of `units`, and tell them."""
    CascadeItem.objects.bulk_create(
        [
            CascadeItem(
                institution_id=circular.institution_id,
                circular=circular,
                unit=unit,
                reached_at=at.acted,
                entry=entry,
            )
            for unit in units
        ],
        batch_size=500,
    )
    tell_heads(circular, units, at)


def _published(circular: Circular, by: str) -> Act:
    return Act(
        act="circular.published",
        kind="circular.published/1",
        actor=by,
        ref=bytes(circular.entry.ref),
        fields={
            "signatory": circular.signature_block,
            "number": circular.number,
            "subject": circular.subject,
            "parent": circular.parent.text_sha256 if circular.parent else None,
            "text": circular.text_sha256,
        },
        # A leaf is ASCII; an en dash in a number travels percent-encoded (RFC 3986 §2.1).
        public={"doc": circular.text_sha256, "no": quote(circular.number, safe=" /.")},
    )


def _end(  # one ending, all its parts named
    circular: Circular,
    stage: Stage,
    reason: str,
    *,
    successor: Circular | None,
    by: str,
    at: Moment,
) -> None:
    circular = held(circular)
    require(circular, Stage.SIGNED, Stage.PUBLISHED)
    record(
        Act(
            act="circular.revoked",
            kind="circular.revoked/1",
            actor=by,
            ref=bytes(circular.entry.ref),
            fields={
                "number": circular.number,
                "reason": reason or stage.value,
                "successor": successor.number if successor else None,
            },
            public={"doc": circular.text_sha256},
        ),
        institution=circular.institution,
        at=at,
    )
    circular.stage, circular.ended_at, circular.end_reason = stage, at.acted, reason[:300]
    circular.save(update_fields=["stage", "ended_at", "end_reason"])
    circular.items.filter(state=ItemState.DERIVED).update(state=ItemState.OUTDATED)
    _reopen(circular)
    if circular.paper is not None:
        set_standing(
            paper=circular.paper,
            standing=Standing.REVOKED if successor is None else Standing.SUPERSEDED,
            since=at.acted,
            note=reason,
            successor=successor.paper.code if successor and successor.paper else "",
        )


def _reopen(circular: Circular) -> None:
    """Let the unit derive anew: what answered its desk is no longer in force."""
    answered = CascadeItem.objects.of(circular.institution_id).filter(derived=circular)
    answered.filter(state=ItemState.DERIVED).update(derived=None, state=ItemState.ACKNOWLEDGED)


def _fulfil(circular: Circular, at: Moment) -> None:
    """Let a derived circular answer its unit's item; publishing it acknowledges the parent."""
    items = CascadeItem.objects.of(circular.institution_id).filter(
        circular=circular.parent, unit_id=circular.unit_id
    )
    item = items.select_for_update(of=("self",)).select_related("derived").first()
    if item is None:
        return
    replaced = circular.supersedes_id is not None and item.derived_id == circular.supersedes_id
    if item.derived is not None and not replaced:
        raise AlreadyDerived(number=item.derived.number)
    item.derived, item.state = circular, ItemState.DERIVED
    if item.acknowledged_at is None:
        item.acknowledged_at, item.acknowledged_by = at.acted, circular.signatory
    item.save()
