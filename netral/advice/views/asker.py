"""The asker's pages: ask, follow, reply, withdraw, show the answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.access.queries import reopened_at
from netral.advice.actions import asking
from netral.advice.actions.answering import note_read
from netral.advice.actions.sealing import paper_of
from netral.advice.core import OPEN_AT_ONCE, State
from netral.advice.errors import NotForPublication, NotOnRoster
from netral.advice.forms import AskForm, TextForm
from netral.advice.models import Question
from netral.advice.queries import asker as askers
from netral.advice.queries.law import elections, law, target
from netral.advice.queries.seen import own_question, readers
from netral.advice.views.shared import keeps_text
from netral.kernel.codes import grouped
from netral.kernel.qr import svg
from netral.orgs.models import Person
from netral.orgs.queries import person_of
from netral.signing.gate import asks_for_log, fields_page, log_part, receipt_file
from netral.signing.queries import verify_url


@require_safe
@never_cache
@needs(Duty.BE_BOUND)
def mine(request: SeatedRequest) -> HttpResponse:
    """List the reader's own questions."""
    facts = {
        "questions": askers.own(request.seat),
        "target": target(),
        "most": OPEN_AT_ONCE,
        "reopened_at": reopened_at(request.seat.user),
    }
    return render(request, "advice/mine.html", facts)


def _person(request: SeatedRequest) -> Person:
    person = person_of(request.seat)
    if person is None:
        raise NotOnRoster
    return person


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.BE_BOUND)
def ask(request: SeatedRequest) -> HttpResponse:
    """Take a question. Who may read it stands beside the form, by name."""
    person, seat = _person(request), request.seat
    found, ballots = law(seat.institution, seat.at), elections(seat.institution)
    wanted = request.GET.get("perbuatan", "")
    form = AskForm(
        request.POST if request.method == "POST" else None,
        law=found,
        elections=ballots,
        initial={"act": wanted if wanted in found.acts else ""},
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["once"] = given["once"] or form.fields["once"].initial
        made = asking.ask(person=person, asking=asking.Asking(**given), at=seat.at)
        return redirect("advice:sent", slug=made.slug)
    facts = {
        "form": form,
        "readers": readers(person, seat.at),
        "may_ask": askers.may_ask(seat),
        "most": OPEN_AT_ONCE,
        "target": target(),
    }
    return render(request, "advice/ask.html", facts, status=422 if form.errors else 200)


@require_safe
@never_cache
@needs(Duty.BE_BOUND)
def sent(request: SeatedRequest, slug: str) -> HttpResponse:
    """Say that it arrived, by when it is answered, who sees it and who does not."""
    found = own_question(request.seat, slug)
    facts = {
        "question": found,
        "readers": readers(_person(request), request.seat.at),
        "target": target(),
    }
    return render(request, "advice/sent.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_text
@needs(Duty.BE_BOUND)
def question(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one own question with its thread and answer; take a reply."""
    seat = request.seat
    found = own_question(seat, slug)
    if found.state == State.ANSWERED and asks_for_log(request):
        return log_part(request, found.answer.entry, **_ways(slug))
    form = TextForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        asking.reply(question=found, text=text, user=request.user, at=seat.at)
        messages.success(request, gettext("Your reply has been sent to the team."))
        return redirect("advice:question", slug=slug)
    page = askers.page(found, seat, elections(seat.institution))
    if page.answer is not None:
        note_read(answer=page.answer, at=seat.at)
    facts = {"page": page, "form": form, "person": person_of(seat), **_proof(found)}
    return render(request, "advice/question.html", facts, status=422 if form.errors else 200)


def _proof(found: Question) -> dict[str, object]:
    """Return how whoever holds the paper checks it."""
    if found.state != State.ANSWERED:
        return {}
    code = found.answer.paper.code
    url = verify_url(code)
    return {"code": grouped(code), "verify": url, "qr": svg(url), **_ways(found.slug)}


def _ways(slug: str) -> dict[str, str]:
    """Return where the proof of an answer is, and where the asker chooses what it shows."""
    return {
        "proof": reverse("advice:proof", args=[slug]),
        "choose": reverse("advice:fields", args=[slug]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Duty.BE_BOUND)
def withdraw(request: SeatedRequest, slug: str) -> HttpResponse:
    """Ask once more, then withdraw and erase."""
    found = own_question(request.seat, slug)
    if request.method == "POST":
        asking.withdraw(question=found, user=request.user, at=request.seat.at)
        messages.success(request, gettext("The question was withdrawn and its text erased."))
        return redirect("advice:mine")
    return render(request, "advice/withdraw.html", {"question": found})


@require_POST
@needs(Duty.BE_BOUND)
def consent(request: SeatedRequest, slug: str) -> HttpResponse:
    """Agree to an anonymised publication, or say no to it."""
    found, agrees = own_question(request.seat, slug), request.POST.get("agrees", "")
    if agrees not in {"yes", "no"}:
        raise NotForPublication
    asking.decide_publication(
        question=found, agrees=agrees == "yes", user=request.user, at=request.seat.at
    )
    messages.success(request, gettext("Your decision has been recorded."))
    return redirect("advice:question", slug=slug)


@require_safe
@never_cache
@needs(Duty.BE_BOUND)
def paper(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the answer, sealed by now at the latest, to the asker alone."""
    found = _answered(request, slug)
    pdf = paper_of(answer=found.answer, at=request.seat.at)
    show = "unduh" not in request.GET
    return hand_out(pdf, "application/pdf", "jawaban.pdf", show=show)


@require_safe
@never_cache
@needs(Duty.BE_BOUND)
def proof(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the proof of the answer to the asker alone, with the fields that were chosen."""
    found = _answered(request, slug)
    return receipt_file(request, found.answer.entry, "jawaban", own=True)


@require_safe
@never_cache
@needs(Duty.BE_BOUND)
def fields(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let the asker choose what the proof of the answer shows."""
    found = _answered(request, slug)
    back = reverse("advice:question", args=[slug])
    return fields_page(request, found.answer.entry, proof=_ways(slug)["proof"], back=back)


def _answered(request: SeatedRequest, slug: str) -> Question:
    found = own_question(request.seat, slug)
    if found.state != State.ANSWERED:
        raise Http404
    return found
