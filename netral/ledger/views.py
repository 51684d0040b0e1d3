"""The public files of the log, where no other server hands them out (C2SP tlog-tiles)."""

from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from netral.ledger.files import PUBLIC

FOR_EVER: Final = 365 * 86_400  # seconds
MOMENT: Final = 5
TEXT: Final = "text/plain; charset=utf-8"
OCTETS: Final = "application/octet-stream"


@require_safe
def file(_request: HttpRequest, path: str) -> FileResponse:
    """Hand out one file; tiles never change, everything else may within seconds."""
    if not PUBLIC.fullmatch(path):
        raise Http404
    try:
        opened = (settings.LOG / path).open("rb")
    except OSError as missing:
        raise Http404 from missing
    tile = path.startswith("tile/")
    answer = FileResponse(opened, content_type=OCTETS if tile else TEXT)
    answer["Access-Control-Allow-Origin"] = "*"  # a verifier on anybody's page may look
    if tile:
        patch_cache_control(answer, public=True, max_age=FOR_EVER, immutable=True)
    else:
        patch_cache_control(answer, public=True, max_age=MOMENT)
    return answer
