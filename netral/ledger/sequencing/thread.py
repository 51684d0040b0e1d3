"""The sequencer inside the web process, for a house with one machine (NETRAL_SEQUENCER=web)."""

import threading

import structlog
from django.conf import settings

from netral.ledger.sequencing.loop import Loop

log = structlog.get_logger()


def start() -> threading.Thread | None:
    """Start the thread, unless another process is to do this, or there is no key.

    Of several web processes the first leads; when it ends, another one takes over. The thread may
    be cut off anywhere: what counts is in the database, and the next one goes on from there.
    """
    if settings.TESTING or settings.SEQUENCER != "web":
        return None
    if not settings.LOG_KEY:
        log.warning("log.without_key", remedy="give NETRAL_LOG_KEY, or run ledger_run apart")
        return None
    thread = threading.Thread(target=Loop().run_for_ever, name="sequencer", daemon=True)
    thread.start()
    return thread
