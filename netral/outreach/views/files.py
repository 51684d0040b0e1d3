"""Files of a session: added and removed by hosts, read by whoever may read the session."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netral.access.core import Duty
from netral.access.gate import SeatedRequest, bounded, hand_out, needs
from netral.kernel.errors import Refusal
from netral.outreach.actions.files import LIMIT, MEGABYTES, keep, remove
from netral.outreach.core import FileRole, SessionState
from netral.outreach.errors import FilesFrozen, TooLargeToKeep
from netral.outreach.forms.sessions import FileForm
from netral.outreach.models import Session
from netral.outreach.queries import sessions
from netral.outreach.views.reading import READERS

BODY = LIMIT + 100_000  # the file with the rest of the form
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@bounded(BODY, lambda: TooLargeToKeep(megabytes=MEGABYTES))
@needs(Duty.HOLD_SESSION)
def add(request: SeatedRequest, slug: str) -> HttpResponse:
    """Add material or a photograph."""
    found = sessions.session_to_host(request.seat, slug)
    if request.method != "POST" and found.state != SessionState.PLANNED:
        return redirect("outreach:show", slug=slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _kept(request, found, form):
        messages.success(request, gettext("The file was added."))
        return redirect("outreach:show", slug=slug)
    facts = {"session": found, "form": form, "most": LIMIT, "megabytes": MEGABYTES}
    return render(request, "outreach/file.html", facts, status=422 if form.errors else 200)


def _kept(request: SeatedRequest, found: Session, form: FileForm) -> bool:
    """Keep the file, or say at its field why not."""
    file, seat = form.cleaned_data["file"], request.seat
    try:
        keep(
            session=found,
            role=FileRole(form.cleaned_data["role"]),
            name=file.name,
            octets=file.read(LIMIT + 1),  # never more than can be refused
            by=seat.actor,
            at=seat.at,
        )
    except Refusal as refusal:
        form.add_error("file", " ".join(refusal.words(gettext)))
        return False
    return True


@require_POST
@needs(Duty.HOLD_SESSION)
def take_out(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a file, while the session is not closed."""
    seat = request.seat
    found = sessions.session_to_host(seat, slug)
    try:
        remove(session=found, file=sessions.file_of(found, pk), by=seat.actor, at=seat.at)
    except FilesFrozen as refusal:
        messages.error(request, " ".join(refusal.words(gettext)))
    else:
        messages.success(request, gettext("The file was removed."))
    return redirect("outreach:show", slug=slug)


@require_safe
@needs(*READERS)
def download(request: SeatedRequest, slug: str, pk: int) -> HttpResponse:
    """Hand out one file; pictures may stand on a page, a PDF is read in its own window."""
    found = sessions.session_for(request.seat, slug)
    kept = sessions.file_of(found, pk)
    photo = kept.role == FileRole.PHOTO
    return hand_out(bytes(kept.content), kept.media_type, kept.name, show=photo)
