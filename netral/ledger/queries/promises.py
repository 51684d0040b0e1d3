"""What the log promises of an entry before it stands there: by when, and under whose signature."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from netral.ledger.core.note import Key, Note
from netral.ledger.core.promise import Promise
from netral.ledger.keys import promise_signer
from netral.ledger.models import Entry

ORDINARY: Final = timedelta(hours=1)  # after an act was logged
SEALED: Final = timedelta(hours=36)  # after the hour that releases a sealed leaf


def due(logged_at: datetime, not_before: datetime | None) -> datetime:
    """Return by when an entry with these columns stands in a witnessed log."""
    return not_before + SEALED if not_before else logged_at + ORDINARY


def promised(entry: Entry) -> Note:
    """Return the promise that an entry will stand in the log, the same whenever it is asked for."""
    by = int(due(entry.logged_at, entry.not_before).timestamp())
    promise = Promise(settings.LOG_ORIGIN, bytes(entry.leaf_hash), by)
    return promise_signer().sign(str(promise))


def promise_key() -> Key:
    """Return the public key under whose name promises of the log are signed."""
    return promise_signer().key
