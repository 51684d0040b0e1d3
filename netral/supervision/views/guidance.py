"""The pages of guidance: the own, what the office gave, choosing a person, writing, reading."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.orgs import queries as orgs
from netral.supervision.actions import guidance as acting
from netral.supervision.core import GUIDANCE_WORDS, GuidanceKind
from netral.supervision.core.guidance_figures import ANSWERING, TOLD_WORDS
from netral.supervision.errors import NotBelowYou
from netral.supervision.forms.guidance import AnswerForm, FindForm, GuidanceForm
from netral.supervision.models import Guidance
from netral.supervision.queries import guidance as queries
from netral.supervision.queries import guidance_figures

METHODS = ["GET", "HEAD", "POST"]
ON_A_PAGE = 50


@require_safe
@needs(Duty.BE_BOUND)
def mine(request: SeatedRequest) -> HttpResponse:
    """Show what my superiors have said to me."""
    return render(request, "supervision/guidance/mine.html", {"lines": queries.mine(request.seat)})


@require_safe
@needs(Duty.GUIDE_STAFF)
def given(request: SeatedRequest) -> HttpResponse:
    """Show what my office has given, newest first."""
    page = Paginator(queries.given(request.seat), ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "lines": [queries.line(row) for row in page.object_list]}
    return render(request, "supervision/guidance/given.html", facts)


@require_safe
@needs(Duty.GUIDE_STAFF)
def choose(request: SeatedRequest) -> HttpResponse:
    """Find the person."""
    form = FindForm(request.GET or None)
    words = form.cleaned_data["nama"] if form.is_valid() else ""
    people = queries.people(request.seat, words)
    facts = {"form": form, "people": people, "most": queries.SHOWN_PEOPLE}
    return render(request, "supervision/guidance/choose.html", facts)


@require_http_methods(METHODS)
@needs(Duty.GUIDE_STAFF)
def write(request: SeatedRequest, pk: int) -> HttpResponse:
    """Write a note or a warning to a person."""
    seat = request.seat
    person = orgs.person_for(seat, Duty.GUIDE_STAFF, pk)
    term = queries.term_over(seat, person)
    if term is None:
        raise NotBelowYou
    clauses = queries.clauses(seat)
    form = GuidanceForm(
        request.POST or None,
        clauses=[(clause.pk, name) for clause, name in clauses],
        acts=queries.acts(seat),
    )
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data
        words = acting.Words(
            kind=GuidanceKind(made["kind"]),
            text=made["text"],
            clause=next((each for each, _ in clauses if each.pk == made["clause"]), None),
            acts=[made["act"]] if made["act"] else [],
        )
        row = acting.give(person=person, words=words, term=term, by=seat.actor, at=seat.at)
        messages.success(request, gettext("It was given. The person is told that something waits."))
        return redirect("supervision:guidance", slug=row.slug)
    facts = {"form": form, "person": person, "term": term}
    status = 422 if form.errors else 200
    return render(request, "supervision/guidance/write.html", facts, status=status)


@require_http_methods(METHODS)
@needs(Duty.GUIDE_STAFF, Duty.BE_BOUND)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one note or warning; the person's first look is recorded, and here they answer."""
    seat, row = request.seat, queries.found(request.seat, slug)
    own = row.person.account_id == seat.user.pk
    if request.method == "GET" and own:
        acting.see(guidance=row, by=seat.actor, at=seat.at)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        if not own:
            raise NotYours
        if form.is_valid():
            text = form.cleaned_data["text"]
            acting.answer(guidance=row, text=text, by=seat.actor, at=seat.at)
            messages.success(request, gettext("Your answer was sent."))
            return redirect("supervision:guidance", slug=slug)
    facts = {"row": row, "own": own, "form": form, **_said(request, row)}
    status = 422 if form.errors else 200
    return render(request, "supervision/guidance/show.html", facts, status=status)


@require_safe
@needs(Duty.AUDIT)
def figures(request: SeatedRequest) -> HttpResponse:
    """Count by month, for who audits; nothing that leads to a person."""
    facts = {
        "months": guidance_figures.months(request.seat),
        "head": list(TOLD_WORDS.values()),
        "days": ANSWERING.days,
    }
    return render(request, "supervision/guidance/figures.html", facts)


def _said(request: SeatedRequest, row: Guidance) -> dict[str, object]:
    numbers = dict(queries.clauses(request.seat)) if row.clause else {}
    return {
        "line": queries.line(row),
        "word": GUIDANCE_WORDS[GuidanceKind(row.kind)],
        "clause": row.clause,
        "clause_name": numbers.get(row.clause, row.clause.text) if row.clause else "",
        "acts": queries.act_names(request.seat, row.acts),
    }
