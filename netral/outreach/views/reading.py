"""Reading sessions: those I am invited to, those I host, one with all that may be done."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, needs
from netral.kernel.codes import grouped
from netral.kernel.qr import svg
from netral.orgs.queries import person_of
from netral.outreach.core import (
    METHOD_WORDS,
    PURPOSE_WORDS,
    SESSION_WORDS,
    Method,
    Purpose,
    SessionKind,
    SessionState,
)
from netral.outreach.core.codes import Form, code, seconds_left
from netral.outreach.forms.sessions import CodeForm
from netral.outreach.models import Session
from netral.outreach.queries import passes, sessions
from netral.outreach.queries.sessions import Phase
from netral.signing.queries import verify_url

READERS = (Duty.BE_BOUND, Duty.HOLD_SESSION, Duty.SEE_BOARD, Duty.AUDIT)
ON_A_PAGE = 30


@require_safe
@needs(*READERS)
def index(request: SeatedRequest) -> HttpResponse:
    """Show what comes for me, and to hosts what they hold and still owe minutes for."""
    seat, person = request.seat, person_of(request.seat)
    hosts = bool(seat.paths(Duty.HOLD_SESSION))
    done = sessions.done_ones(seat)[: sessions.RECENT] if hosts else []
    held = sessions.open_ones(seat) if hosts else []
    shown = {each.slug for each in held}  # what the host sees above is not said twice
    invited = sessions.invitations(person, seat.at.acted) if person else []
    facts = {
        "mine": [each for each in invited if each.slug not in shown],
        "person": person,
        "passed": passes.passed(person, seat.at.acted) if person else False,
        "hosts": hosts,
        "open": held,
        "done": [sessions.card(each, seat.at.acted, there=each.there) for each in done],
    }
    return render(request, "outreach/index.html", facts)


@require_safe
@needs(Duty.HOLD_SESSION)
def done(request: SeatedRequest) -> HttpResponse:
    """List every session that was held or cancelled."""
    rows = Paginator(sessions.done_ones(request.seat), ON_A_PAGE)
    page = rows.get_page(request.GET.get("page"))
    at = request.seat.at.acted
    cards = [sessions.card(each, at, there=each.there) for each in page.object_list]
    return render(request, "outreach/done.html", {"page": page, "cards": cards})


@require_safe
@needs(*READERS)
def show(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show one session, and what may be done."""
    found = sessions.session_for(request.seat, slug)
    return show_page(request, found, CodeForm())


def show_page(
    request: SeatedRequest, found: Session, form: CodeForm, status: int = 200
) -> HttpResponse:
    """Render the page of one session, perhaps with a code that was refused."""
    seat, at = request.seat, request.seat.at
    hosts = seat.may(Duty.HOLD_SESSION, found.unit.path)
    invited = sessions.is_invited(seat, found)
    here = sessions.presence(found, person_of(seat)) if invited else None
    now = sessions.phase(found, at.acted)
    held = found.state == SessionState.HELD
    url = verify_url(found.paper.code) if found.paper else ""
    facts = {
        "session": found,
        "card": sessions.card(found, at.acted, there=sessions.count_present(found)),
        "kind": SESSION_WORDS[SessionKind(found.kind)],
        "purposes": [PURPOSE_WORDS[Purpose(each)] for each in found.purposes],
        "running": now is Phase.RUNNING,
        "planned": found.state == SessionState.PLANNED,
        "begun": found.starts_at <= at.acted,
        "held": held,
        "hosts": hosts,
        "invited": invited,
        "here": here,
        "how": METHOD_WORDS[Method(here.method)] if here else "",
        "all": found.invited if held else sessions.count_invited(found),
        "files": sessions.files(found),
        "form": form,
        "verify": url,
        "qr": svg(url) if url else "",
        "code": grouped(found.paper.code) if found.paper else "",
        **(_spoken(found, at.acted) if hosts and now is Phase.RUNNING else {}),
    }
    return render(request, "outreach/show.html", facts, status=status)


def _spoken(found: Session, at: datetime) -> dict[str, object]:
    """Return the code that the host reads out, and for how long it is good."""
    digits = code(bytes(found.code_key), found.slug, Form.SPOKEN, at)
    return {"spoken": digits, "minutes_left": -(-seconds_left(Form.SPOKEN, at) // 60)}
