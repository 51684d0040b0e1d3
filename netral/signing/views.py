"""Verification: public on purpose, so that anybody holding a paper can check it."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from netral.kernel.codes import grouped
from netral.signing import queries
from netral.signing.core import Look, readings
from netral.signing.forms import CodeForm, FileForm
from netral.signing.limits import FILES, UNKNOWN_CODES
from netral.signing.uploads import MEGABYTES, Capped
from netral.signing.verdict import Verdict

PAGE: Final = "signing/verify.html"


@csrf_exempt  # only this outer half: the handler must stand before CSRF reads the body
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file, and answer."""
    handler = Capped(request)
    request.upload_handlers = [handler]
    answer: HttpResponse = _verify(request, handler)
    return answer


@csrf_protect
def _verify(request: HttpRequest, handler: Capped) -> HttpResponse:
    if request.method == "POST":
        return _file(request, handler)
    if "kode" not in request.GET:
        return _page(request, code=CodeForm(), file=FileForm())
    form = CodeForm({"code": request.GET["kode"]})
    if not form.is_valid():
        return _page(request, code=form, file=FileForm(), status=422)
    return redirect("signing:paper", code=grouped(readings(form.cleaned_data["code"])[0]))


def _file(request: HttpRequest, handler: Capped) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if handler.too_large:
        form.add_error("file", _("The file is larger than %(size)s MB.") % {"size": MEGABYTES})
    elif form.is_valid():
        pdf = form.cleaned_data["file"].read()
        found = queries.by_file(pdf) or _examined(request, pdf)
        if isinstance(found, Verdict):
            return _page(request, code=CodeForm(), file=FileForm(), verdict=found, presented=True)
        form.add_error("file", _problem(found))
    return _page(request, code=CodeForm(), file=form, status=422)


def _examined(request: HttpRequest, pdf: bytes) -> Verdict | Look:
    FILES.take(request)
    return queries.by_examination(pdf)


def _problem(look: Look) -> str:
    """Say why a file could not be examined, and what to do."""
    if look.locked:
        return _("The PDF is locked with a password. Choose the file as it was issued to you.")
    if look.problem == "too_big":
        return _("The PDF unpacks to far more than any document here. It was not examined.")
    return _("This is not a PDF that can be read. Choose the file as it was issued to you.")


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the paper whose QR code was scanned."""
    found = queries.by_code(code)
    if found is not None:
        return _page(request, code=CodeForm(), file=FileForm(), verdict=found)
    UNKNOWN_CODES.take(request)
    form = CodeForm({"code": code[:200]})
    if form.is_valid():
        form.add_error("code", _("No document here has this code. Compare it with the paper."))
    return _page(request, code=form, file=FileForm(), status=404)


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Name the seal of each institution, so that a file can be checked without this site."""
    return render(request, "signing/seals.html", {"seals": queries.seals()})


@require_safe
def certificate(_request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Hand out the certificate of a seal and the root above it."""
    chain = queries.certificate(fingerprint)
    if chain is None:
        raise Http404
    answer = HttpResponse(chain, content_type="application/x-pem-file")
    name = f"segel-{fingerprint[:16]}.pem"
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return answer


def _page(request: HttpRequest, *, status: int = 200, **facts: Any) -> HttpResponse:
    facts["code_form"], facts["file_form"] = facts.pop("code"), facts.pop("file")
    answer = render(request, PAGE, facts, status=status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
