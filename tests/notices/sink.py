"""A mail server on this machine: real SMTP, keeps what it is given, and misbehaves on request."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message as Mail
from email.parser import BytesParser
from email.policy import default as modern
from typing import Any

from aiosmtpd.controller import Controller


def nothing() -> None:
    """Do nothing."""


class Sink:
    """Keeps what it is given, or refuses it, or hangs up."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answer = "250 OK"
        self.cuts = False  # hangs up once it has a mail, without a word
        self.last = 0  # takes so many mails on a connection, then hangs up at the next; 0: any
        self.on_hello: Callable[[], None] = nothing  # somebody has connected
        self.on_sender: Callable[[], None] = nothing  # a mail begins
        self.on_content: Callable[[], None] = nothing  # a mail is here, and not yet answered
        self.port = 0
        self._on_this = 0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name and its arguments
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.on_hello()
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd's name
        server, _session, envelope, address, _options = given
        if self.last and self._on_this >= self.last:
            self._on_this = 0
            server.transport.abort()
        self.on_sender()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd's name
        _server, _session, envelope, address, _options = given
        if address.startswith("unknown@"):
            return "550 no such mailbox: unknown@example.id"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self._on_this += 1
        if self.answer.startswith("250"):
            self.mails.append(BytesParser(policy=modern).parsebytes(given[2].content))
        self.on_content()
        if self.cuts:
            given[0].transport.abort()
        return self.answer


@contextmanager
def running() -> Iterator[Sink]:
    """Run a sink on a free port."""
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
