"""The page of one entry: what everybody may see of it."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netral.access.gate import hand_out
from netral.ledger.core.words import FIELD_WORDS
from netral.ledger.queries.promises import due
from netral.ledger.queries.receipts import TYPE
from netral.transparency import pictures, spoken, words
from netral.transparency.acts import ACTS
from netral.transparency.queries import entries
from netral.transparency.queries.auditing import audited
from netral.transparency.queries.paths import receipt_of, way

WAITING: Final = "-"  # in the place of an index that is not known yet


@require_safe
def by_hash(request: HttpRequest, leaf: str) -> HttpResponse:
    """Lead from the hash of a leaf alone to its page."""
    found = entries.shown(leaf)
    if found is None:
        return _unknown(request)
    return redirect("transparency:entry", found.number, found.hash)


@require_safe
def show(request: HttpRequest, index: str, leaf: str) -> HttpResponse:
    """Show an entry; an address that names no place yet leads to the one that does."""
    found = entries.shown(leaf)
    if found is None:
        return _unknown(request)
    if index == WAITING and found.index is not None:
        return redirect("transparency:entry", found.number, found.hash)
    now = timezone.now()
    title, meaning = words.type_words(found.kind)
    facts = {
        "entry": found,
        "title": title,
        "meaning": meaning,
        "elsewhere": index != found.number,
        "named": index[:20],
        "public": list(words.public_rows(found.public)),
        "circular": entries.circular_of(found),
        **_before_and_after(found),
        **_audited(request, found),
        **(_placed(found, now) if found.index is not None else _waiting(found, now)),
    }
    return render(request, "transparency/entry.html", facts)


def _before_and_after(found: entries.Shown) -> dict[str, object]:
    history = entries.history(found)
    steps = history.steps if history else ()
    return {"history": history, "told": [(s, words.type_words(s.kind)[0]) for s in steps]}


def _audited(request: HttpRequest, found: entries.Shown) -> dict[str, object]:
    """Return what an auditor of the institution sees besides."""
    seen = audited(getattr(request, "seat", None), found.pk)
    if seen is None:
        return {"audited": None}
    fields = [(_(FIELD_WORDS.get(value.field, value.field)), value) for value in seen.values]
    records = [(_(record.word), record) for record in seen.records]
    act = _(ACTS[seen.act])
    return {"audited": seen, "act": act, "fields": fields, "records": records}


def _placed(found: entries.Shown, now: datetime) -> dict[str, object]:
    """Return what an entry with a place has: who has seen it there, and the way to the whole."""
    seen = entries.first_seen(found.index) if found.index is not None else None
    proof = receipt_of(found).proof
    return {
        "seen": seen,
        "seen_ago": spoken.ago(seen.published_at, now) if seen else "",
        "proven": proof is not None,
        "path": pictures.path(found, way(found, proof)) if proof else None,
    }


def _waiting(found: entries.Shown, now: datetime) -> dict[str, object]:
    """Return what an entry without a place has: by when it was promised one."""
    return {"due": due(found.logged_at, found.not_before), "now": now}


@require_safe
def proof(request: HttpRequest, leaf: str) -> HttpResponse:
    """Hand out the proof that everybody may have, or the promise as long as there is none."""
    found = entries.shown(leaf)
    if found is None:
        return _unknown(request)
    given = receipt_of(found)
    answer = hand_out(bytes(given), TYPE, given.name, public=True)
    answer.headers["Cache-Control"] = "no-cache"  # a newer state proves it as well
    answer.headers["Access-Control-Allow-Origin"] = "*"  # for verifiers on other sites
    return answer


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "transparency/unknown.html", status=404)
