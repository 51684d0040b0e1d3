"""Reading permits: my own, one with its story, the letter, the register."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.errors import NotYours
from netral.access.gate import SeatedRequest, hand_out, needs
from netral.kernel.cells import CSV, XLSX, as_csv, as_workbook
from netral.kernel.codes import grouped
from netral.kernel.qr import svg
from netral.ledger.queries.marks import mark
from netral.orgs.core import PersonKind
from netral.orgs.queries import person_of
from netral.permits import queries
from netral.permits.actions.letters import letter_of
from netral.permits.core import BODY_WORDS, KIND_WORDS, Body, Kind, Shown, State
from netral.permits.forms import FilterForm
from netral.permits.models import Permit
from netral.permits.queries import register as registers
from netral.permits.reader import terms
from netral.signing.gate import asks_for_log, fields_page, log_part, receipt_file
from netral.signing.queries import verify_url

READERS = (Duty.BE_BOUND, Duty.DECIDE_PERMIT, Duty.SEE_PERMITS)
LISTERS = (Duty.SEE_PERMITS, Duty.DECIDE_PERMIT)
ON_A_PAGE = 50


@require_safe
@needs(*READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Show my permits, and lead deciders to their desk and readers to the register."""
    seat, person = request.seat, person_of(request.seat)
    today = seat.at.local().date()
    facts = {
        "may_ask": person is not None and person.kind != PersonKind.OFFICIAL,
        "mine": queries.mine(person, today) if person else [],
        "desk": queries.desk(seat) if seat.paths(Duty.DECIDE_PERMIT) else None,
        "lists": any(seat.paths(duty) for duty in LISTERS),
    }
    return render(request, "permits/index.html", facts)


@require_safe
@needs(*READERS)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one request, where it is and what may be done."""
    seat, found = request.seat, queries.permit_for(request.seat, slug)
    today = seat.at.local().date()
    card = queries.card(found, today)
    mine = found.person.account_id == seat.user.pk
    waits = found.state in {State.WAITING, State.FORWARDED}
    live = card.shown in {Shown.COMING, Shown.RUNNING}
    url = verify_url(found.paper.code) if found.paper else ""
    ways = _ways(found, mine=mine)
    if found.paper and asks_for_log(request):
        return log_part(request, found.paper.entry, **ways)
    facts = {
        "permit": found,
        "card": card,
        "kind": KIND_WORDS[Kind(found.kind)],
        "body": BODY_WORDS[Body(found.body)] if found.body else "",
        "rows": queries.details(found),
        "points": queries.tell(found.points),
        "story": queries.story(found),
        "terms": terms(Kind(found.kind)),
        "waits_for": queries.whom(found, State(found.state), today) if waits else [],
        "mine": mine,
        "may_answer": mine and found.state == State.ASKED,
        "may_withdraw": mine and found.state in {State.WAITING, State.FORWARDED, State.ASKED},
        "may_end": mine and live,
        "may_decide": queries.may_decide(seat, found),
        "may_revoke": live and not mine and queries.holds_over(seat, found),
        "verify": url,
        "qr": svg(url) if url else "",
        "code": grouped(found.paper.code) if found.paper else "",
        "log": mark(found.paper.entry) if found.paper else None,
        **ways,
    }
    return render(request, "permits/show.html", facts)


def _ways(permit: Permit, *, mine: bool) -> dict[str, str]:
    """Return where the proof of a decision is, and where its owner chooses what it shows."""
    choose = reverse("permits:fields", args=[permit.slug]) if mine else ""
    return {"proof": reverse("permits:proof", args=[permit.slug]), "choose": choose}


@require_safe
@needs(*READERS)
def letter(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the decision, sealed by now at the latest."""
    found = queries.permit_for(request.seat, slug)
    if found.paper is None:
        raise NotYours
    pdf = letter_of(permit=found, at=request.seat.at)
    name = f"{found.number.replace('/', '-').lower()}.pdf"
    return hand_out(pdf, "application/pdf", name, show="unduh" not in request.GET)


@require_safe
@needs(*READERS)
def proof(request: SeatedRequest, slug: str) -> HttpResponse:
    """Hand out the proof of a decision; its fields are opened for the person whom it concerns."""
    found = queries.permit_for(request.seat, slug)
    if found.paper is None:
        raise NotYours
    own = found.person.account_id == request.seat.user.pk
    name = found.number.replace("/", "-").lower()
    return receipt_file(request, found.paper.entry, name, own=own)


@require_safe
@needs(Duty.BE_BOUND)
def fields(request: SeatedRequest, slug: str) -> HttpResponse:
    """Let the person whom a decision concerns choose what its proof shows."""
    found = queries.own(request.seat, slug)
    if found.paper is None:
        raise NotYours
    where, back = _ways(found, mine=True)["proof"], reverse("permits:show", args=[slug])
    return fields_page(request, found.paper.entry, proof=where, back=back)


@require_safe
@needs(*LISTERS)
def register(request: SeatedRequest) -> HttpResponse:
    """List permits by kind, state, unit and name; who serves today."""
    wanted, form = _wanted(request)
    today = request.seat.at.local().date()
    rows = Paginator(registers.register(request.seat, wanted), ON_A_PAGE)
    page = rows.get_page(request.GET.get("page"))
    cards = [queries.card(permit, today) for permit in page.object_list]
    facts = {"page": page, "cards": cards, "form": form, "query": _query(request)}
    return render(request, "permits/register.html", facts)


@require_safe
@needs(*LISTERS)
def register_csv(request: SeatedRequest) -> HttpResponse:
    """Hand out the register, as filtered, for a spreadsheet or another program."""
    lines = registers.lines(request.seat, _wanted(request)[0])
    return hand_out(as_csv(lines), CSV, "register-izin.csv")


@require_safe
@needs(*LISTERS)
def register_xlsx(request: SeatedRequest) -> HttpResponse:
    """Hand out the register, as filtered, as a workbook."""
    lines = registers.lines(request.seat, _wanted(request)[0])
    return hand_out(as_workbook(lines), XLSX, "register-izin.xlsx")


def _wanted(request: SeatedRequest) -> tuple[registers.Wanted, FilterForm]:
    """Read the filter; what is not on the lists counts as not asked for."""
    form = FilterForm(request.GET or None, units=registers.units(request.seat))
    given = form.cleaned_data if form.is_valid() else {}
    return registers.Wanted(**given), form


def _query(request: SeatedRequest) -> str:
    """Return the filter as the end of an address, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"?{asked.urlencode()}" if asked else ""
