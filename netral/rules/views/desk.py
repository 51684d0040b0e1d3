"""The desk of the rules: versions at work, their examination, and the steps to publication."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.kernel.moment import Moment
from netral.orgs.queries import require_whole
from netral.rules import queries, reader
from netral.rules.actions import drafts, examining, publishing
from netral.rules.errors import DoubtsNotSeen, NeedsReason
from netral.rules.forms.steps import ApproveForm, ReasonForm, SeenForm
from netral.rules.models import Ruleset
from netral.rules.queries import desk as desks
from netral.rules.queries.findings import shown
from netral.rules.queries.public import titles
from netral.rules.tasks import examine_version

State, Gate = Ruleset.State, Ruleset.Gate


def examined_soon(ruleset: Ruleset, at: Moment) -> None:
    """Have the worker examine a version."""
    examining.ask(ruleset=ruleset, at=at)
    examine_version.enqueue(ruleset.pk)


@require_safe
@needs(Duty.KEEP_RULES)
def desk(request: SeatedRequest) -> HttpResponse:
    """Show the versions at work and those that were."""
    seat = request.seat
    require_whole(seat, Duty.KEEP_RULES)
    found = desks.desk(seat.institution, seat.at.acted)
    facts = {
        "desk": found,
        "held": queries.in_force(seat.institution, seat.at.acted),
        "names": desks.names(
            {by for row in (*found.at_work, *found.past) for by in (row.made_by, row.reviewed_by)}
        ),
    }
    return render(request, "rules/desk/desk.html", facts)


@require_POST
@needs(Duty.KEEP_RULES)
def begin(request: SeatedRequest) -> HttpResponse:
    """Begin a version: from the one in force, or from the rules of a newer program."""
    seat = request.seat
    require_whole(seat, Duty.KEEP_RULES)
    start = drafts.take_update if request.POST.get("from") == "update" else drafts.begin
    made = start(institution=seat.institution, by=seat.actor, at=seat.at)
    return redirect("rules:work", pk=made.pk)


@require_safe
@needs(Duty.KEEP_RULES)
def work(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one version: its state, the next step, what was found, what it changes, its files."""
    seat = request.seat
    ruleset = desks.version_for(seat, pk)
    base = reader.read_base(ruleset.files)
    before = queries.in_force(seat.institution, seat.at.acted).base
    proposed, drafted = ruleset.state == State.PROPOSED, ruleset.state == State.DRAFT
    own = seat.actor in {ruleset.proposed_by, ruleset.made_by}
    found = shown(ruleset.gate, base, before)
    facts = {
        "ruleset": ruleset,
        "rules": len(base.rules),
        "cases": len(base.cases),
        "found": found,
        "running": ruleset.gate_state == Gate.RUNNING,
        "failed": ruleset.gate_state == Gate.FAILED,
        "drafted": drafted,
        "proposed": proposed,
        "own": own,
        "may_approve": proposed and not own and found is not None and found.open,
        "form": ApproveForm(initial={"seen": ruleset.revision}),
        "reason": ReasonForm(),
        "families": titles(ruleset.files).items(),
        "others": [name for name in ruleset.files if name in reader.PLAIN],
        "names": desks.names([ruleset.made_by, ruleset.proposed_by, ruleset.reviewed_by]),
    }
    return render(request, "rules/desk/work.html", facts)


@require_safe
@needs(Duty.KEEP_RULES)
def progress(request: SeatedRequest, pk: int) -> HttpResponse:
    """Answer the page that asks again and again; when the work is over, it loads itself anew."""
    ruleset = desks.version_for(request.seat, pk)
    answer = render(request, "rules/desk/_progress.html", {"ruleset": ruleset})
    if ruleset.gate_state != Gate.RUNNING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@needs(Duty.KEEP_RULES)
def examine(request: SeatedRequest, pk: int) -> HttpResponse:
    """Have a version examined."""
    examined_soon(desks.version_for(request.seat, pk), request.seat.at)
    return redirect("rules:work", pk=pk)


@require_POST
@needs(Duty.KEEP_RULES)
def propose(request: SeatedRequest, pk: int) -> HttpResponse:
    """Hand a draft on for approval; it is examined at once."""
    seat, ruleset = request.seat, desks.version_for(request.seat, pk)
    seen = SeenForm(request.POST)
    number = seen.cleaned_data["seen"] if seen.is_valid() else 0
    made = drafts.propose(ruleset=ruleset, seen=number, by=seat.actor, at=seat.at)
    if made.gate_state != Gate.DONE:
        examined_soon(made, seat.at)
    messages.success(request, gettext("The version has been proposed. A colleague approves it."))
    return redirect("rules:work", pk=pk)


@require_POST
@needs(Duty.KEEP_RULES)
def send_back(request: SeatedRequest, pk: int) -> HttpResponse:
    """Return a proposed version to its writer."""
    seat, ruleset = request.seat, desks.version_for(request.seat, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NeedsReason
    reason = form.cleaned_data["reason"]
    drafts.send_back(ruleset=ruleset, reason=reason, by=seat.actor, at=seat.at)
    messages.success(request, gettext("The version has been sent back."))
    return redirect("rules:work", pk=pk)


@require_POST
@needs(Duty.KEEP_RULES)
def publish(request: SeatedRequest, pk: int) -> HttpResponse:
    """Approve a version and put it in force."""
    seat, ruleset = request.seat, desks.version_for(request.seat, pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        raise DoubtsNotSeen
    publishing.publish(ruleset=ruleset, by=seat.actor, at=seat.at, **form.cleaned_data)
    messages.success(request, gettext("Version %s is now in force.") % ruleset.version)
    return redirect("rules:work", pk=pk)


@require_POST
@needs(Duty.KEEP_RULES)
def discard(request: SeatedRequest, pk: int) -> HttpResponse:
    """Set a version aside."""
    seat, ruleset = request.seat, desks.version_for(request.seat, pk)
    drafts.discard(ruleset=ruleset, by=seat.actor, at=seat.at)
    messages.success(request, gettext("The version has been discarded."))
    return redirect("rules:desk")
