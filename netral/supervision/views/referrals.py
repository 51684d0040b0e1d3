"""Reporting a suspicion, and what the desks do with it."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.access.queries import reopened_at
from netral.orgs.models import Person
from netral.orgs.queries import person_of
from netral.supervision.actions import referral_desk as desks
from netral.supervision.actions.knowledge import Heard, receiver, tell_head
from netral.supervision.actions.referrals import Referring, refer
from netral.supervision.core import Desk
from netral.supervision.core.referrals import Outcome
from netral.supervision.errors import NotOnTheRoster
from netral.supervision.forms.knowledge import PersonForm
from netral.supervision.forms.referrals import HEAD, CloseForm, NoteForm, TellForm
from netral.supervision.models import Referral
from netral.supervision.queries import knowledge_page, referral_desk, referral_mine
from netral.supervision.queries.knowledge_law import rule, statement
from netral.supervision.queries.referral_people import meant

METHODS: Final = ["GET", "HEAD", "POST"]
TELLERS: Final = (Duty.BE_BOUND, Duty.ANSWER_FOR_UNIT, Duty.SUPERVISE_UNIT)
TAKERS: Final = (Duty.TAKE_REFERRAL, Duty.TAKE_INSPECTION)


def _person(request: SeatedRequest) -> Person:
    person = person_of(request.seat)
    if person is None:
        raise NotOnTheRoster
    return person


@require_http_methods(METHODS)
@never_cache
@needs(*TELLERS)
def tell(request: SeatedRequest) -> HttpResponse:
    """Take a report: to the own head, to the personnel office, or to the Inspektorat."""
    person, seat = _person(request), request.seat
    head = receiver(person, seat.at)
    to = (*((HEAD,) if head else ()), *(desk.value for desk in Desk))
    form = TellForm(
        request.POST or None,
        to=to,
        elections=knowledge_page.elections(seat.institution),
        initial={"to": to[0], "shows_name": True},
    )
    if request.method == "POST" and form.is_valid():
        _send(request, person, form)
        messages.success(request, gettext("It has been sent. Here you see how far it is."))
        return redirect("supervision:told")
    facts = {"form": form, "head": head, "rule": rule("desk_first_step")}
    status = 422 if form.errors else 200
    return render(request, "supervision/referral_tell.html", facts, status=status)


def _send(request: SeatedRequest, person: Person, form: TellForm) -> None:
    given, seat = form.cleaned_data, request.seat
    words = {key: given[key] for key in ("who", "what", "election", "shows_name")}
    suspect = meant(seat.institution, given["who"])
    if given["to"] == HEAD:
        heard = Heard(once=form.token, suspect=suspect, **words)
        tell_head(sender=person, heard=heard, at=seat.at)
        return
    referring = Referring(
        once=form.token,
        suspect=suspect,
        wished=Desk(given["to"]),
        superior_involved=given["superior_involved"],
        as_head=bool(seat.paths(Duty.ANSWER_FOR_UNIT)),
        **words,
    )
    refer(sender=person, referring=referring, at=seat.at)


@require_safe
@never_cache
@needs(*TELLERS)
def told(request: SeatedRequest) -> HttpResponse:
    """List the reader's own reports, with their state alone."""
    facts = {
        "reports": referral_mine.own(request.seat),
        "reopened_at": reopened_at(request.user),
        "trigger": statement("trigger"),
    }
    return render(request, "supervision/referral_told.html", facts)


@require_safe
@never_cache
@needs(*TAKERS)
def desk(request: SeatedRequest) -> HttpResponse:
    """Show the register, as far as it is there for the reader."""
    facts = {
        "lines": referral_desk.register(request.seat),
        "rule": rule("desk_first_step"),
    }
    return render(request, "supervision/referral_desk.html", facts)


@require_safe
@never_cache
@needs(*TAKERS)
def work(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one referral with everything that the desk may know."""
    return _work(request, referral_desk.referral_for(request.seat, slug))


def _work(request: SeatedRequest, found: Referral, **forms: object) -> HttpResponse:
    facts = {
        "page": referral_desk.page(found, request.seat),
        "note_form": NoteForm(auto_id="note_%s"),
        "person_form": PersonForm(auto_id="person_%s"),
        "close_form": CloseForm(auto_id="close_%s"),
        **forms,
    }
    return render(request, "supervision/referral.html", facts, status=422 if forms else 200)


@require_POST
@needs(*TAKERS)
def take(request: SeatedRequest, slug: str) -> HttpResponse:
    """Take a referral."""
    desks.take(referral=referral_desk.referral_for(request.seat, slug), seat=request.seat)
    messages.success(request, gettext("You have taken it. The sender learns that, not who."))
    return redirect("supervision:referral", slug=slug)


@require_POST
@needs(*TAKERS)
def note(request: SeatedRequest, slug: str) -> HttpResponse:
    """Add a note."""
    found = referral_desk.referral_for(request.seat, slug)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return _work(request, found, note_form=form)
    desks.note(referral=found, text=form.cleaned_data["note"], seat=request.seat)
    messages.success(request, gettext("The note has been added."))
    return redirect("supervision:referral", slug=slug)


@require_POST
@needs(*TAKERS)
def name(request: SeatedRequest, slug: str) -> HttpResponse:
    """Record whom it is about; who is excluded then is computed anew."""
    found = referral_desk.referral_for(request.seat, slug)
    form = PersonForm(request.POST, auto_id="person_%s")
    person = meant(request.seat.institution, form.cleaned_data["who"]) if form.is_valid() else None
    if person is None:
        if not form.errors:
            words = gettext("The roster knows nobody, or more than one, by this name.")
            form.add_error("who", words)
        return _work(request, found, person_form=form)
    desks.name(referral=found, person=person, seat=request.seat)
    messages.success(request, gettext("The person has been recorded."))
    return redirect("supervision:referral_desk")


@require_POST
@needs(*TAKERS)
def close(request: SeatedRequest, slug: str) -> HttpResponse:
    """Close a referral with what became of it."""
    found = referral_desk.referral_for(request.seat, slug)
    form = CloseForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _work(request, found, close_form=form)
    given = form.cleaned_data
    desks.close(
        referral=found,
        outcome=Outcome(given["outcome"]),
        reason=given["reason"],
        seat=request.seat,
    )
    messages.success(request, gettext("It has been closed."))
    return redirect("supervision:referral", slug=slug)


@require_safe
@needs(Duty.AUDIT)
def figures(request: SeatedRequest) -> HttpResponse:
    """Count by month and state, for who audits; nothing that leads to a person."""
    facts = {"months": referral_desk.months(request.seat)}
    return render(request, "supervision/referral_figures.html", facts)
