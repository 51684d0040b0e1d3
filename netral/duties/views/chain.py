"""The chain of evidence: choose a person and a clause, look, have it sealed."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.duties.actions.chains import note_look, open_paper, seal_chain
from netral.duties.core.chain import VIEWER_WORDS, Viewer, count
from netral.duties.forms import SearchForm
from netral.duties.models import ChainLook
from netral.duties.queries import chain_access as access
from netral.duties.queries.chain import Subject, links
from netral.duties.queries.chain_proofs import logged, receipts
from netral.ledger.queries.marks import Mark, marks

VIEWERS: Final = (
    Duty.BE_BOUND, Duty.ANSWER_FOR_UNIT, Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION,
)  # fmt: skip
OVER_OTHERS: Final = VIEWERS[1:]


@require_safe
@needs(*VIEWERS)
def choose(request: SeatedRequest) -> HttpResponse:
    """Search for a person; whoever may only see the own chain goes straight there."""
    seat, own = request.seat, access.own(request.seat)
    searches = any(seat.paths(duty) for duty in OVER_OTHERS)
    if not searches and own is not None:
        return redirect("duties:chain_person", pk=own.pk)
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["kata"] if form.is_valid() else ""
    facts = {
        "form": form,
        "words": words,
        "people": access.searched(seat, words),
        "few": access.FEW,
        "own": own,
    }
    return render(request, "duties/chain/choose.html", facts)


@require_safe
@needs(*VIEWERS)
def person(request: SeatedRequest, pk: int) -> HttpResponse:
    """Choose the clause; nothing of the chain is shown yet, so that this is no look."""
    found, seen_as = access.person_for_chain(request.seat, pk)
    facts = {
        "person": found,
        "mine": seen_as is Viewer.SELF,
        "choices": access.choices(found),
        "told": access.told(seen_as),
    }
    return render(request, "duties/chain/person.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*VIEWERS)
def chain(request: SeatedRequest, pk: int, clause: int) -> HttpResponse:
    """Show the chain of one person and one clause; POST has it sealed."""
    seat = request.seat
    subject, seen_as = access.chain_for(seat, pk, clause)
    if request.method == "POST":
        seal_chain(subject=subject, viewer=seen_as, by=seat.actor, at=seat.at)
        messages.success(request, gettext("The chain is sealed. You can download it below."))
        return redirect("duties:chain", pk=pk, clause=clause)
    if request.method == "GET":
        note_look(subject=subject, viewer=seen_as, by=seat.actor, at=seat.at)
    return render(request, "duties/chain/show.html", _facts(subject, seen_as))


def _facts(subject: Subject, seen_as: Viewer) -> dict[str, object]:
    found = links(subject)
    proved, places = receipts(deed.entry for link in found for deed in link.deeds), logged(found)
    return {
        "subject": subject,
        "person": subject.person,
        "mine": seen_as is Viewer.SELF,
        "told": access.told(seen_as),
        "as_what": VIEWER_WORDS[seen_as],
        "links": [
            (link, [(deed, proved[deed.entry], places[deed.entry]) for deed in link.deeds])
            for link in found
        ],
        "count": count(found),
        "looks": access.looks(subject, seen_as),
        "papers": _sealed(access.papers_of(subject, seen_as)),
    }


def _sealed(looks: Sequence[ChainLook]) -> list[tuple[ChainLook, Mark]]:
    """Return the sealed papers, with the place of each sealing in the log."""
    entries = {look.pk: look.digest.paper.proving() for look in looks if look.digest}
    places = marks(entries.values())
    return [(look, places[entries[look.pk].pk]) for look in looks if look.pk in entries]


@require_safe
@needs(*VIEWERS)
def paper(request: SeatedRequest, serial: int) -> HttpResponse:
    """Hand out a sealed chain; opening it is a look."""
    seat = request.seat
    subject, seen_as, digest = access.paper_for(seat, serial)
    pdf = open_paper(subject=subject, viewer=seen_as, digest=digest, by=seat.actor, at=seat.at)
    return hand_out(pdf, "application/pdf", f"rantai-bukti-{digest.paper.code.lower()}.pdf")
