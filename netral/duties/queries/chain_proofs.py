"""The proofs behind a chain: receipts of its entries, and the texts that they committed to."""

from collections.abc import Iterable, Sequence
from typing import Any

from netral.circulars.models import Circular
from netral.circulars.queries.texts import frozen_record
from netral.duties.core.chain import Deed, Link, Step
from netral.duties.core.proofs import receipt
from netral.duties.queries.chain import Scope, Subject, scope_of
from netral.kernel.moment import Moment
from netral.ledger.core.leaf import timestamp
from netral.ledger.models import Entry
from netral.ledger.queries.marks import Mark, marks
from netral.ledger.queries.openings import openings_of
from netral.ledger.queries.receipts import included
from netral.pacts.core import Text
from netral.pacts.models import Signature


def receipts(entries: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return the receipts of entries by their ids, with a handful of queries."""
    wanted = set(entries)
    places = included(wanted)
    kept = openings_of(wanted)
    return {
        entry.pk: receipt(
            index=places.get(entry.pk),
            kind=entry.kind,
            act=entry.act,
            leaf=bytes(entry.leaf),
            fields=kept.get(entry.pk, []),
        )
        for entry in Entry.objects.filter(pk__in=wanted)
    }


def logged(links: Sequence[Link]) -> dict[int, Mark]:
    """Return where every entry behind the links stands in the log, by the id of the entry."""
    wanted = {deed.entry for link in links for deed in link.deeds}
    return marks(Entry.objects.filter(pk__in=wanted))


def body(subject: Subject, links: Sequence[Link], at: Moment) -> dict[str, Any]:
    """Return what a chain says, as the entry of its sealing will commit to it."""
    person, house = subject.person, subject.person.institution
    entries = [deed.entry for link in links for deed in link.deeds]
    proved = receipts(entries)
    return {
        "institution": {"code": house.code, "name": house.name},
        "person": {
            "id": f"person:{person.pk}",
            "name": person.full_name,
            "position": person.position,
            "unit": person.unit.name,
        },
        "clause": {
            "circular": subject.circular.number or subject.circular.subject,
            "address": subject.circular.slug,
            "number": subject.number,
            "text": subject.clause.text,
            "binds": subject.binds,
        },
        "made_at": timestamp(at.acted),
        "links": [_link(link, proved) for link in links],
        "receipts": [proved[pk] for pk in sorted(proved)],
        "texts": [*_texts(scope_of(subject), links, proved), *_pacts(links, proved)],
    }


def _link(link: Link, proved: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "step": link.step.value,
        "standing": link.standing.value,
        "gap": link.gap if not any(deed.counts for deed in link.deeds) else "",
        "deeds": [_deed(deed, proved) for deed in link.deeds],
    }


def _deed(deed: Deed, proved: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "at": timestamp(deed.at),
        "words": deed.words,
        "counts": deed.counts,
        "receipt": proved[deed.entry]["hash"],
    }


def _texts(
    scope: Scope, links: Sequence[Link], proved: dict[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the circulars word for word, so that the hash of each can be recomputed."""
    entries = [deed.entry for link in links if link.step is Step.PUBLISHED for deed in link.deeds]
    refs = dict(Entry.objects.filter(pk__in=entries).values_list("pk", "ref"))
    known = {bytes(ref): pk for pk, ref in refs.items()}
    return [
        {"receipt": proved[known[ref]]["hash"], "record": frozen_record(circular)}
        for circular in scope.circulars
        for ref in [_ref(circular)]
        if ref in known
    ]


def _ref(circular: Circular) -> bytes:
    return bytes(circular.entry.ref)


def _pacts(links: Sequence[Link], proved: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the texts of the pacts that were signed."""
    entries = [deed.entry for link in links if link.step is Step.SIGNED for deed in link.deeds]
    rows = Signature.objects.filter(entry__in=entries).select_related("pledge__campaign")
    return [
        {
            "receipt": proved[row.entry_id]["hash"],
            "record": Text.of(row.pledge.campaign.text).record(row.pledge.campaign.text_version),
        }
        for row in rows.order_by("pk")
    ]
