"""Mail, over SMTP (RFC 5321)."""

from contextlib import suppress
from smtplib import (
    SMTP,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Final, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import BadHeaderError, sanitize_address
from django.utils.crypto import salted_hmac

from netral.notices.carriers import Accepted, Outgoing, Refused, Unclear, Unreachable

PERMANENT: Final = 500  # SMTP's replies from here on mean: never try this again
TAKEN: Final = 250


class Backend(EmailBackend):
    """Django's SMTP client, but one that tells a mail that has not left from one that may have.

    Until the server asks for the content nothing has left; from the last octet of the content
    until the server's answer nobody can know.
    """

    def open(self) -> bool | None:
        """Connect, sign in, and greet, so that as little as possible is left for each mail."""
        opened = super().open()
        if self.connection is not None:
            self.connection.ehlo_or_helo_if_needed()
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        smtp = self.connection
        if smtp is None:
            why = "not connected"
            raise Unreachable(why)
        content = email_message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
        try:
            self._address(smtp, email_message)
        except SMTPResponseException as problem:
            raise _refused(smtp, problem.smtp_code) from None
        except (OSError, SMTPException) as problem:
            raise Unreachable(type(problem).__name__) from None
        try:
            code, _said = smtp.data(content)
        except SMTPResponseException as problem:  # it did not want to hear the content
            raise _refused(smtp, problem.smtp_code) from None
        except (OSError, SMTPServerDisconnected) as problem:
            raise Unclear(type(problem).__name__) from None
        if code != TAKEN:
            raise _refused(smtp, code)
        return True

    def _address(self, smtp: SMTP, mail: EmailMessage) -> None:
        """Say from whom and to whom; a refused receiver is a reply like any other."""
        encoding = mail.encoding or settings.DEFAULT_CHARSET
        code, said = smtp.mail(sanitize_address(mail.from_email, encoding))
        if code != TAKEN:
            raise SMTPResponseException(code, said)
        for receiver in mail.recipients():
            code, said = smtp.rcpt(sanitize_address(receiver, encoding))
            if code not in {TAKEN, TAKEN + 1}:
                raise SMTPResponseException(code, said)


def _refused(smtp: SMTP, code: int) -> Refused:
    """Clear the line for the next mail; name the reply without the address it may repeat."""
    with suppress(OSError, SMTPException):
        smtp.rset()
    return Refused(f"SMTP {code}", for_good=code >= PERMANENT)


class Mail:
    """The mail server, on one connection."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> Self:
        """Connect and sign in.

        Raises:
            Unreachable: the server cannot be reached, or does not know us.
        """
        try:
            self._backend.open()
        except (OSError, SMTPException) as problem:
            self._close()
            raise Unreachable(type(problem).__name__) from None
        return self

    def __exit__(self, *_error: object) -> None:
        self._close()

    def _close(self) -> None:
        with suppress(OSError, SMTPException):
            self._backend.close()

    def send(self, message: Outgoing) -> Accepted:
        """Hand one mail over; the same message always bears the same Message-ID."""
        try:
            self._backend.send_messages([self._compose(message)])
        except (BadHeaderError, UnicodeError, ValueError) as problem:
            raise Refused(type(problem).__name__, for_good=True) from None
        return Accepted()

    def _compose(self, message: Outgoing) -> EmailMessage:
        mark = salted_hmac("netral.message-id", message.key, algorithm="sha256").hexdigest()
        home = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        return EmailMessage(
            subject=message.words.subject,
            body=f"{message.words.body}\n",
            to=[message.address],
            connection=self._backend,
            headers={
                "Message-ID": f"<{mark[:32]}@{home}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": message.language,
            },
        )
