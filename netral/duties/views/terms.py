"""The policy: what is asked how often, and the institution's own terms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.duties.actions.terms import set_terms
from netral.duties.core import KIND_WORDS, Kind
from netral.duties.core.policy import Terms
from netral.duties.forms import TermsForm
from netral.duties.queries.asking import policy_of
from netral.duties.queries.told import told
from netral.orgs.queries import require_whole, root


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SEE_BOARD)
def policy(request: SeatedRequest) -> HttpResponse:
    """Show how often each duty is asked for; who may excuse the whole city may change it."""
    institution = request.seat.institution
    now = policy_of(institution)
    may = request.seat.may(Duty.EXCUSE_DUTY, root(institution).path)
    form = TermsForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST":
        require_whole(request.seat, Duty.EXCUSE_DUTY)
        if form.is_valid():
            kind, terms = form.chosen(now)
            set_terms(
                institution=institution, kind=kind, terms=terms, by=request.seat.actor,
                at=request.seat.at,
            )  # fmt: skip
            messages.success(request, gettext("The terms are set. Duties follow within minutes."))
            return redirect("duties:policy")
    rows = [_row(kind, terms, own=kind in now.own) for kind, terms in now.terms.items()]
    facts = {
        "rows": rows, "hour": now.hour, "vacancy_days": now.vacancy_days,
        "form": form if may else None,
    }  # fmt: skip
    return render(request, "duties/policy.html", facts, status=422 if form.errors else 200)


def _row(kind: Kind, terms: Terms, *, own: bool) -> dict[str, object]:
    return {"word": KIND_WORDS[kind], "told": told(terms), "own": own}
