"""Words that the pages of the log share."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago an instant was: "2 menit yang lalu"."""
    gone = now - then
    if gone < MINUTE:
        return _("just now")
    if gone < HOUR:
        n = gone // MINUTE
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    if gone < 2 * DAY:
        n = gone // HOUR
        return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}
    n = gone // DAY
    return ngettext("%(n)d day ago", "%(n)d days ago", n) % {"n": n}
