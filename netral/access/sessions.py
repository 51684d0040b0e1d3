"""How long a session lasts: so long without activity, and so long in any case."""

from typing import Any, Final

from django.conf import settings

SINCE: Final = "signed_in_at"
SEEN: Final = "seen_at"
GRAIN: Final = 60  # seconds: how often an active session is written


def begin(session: Any, now: float) -> None:
    """Let a session's age count from `now`."""
    session[SINCE] = session[SEEN] = now


def is_over(session: Any, now: float, *, in_use: bool) -> bool:
    """Tell whether the session has ended; if not, note that it is `in_use`."""
    if SINCE not in session:
        begin(session, now)
    idle = now - session.get(SEEN, now)
    if now - session[SINCE] >= settings.SESSION_COOKIE_AGE or idle >= settings.IDLE_SECONDS:
        return True
    if in_use and idle >= min(GRAIN, settings.IDLE_SECONDS / 2):
        session[SEEN] = now
    return False
