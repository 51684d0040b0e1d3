"""Why the calendar gives no answer."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NoSuchElection(Refusal):
    """No election of that code is on file."""

    code = "calendar.no_such_election"
    text = N_("There is no election {election} in the calendar.")
    remedy = N_("Choose one of the elections in the list.")
    status = 404


class HolidaysUnknown(Refusal):
    """Working days cannot be counted into a year whose holidays nobody entered."""

    code = "calendar.holidays_unknown"
    text = N_("The holidays of {year} are not on file, so working days cannot be counted.")
    remedy = N_("Choose a date yourself, or ask the administrator to add the holidays of the year.")
