"""How a reader wants to be spoken to and shown things: two cookies, nothing more."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

LANGUAGE: Final = "bahasa"
THEME: Final = "tampilan"
LANGUAGES: Final = frozenset({"id", "en"})
THEMES: Final = frozenset({"light", "dark"})
A_YEAR: Final = 365 * 24 * 3600


def language(request: HttpRequest) -> str:
    """Return the language chosen on this device, or nothing.

    `Accept-Language` is not asked: many a phone says English there whose owner reads Indonesian.
    """
    chosen = request.COOKIES.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else ""


def theme(request: HttpRequest) -> str:
    """Return the chosen theme; nothing means the device decides."""
    chosen = request.COOKIES.get(THEME, "")
    return chosen if chosen in THEMES else ""


def keep(response: HttpResponseBase, name: str, value: str) -> None:
    """Put a preference into its cookie for a year; an empty value forgets it."""
    if value:
        response.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
        )
    else:
        response.delete_cookie(name, samesite="Lax")


def local(request: HttpRequest, address: str) -> str:
    """Return the path of `address` if it is one of ours, else the home page.

    The path is looked at once more by itself: `https://our.house//other.house` begins well, and
    what is left of it without the host is the address of another house.
    """
    host = request.get_host()
    if not url_has_allowed_host_and_scheme(address, {host}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(address)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    inside = path.startswith("/") and url_has_allowed_host_and_scheme(path, None)
    return path if inside else "/"


def here(request: HttpRequest) -> str:
    """Return where to come back to after a switch: never an address that only takes a POST."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return local(request, request.headers.get("Referer", "/"))
