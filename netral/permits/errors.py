"""Why a permit cannot be asked for, decided on or ended."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class PeriodTurned(Refusal):
    """The last day lies before the first."""

    code = "permits.period_turned"
    text = N_("The last day lies before the first day.")
    remedy = N_("Correct one of the two days.")


class PeriodPast(Refusal):
    """The period is over already."""

    code = "permits.period_past"
    text = N_("The period ended on {last_day}; a permit cannot be given afterwards.")
    remedy = N_("Ask for a period that ends today or later.")


class PeriodTaken(Refusal):
    """Another request or permit of the kind covers some of the days."""

    code = "permits.period_taken"
    text = N_("You already have a request or permit of this kind from {first_day} to {last_day}.")
    remedy = N_("Choose other days, or withdraw or end the earlier one first.")


class NotStaff(Refusal):
    """Who is on no roster asks for no permit; nor does an elected head of region."""

    code = "permits.not_staff"
    text = N_("Only employees on the roster ask for a permit here.")
    remedy = N_("Ask the personnel office if you should be on the roster.")


class OwnRequest(Refusal):
    """Nobody decides on his own request."""

    code = "permits.own_request"
    text = N_("Nobody decides on their own request.")
    remedy = N_("The head of the unit above decides on it.")


class Moved(Refusal):
    """Somebody else was faster, or the state does not allow this."""

    code = "permits.moved"
    text = N_("This is no longer possible: the request is now at “{state}”.")
    remedy = N_("Open the request again to see its current state.")


class ReasonNeeded(Refusal):
    """A decision says why."""

    code = "permits.reason_needed"
    text = N_("A decision needs its reason.")
    remedy = N_("Write the reason in a sentence.")


class NotYourStep(Refusal):
    """The request waits for somebody else."""

    code = "permits.not_your_step"
    text = N_("This request now waits for who signs for the whole institution.")
    remedy = N_("Your recommendation is recorded; you need not do anything more.")


class DayOutside(Refusal):
    """The day lies outside what is left of the period."""

    code = "permits.day_outside"
    text = N_("The last day must lie between {first_day} and {last_day}.")
    remedy = N_("Choose a day within the rest of the period.")
