"""The state of the log: what was published, what waits, and whom its policy names."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q

from netral.ledger.core.note import Key
from netral.ledger.core.policy import Policy
from netral.ledger.keys import log_signer, promise_signer
from netral.ledger.models import Head, Publication, Waiting
from netral.ledger.queries import batches

ALONE: Final = "quorum none\n"  # the policy of a log that has no witnesses


def log_key() -> Key | None:
    """Return the public key of the log; None as long as the log was never begun.

    It stands in the database, because the web process need not hold the private one.
    """
    head = Head.objects.only("vkey").first()
    if head is not None:
        return Key.parse(head.vkey)
    signer = log_signer()
    return signer.key if signer else None


def policy() -> Policy:
    """Return whom to believe: the witnesses and the quorum of `settings.LOG_POLICY`, and our log.

    Raises:
        PolicyWrong: the file cannot be understood.
        OSError: it cannot be opened.
    """
    found = Policy.parse(policy_text())
    key = log_key()
    if key is not None:
        found.logs.setdefault(key.name, key)
    return found


def policy_text() -> str:
    """Return the policy as outsiders are given it: with the keys of the log, if they are missing.

    The format has no line for the key of promises; it stands in a comment, `# promise <vkey>`.

    Raises:
        OSError: the file cannot be opened.
    """
    path: str = settings.LOG_POLICY
    text = Path(path).read_text(encoding="utf-8") if path else ALONE
    key = log_key()
    if key is None:
        return text
    own = (f"log {key.vkey}", f"# promise {promise_signer().key.vkey}")
    return "".join(f"{line}\n" for line in own if line not in text) + text


def published() -> Publication | None:
    """Return the newest checkpoint that was published."""
    return Publication.objects.order_by("-pk").first()


def witnessed() -> Publication | None:
    """Return the newest published checkpoint that had the witnesses of its quorum."""
    return Publication.objects.filter(witnessed=True).order_by("-pk").first()


def waiting(now: datetime) -> int:
    """Count the entries that are due and have no place in the log yet.

    Of sealed ones only those of full batches: the others would tell how many reports there are.
    """
    released = Q(not_before__in=batches.released(now))
    return Waiting.objects.filter(Q(not_before=None) | released).count()
