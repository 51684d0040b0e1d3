"""Publishing an answer, in two hands, and withdrawing it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.advice.actions import publishing
from netral.advice.core import Stage, State
from netral.advice.errors import NotForPublication, NotProposed, SecondPersonNeeded
from netral.advice.forms import PublicForm, ReasonForm, SeenForm, SendBackForm
from netral.advice.models import Publication, Question
from netral.advice.queries import asker as askers
from netral.advice.queries import team as teams
from netral.advice.queries.attested import version
from netral.advice.queries.law import elections, law
from netral.advice.queries.seen import question_for
from netral.advice.queries.texts import Words
from netral.advice.views.shared import keeps_text


def _writable(request: SeatedRequest, slug: str) -> tuple[Question, teams.Draft | None]:
    """Return an answered question that somebody may still write a public version of."""
    found = question_for(request.seat, slug)
    written = teams.draft(found, request.seat)
    open_ = written is None or written.publication.stage in {Stage.PROPOSED, Stage.SENT_BACK}
    if found.state != State.ANSWERED or not found.may_publish or not open_:
        raise NotForPublication
    return found, written


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.ANSWER_ADVICE)
def propose(request: SeatedRequest, slug: str) -> HttpResponse:
    """Write the public version; whatever might identify somebody is shown before it is kept."""
    seat = request.seat
    found, written = _writable(request, slug)
    page = askers.page(found, seat, elections(seat.institution))
    start = {"act": page.asked.act}
    if written:
        said = written.words
        start = {"title": said.title, "question": said.question, "answer": said.answer,
                 "act": said.act}  # fmt: skip
    form = PublicForm(
        request.POST if request.method == "POST" else None,
        law=law(seat.institution, seat.at),
        initial=start,
    )
    check = None
    if form.is_valid():
        given = dict(form.cleaned_data)
        checked, said = given.pop("checked"), Words(**given)
        check = teams.check(found, said)
        if checked or not (check.finds or check.copied):
            publishing.propose(question=found, said=said, seat=seat)
            messages.success(request, gettext("A second person of the team now compares it."))
            return redirect("advice:work", slug=slug)
        form.add_error("checked", gettext("Look at what is marked, mend it, or tick the box."))
    facts = {"page": page, "question": found, "form": form, "draft": written, "check": check}
    return render(request, "advice/propose.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.ANSWER_ADVICE)
def review(request: SeatedRequest, slug: str) -> HttpResponse:
    """Compare the public version with the original; approve it or send it back."""
    seat = request.seat
    found = question_for(seat, slug)
    written = teams.draft(found, seat)
    if written is None or written.publication.stage != Stage.PROPOSED:
        raise NotProposed
    if written.mine:
        raise SecondPersonNeeded
    back = SendBackForm(request.POST if request.POST.get("act") == "back" else None)
    if request.POST.get("act") == "approve":
        seen = SeenForm(request.POST)
        given = seen.cleaned_data["seen"] if seen.is_valid() else ""
        made = publishing.approve(question=found, seen=given, seat=seat)
        messages.success(request, gettext("It now stands on the public page."))
        return redirect("advice:published_one", slug=seat.institution.slug, item=made.slug)
    if back.is_valid():
        publishing.send_back(question=found, seat=seat, **back.cleaned_data)
        messages.success(request, gettext("The version went back with your reason."))
        return redirect("advice:desk")
    facts = {
        "page": askers.page(found, seat, elections(seat.institution)),
        "question": found,
        "draft": written,
        "check": teams.check(found, written.words),
        "seen": version(written.words),
        "back": back,
    }
    return render(request, "advice/review.html", facts, status=422 if back.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Duty.ANSWER_ADVICE)
def retract(request: SeatedRequest, slug: str, item: str) -> HttpResponse:
    """Withdraw a published answer with a reason."""
    if slug != request.seat.institution.slug:
        raise NotYours
    rows = Publication.objects.of(request.seat.institution).filter(stage=Stage.PUBLISHED)
    found = get_object_or_404(rows, slug=item)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        publishing.retract(publication=found, reason=reason, seat=request.seat)
        messages.success(request, gettext("The answer was withdrawn."))
        return redirect("advice:published_one", slug=slug, item=item)
    facts = {"publication": found, "form": form}
    return render(request, "advice/retract.html", facts, status=422 if form.errors else 200)
