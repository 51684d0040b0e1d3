"""Posting JSON over HTTP, so that one knows whether anything can have arrived.

The standard library's client is used because its steps can be told apart: until it is connected
nothing has left; from the first octet of the request until the answer nobody can know. It follows
no redirect, so that the token goes nowhere else.
"""

import json
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from netral.notices.carriers import Unclear, Unreachable

PATIENCE: Final = 20.0  # seconds, of each step
LONGEST: Final = 65_536  # octets of an answer that are read


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said: its status, and its JSON object (empty if it was none)."""

    status: int
    body: dict[str, Any]


def post(url: str, *, token: str, body: dict[str, Any], patience: float = PATIENCE) -> Answer:
    """Post a JSON object with a bearer token.

    Raises:
        Unreachable: no connection came about; nothing has left.
        Unclear: the connection broke, or fell silent, afterwards.
    """
    line = _line(url, patience)
    try:
        line.connect()
    except (OSError, HTTPException, ValueError) as problem:
        line.close()
        raise Unreachable(type(problem).__name__) from None
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Connection": "close",
    }
    try:
        path = urlsplit(url).path
        line.request("POST", path, json.dumps(body).encode(), headers)
        response = line.getresponse()
        return Answer(response.status, _object(response.read(LONGEST)))
    except (OSError, HTTPException) as problem:
        raise Unclear(type(problem).__name__) from None
    finally:
        line.close()


def _line(url: str, patience: float) -> HTTPConnection:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=patience, context=context)
    return HTTPConnection(host, port, timeout=patience)  # settings let only loopback be without TLS


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
