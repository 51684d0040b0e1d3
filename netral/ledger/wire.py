"""Asking a witness or a mirror, of whom nothing is believed: neither haste nor length of an answer.

No redirect is followed, so that only addresses of the policy, or of an operator, are ever called.
"""

import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

PATIENCE: Final = 5.0  # seconds, of each step and of the whole answer
LONGEST: Final = 65_536  # octets of an answer


class NoAnswer(Exception):
    """There was no answer, or none that could be taken."""


def ask(
    url: str, body: bytes | None = None, *, patience: float = PATIENCE, longest: int = LONGEST
) -> tuple[int, bytes]:
    """Post `body`, or get what is there; return the status and the octets of the answer.

    Raises:
        NoAnswer: no connection, too slow, too long, or not HTTP.
    """
    until = time.monotonic() + patience
    try:
        line = _line(url, patience)
    except ValueError as problem:
        raise NoAnswer(str(problem)) from None
    try:
        path = urlsplit(url).path
        headers = {"Connection": "close", "Content-Type": "text/plain; charset=utf-8"}
        line.request("GET" if body is None else "POST", path, body, headers)
        with line.getresponse() as response:
            return response.status, _read(response, until, longest)
    except (OSError, HTTPException, ValueError) as problem:
        raise NoAnswer(type(problem).__name__) from None
    finally:
        line.close()


def _line(url: str, patience: float) -> HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, parts.port, timeout=patience, context=context)
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=patience)
    msg = "the address of a witness begins with http:// or https://"
    raise ValueError(msg)


def _read(response: HTTPResponse, until: float, longest: int) -> bytes:
    octets = b""
    while more := response.read1(LONGEST):
        octets += more
        if len(octets) > longest or time.monotonic() > until:
            msg = "the answer is too long, or comes too slowly"
            raise NoAnswer(msg)
    return octets
