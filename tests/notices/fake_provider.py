"""A provider on this machine: real HTTP, in the shape of the WhatsApp Cloud API, or an SMS gateway.

It is as strict as the real ones and a little stricter, keeps what it has taken, and misbehaves on
request. Tests and the benchmark of notices use it; nothing of it belongs to the product.
"""

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

TOKEN: Final = "token-of-a-fake-provider"  # noqa: S105  # opens nothing
SECRET: Final = "secret-of-a-fake-provider"  # noqa: S105
HANDSHAKE: Final = "word-of-a-fake-provider"
NUMBER_ID: Final = "106540352242922"
VERSION: Final = "v23.0"
PARAMETERS: Final = {"netral_message": 3, "netral_digest": 3, "netral_waiting": 2}


class Mood(StrEnum):
    """How it answers."""

    ACCEPT = "accept"
    UNKNOWN = "unknown"  # no such receiver, for good
    BUSY = "busy"  # too many, try later
    STRANGER = "stranger"  # does not know our token any more
    BREAK = "break"  # 500, after it has taken the message
    HANG = "hang"  # takes the message and never answers
    CUT = "cut"  # takes the message and closes the line
    NOTHING = "nothing"  # 200, and an empty object
    ELSEWHERE = "elsewhere"  # sends the client to another address


@dataclass
class FakeProvider:
    """What the server has been asked and what it has taken."""

    mood: Mood = Mood.ACCEPT
    taken: list[dict[str, Any]] = field(default_factory=list)  # whatever reached somebody's phone
    faults: list[str] = field(default_factory=list)  # requests of a wrong shape
    asked: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    turn: threading.Lock = field(default_factory=threading.Lock)
    on_taken: Callable[[], None] = lambda: None  # a message is here, and not yet answered
    url: str = ""

    def take(self, body: dict[str, Any]) -> int:
        """Keep a message; return its number."""
        with self.turn:
            self.taken.append(body)
            return len(self.taken)

    def keys(self) -> list[str]:
        """Return our own names of what was taken, in the order of taking."""
        return [str(body.get("biz_opaque_callback_data") or body.get("reference")) for body in
                self.taken]  # fmt: skip

    def doubled(self) -> int:
        """Return how often something came that had come before."""
        return len(self.taken) - len(set(self.keys()))

    def texts(self) -> list[list[str]]:
        """Return the parameters of the templates that were taken."""
        return [[each["text"] for each in body["template"]["components"][0]["parameters"]] for body
                in self.taken]  # fmt: skip


def report(*statuses: dict[str, Any]) -> bytes:
    """Return the body of a WhatsApp webhook."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "628001", "phone_number_id": NUMBER_ID},
        "statuses": list(statuses),
    }
    changes = [{"field": "messages", "value": value}]
    entry = [{"id": "102290129340398", "changes": changes}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()


def status(reference: str, fate: str, *, ours: str = "", code: int = 0) -> dict[str, Any]:
    """Return one status of a webhook."""
    said: dict[str, Any] = {
        "id": reference, "status": fate, "timestamp": "1772420400", "recipient_id": "6281",
    }  # fmt: skip
    if ours:
        said["biz_opaque_callback_data"] = ours
    if code:
        said["errors"] = [{"code": code, "title": "Message undeliverable"}]
    return said


def signature(body: bytes, secret: str = SECRET) -> str:
    """Return the header that proves who wrote `body`."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def fault_of_whatsapp(body: Any) -> str:
    """Say what is wrong with a request; nothing if it is right."""
    try:
        template = body["template"]
        (component,) = template["components"]
        texts = [each["text"] for each in component["parameters"]]
        checks = {
            "product": body["messaging_product"] == "whatsapp",
            "receiver": re.fullmatch(r"[1-9][0-9]{7,14}", body["to"]),
            "kind": body["recipient_type"] == "individual" and body["type"] == "template",
            "template": PARAMETERS.get(template["name"]) == len(texts),
            "language": template["language"] in ({"code": "id"}, {"code": "en"}),
            "component": component["type"] == "body",
            "parameters": all(each["type"] == "text" for each in component["parameters"]),
            "texts": all(t and not re.search(r"[\n\t\r]| {4}", t) for t in texts),
            "length": sum(map(len, texts)) <= 1024,
            "key": 0 < len(body["biz_opaque_callback_data"]) <= 512,
        }
    except (KeyError, TypeError, ValueError) as problem:
        return f"shape: {problem}"
    return next((name for name, right in checks.items() if not right), "")


def fault_of_sms(body: Any) -> str:
    """Say what is wrong with a request; nothing if it is right."""
    try:
        checks = {
            "fields": set(body) == {"to", "text", "reference", "sender"},
            "receiver": re.fullmatch(r"\+[1-9][0-9]{7,14}", body["to"]),
            "text": 0 < len(body["text"]) <= 300 and "\n" not in body["text"],
            "key": 0 < len(body["reference"]) <= 60,
        }
    except (KeyError, TypeError) as problem:
        return f"shape: {problem}"
    return next((name for name, right in checks.items() if not right), "")


class Handler(BaseHTTPRequestHandler):
    """One request."""

    provider: FakeProvider

    def do_POST(self) -> None:
        """Take a message, or behave as told."""
        it = self.provider
        it.asked += 1
        sms = self.path == "/sms/messages"
        if not sms and self.path != f"/{VERSION}/{NUMBER_ID}/messages":
            self._refuse(404, 100)
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}" or it.mood is Mood.STRANGER:
            self._refuse(401, 190)
        else:
            self._judge(json.loads(self.rfile.read(int(self.headers["Content-Length"]))), sms=sms)

    def _judge(self, body: Any, *, sms: bool) -> None:
        it = self.provider
        fault = fault_of_sms(body) if sms else fault_of_whatsapp(body)
        if fault or self.headers.get("Content-Type") != "application/json":
            it.faults.append(fault)
            self._refuse(400, 100)
        elif it.mood is Mood.UNKNOWN:
            self._refuse(400, 131026)
        elif it.mood is Mood.BUSY:
            self._refuse(429, 130429)
        elif it.mood is Mood.ELSEWHERE:
            self.send_response(307)
            self.send_header("Location", f"{it.url}/elsewhere")
            self.end_headers()
        elif it.mood is Mood.NOTHING:
            self._say(200, {})
        else:
            number = it.take(body)
            it.on_taken()
            self._answer(sms=sms, number=number)

    def _answer(self, *, sms: bool, number: int) -> None:
        it = self.provider
        if it.mood is Mood.BREAK:
            self._refuse(500, 131000)
        elif it.mood is Mood.HANG:
            it.released.wait(30)
        elif it.mood is Mood.ACCEPT and sms:
            self._say(202, {"id": f"sms-{number}"})
        elif it.mood is Mood.ACCEPT:
            self._say(
                200, {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{number}"}]}
            )

    def _refuse(self, code: int, error: int) -> None:
        self._say(code, {"error": {"message": "refused", "type": "OAuthException", "code": error}})

    def _say(self, code: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_given: Any) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[FakeProvider]:
    """Run a provider on a free port of this machine."""
    provider = FakeProvider()
    handler = type("Handler", (Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
