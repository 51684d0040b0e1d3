"""The editor: one long form that works without JavaScript and never loses what was typed."""

from typing import Any, Final

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, needs
from netral.circulars import queries
from netral.circulars.actions import drafts
from netral.circulars.core import ClauseKind, Dating, Form, Relay, Stage
from netral.circulars.core.proposals import proposed
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import Frozen, Overtaken, WrongStage
from netral.circulars.forms.circular import CircularForm, basis_lines
from netral.circulars.forms.clauses import ClauseForm, clause_forms
from netral.circulars.models import Circular
from netral.circulars.queries.history import last_number
from netral.circulars.queries.texts import clause_texts, falls_short, parent_clauses
from netral.orgs.core import unit_id
from netral.rules import queries as rules

WRITING: Final = (Duty.DRAFT_CIRCULAR, Duty.PASS_ON_CIRCULAR)
ROOM: Final = 3  # empty clauses offered at a time
SAME: Final = (
    "form", "subject", "opening", "closing", "recipients", "copies", "elections", "place", "dating",
    "dated_on", "signatory", "relay", "on_behalf_of", "under", "pass_on_by", "read_by",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Duty.DRAFT_CIRCULAR)
def new(request: SeatedRequest) -> HttpResponse:
    """Begin a circular."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@needs(*WRITING)
def edit(request: SeatedRequest, slug: str) -> HttpResponse:
    """Change a draft."""
    return _edit(request, _own_draft(request, slug))


@require_POST
@needs(*WRITING)
def discard(request: SeatedRequest, slug: str) -> HttpResponse:
    """Throw a draft away."""
    circular = _own_draft(request, slug)
    drafts.discard(circular=circular, by=request.seat.actor, at=request.seat.at)
    messages.success(request, gettext("The draft has been discarded."))
    return redirect("circulars:desk")


def _own_draft(request: SeatedRequest, slug: str) -> Circular:
    circular = queries.staff_circular(request.seat, slug)
    duty = Duty.PASS_ON_CIRCULAR if circular.parent_id else Duty.DRAFT_CIRCULAR
    if not request.seat.may(duty, circular.unit.path):
        request.seat.require(Duty.DRAFT_CIRCULAR, circular.unit.path)
    # Who was overtaken while writing gets the form back, with everything that was typed.
    if request.method != "POST" and circular.stage not in {Stage.DRAFT, Stage.INITIALLED}:
        raise Frozen
    return circular


def _edit(request: SeatedRequest, circular: Circular | None) -> HttpResponse:
    # Dates and times are typed, and shown, on the institution's own wall clock.
    with timezone.override(request.seat.institution.zone):
        form, clauses = _forms(request, circular)
        saved = None
        if "more" in request.POST:
            for each in (form, *clauses):
                each.hush()
        elif request.method == "POST" and form.is_valid() and clauses.is_valid():
            saved = _saved(request, circular, form, clauses)
        if saved is not None:
            messages.success(request, gettext("The draft has been saved."))
            return redirect("circulars:work", slug=saved.slug)
        page = {
            "circular": circular,
            "form": form,
            "clauses": clauses,
            "short": falls_short(circular) if circular else [],
        }
        return render(request, "circulars/desk/edit.html", page)


def _forms(
    request: SeatedRequest, circular: Circular | None
) -> tuple[CircularForm, BaseFormSet[ClauseForm]]:
    data = _with_room(request) if request.method == "POST" else None
    deriving = circular.unit if circular is not None and circular.parent_id else None
    form = CircularForm(
        data,
        initial=_initial(request, circular),
        institution=request.seat.institution,
        at=request.seat.at,
        drafting=request.seat.paths(Duty.DRAFT_CIRCULAR),
        deriving=deriving,
    )
    texts = clause_texts(circular) if circular else []
    at_once = _at_once(circular)
    rows = [_clause_initial(text) | {"at_once": text.restates in at_once} for text in texts]
    rows += _taken_over(request)
    make = clause_forms(1 if rows else ROOM)
    return form, make(data, initial=rows, prefix="butir")


def _taken_over(request: SeatedRequest) -> list[dict[str, Any]]:
    """Return the clause that the gap check proposed and the drafter took over, to begin with."""
    code = request.GET.get("butir", "") if request.method == "GET" else ""
    if not code:
        return []
    made = proposed(rules.in_force(request.seat.institution, request.seat.at.acted).base, code)
    return [{"kind": made.kind.value, "text": made.text}] if made else []


def _at_once(circular: Circular | None) -> set[int]:
    """Return the parent's prohibitions without a deadline: a derived circular gives them none."""
    if circular is None or circular.parent is None:
        return set()
    return {
        row.pk
        for row in parent_clauses(circular.parent)
        if row.clause.kind is ClauseKind.PROHIBITION and row.clause.due_at is None
    }


def _with_room(request: SeatedRequest) -> Any:
    """Add empty clauses to what was typed when the writer asks for more."""
    data = request.POST.copy()
    if "more" in data:
        total = data.get("butir-TOTAL_FORMS", "")
        if total.isascii() and total.isdigit():
            data["butir-TOTAL_FORMS"] = str(min(int(total[:4]) + ROOM, 60))
    return data


def _initial(request: SeatedRequest, circular: Circular | None) -> dict[str, Any]:
    if circular is None:
        return {
            "form": Form.CIRCULAR,
            "place": request.seat.institution.place,
            "dating": Dating.EXACT,
            "relay": Relay.DIRECT,
            "address": drafts.new_address(),
        }
    stored = {name: getattr(circular, name) for name in SAME}
    return stored | {
        "unit": circular.unit,
        "bases": basis_lines(circular.bases),
        "stored_bases": circular.bases,
        "seen": last_number(circular),
        "kinds": circular.audience.get("kinds", []),
        "units": [unit_id(path) for path in circular.audience.get("units", [])],
        "initials": [i.office_id for i in circular.initials.all()],
        "supersedes": str(circular.supersedes_id or ""),
    }


def _clause_initial(text: ClauseText) -> dict[str, Any]:
    return {
        "kind": text.kind.value,
        "text": text.text,
        "conditions": list(text.conditions),
        "kinds": list(text.kinds),
        "phase": text.phase,
        "due_at": text.due_at,
        "restates": text.restates,
    }


def _saved(
    request: SeatedRequest,
    circular: Circular | None,
    form: CircularForm,
    clauses: BaseFormSet[ClauseForm],
) -> Circular | None:
    """Save; where somebody was faster, say so in the form and keep what was typed."""
    facts = _facts(request, circular, form.cleaned_data, clauses)
    by, at = request.seat.actor, request.seat.at
    seen, address = form.cleaned_data["seen"], form.cleaned_data["address"]
    try:
        if circular is None:
            house = request.seat.institution
            address = address or drafts.new_address()
            return drafts.draft_once(institution=house, facts=facts, address=address, by=by, at=at)
        return drafts.change(circular=circular, facts=facts, by=by, at=at, seen=seen)
    except (Overtaken, Frozen, WrongStage) as refusal:
        form.add_error(None, " ".join(refusal.words(gettext)))
    if circular is not None:
        form.catch_up(last_number(circular))
    return None


def _facts(
    request: SeatedRequest,
    circular: Circular | None,
    data: dict[str, Any],
    clauses: BaseFormSet[ClauseForm],
) -> drafts.Facts:
    if circular is not None and circular.parent_id is not None:
        fixed = {
            "unit": circular.unit,
            "form": Form(circular.form),
            "audience": circular.audience,
            "elections": circular.elections,
            "supersedes": circular.supersedes,
        }
    else:
        request.seat.require(Duty.DRAFT_CIRCULAR, data["unit"].path)
        fixed = {
            "unit": data["unit"],
            "form": Form(data["form"]),
            "audience": {"kinds": data["kinds"], "units": [u.path for u in data["units"]]},
            "elections": data["elections"],
            "supersedes": _superseded(request, data["supersedes"]),
        }
    free = {name: data[name] for name in SAME if name not in {"form", "elections"}}
    free |= {"dating": Dating(data["dating"]), "relay": Relay(data["relay"])}
    return drafts.Facts(
        **fixed,
        **free,
        bases=data["bases"],
        initials=list(data["initials"]),
        sources=circular.sources if circular else [],
        clauses=[_clause(row) for row in clauses if _kept(row)],
    )


def _superseded(request: SeatedRequest, pk: str) -> Circular | None:
    if not pk:
        return None
    found = Circular.objects.of(request.seat.institution).filter(pk=pk).first()
    if found is None:
        raise NotYours
    return found


def _kept(row: ClauseForm) -> bool:
    if row.cleaned_data.get("DELETE") and not row.locked:
        return False
    return bool(row.cleaned_data.get("text"))


def _clause(row: ClauseForm) -> ClauseText:
    data = row.cleaned_data
    return ClauseText(
        kind=ClauseKind(data["kind"]),
        text=data["text"],
        conditions=tuple(data["conditions"]),
        kinds=tuple(data["kinds"]),
        phase=data["phase"],
        due_at=data["due_at"],
        restates=data["restates"] if row.locked else None,
    )
