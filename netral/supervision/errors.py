"""Why something cannot be recorded, in the order of the parts of supervision."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_

# ---- Guidance


class NotBelowYou(Refusal):
    """Nobody guides themselves, their own superior or people elsewhere."""

    code = "supervision.not_below_you"
    text = N_("You can only guide people of your unit and of the units below it.")
    remedy = N_("Choose somebody else, or tell the person’s own head.")


class AnsweredAlready(Refusal):
    """A person answers once."""

    code = "supervision.answered_already"
    text = N_("You have answered this already.")
    remedy = N_("Talk to your superior if you want to add something.")


# ---- Findings


class NamesSomebody(Refusal):
    """A finding speaks of things and places; a person is referred in confidence."""

    code = "supervision.names_somebody"
    text = N_("Your text seems to name a person: {marks}.")
    remedy = N_("Describe only the thing and the place. About a person, send a referral.")


class MendedAlready(Refusal):
    """Somebody else was faster."""

    code = "supervision.mended_already"
    text = N_("This finding has been closed already.")
    remedy = N_("Open it again to see what was done.")


class ProofTooLarge(Refusal):
    """More octets or pixels than are taken."""

    code = "supervision.proof_too_large"
    text = N_("“{name}” is too large.")
    remedy = N_("Send a photo or a PDF of at most {megabytes} MB. Videos are not taken.")


class ProofUnreadable(Refusal):
    """No picture and no plain PDF."""

    code = "supervision.proof_unreadable"
    text = N_("“{name}” cannot be read as a photo or a PDF.")
    remedy = N_("Send a JPEG, PNG or WebP photo that does not move, or a PDF without a password.")


# ---- Nil reports


class PeriodTurned(Refusal):
    """The last day lies before the first."""

    code = "supervision.period_turned"
    text = N_("The last day lies before the first day.")
    remedy = N_("Correct one of the two days.")


class PeriodNotOver(Refusal):
    """Nobody knows yet what will be found."""

    code = "supervision.period_not_over"
    text = N_("This period is not over yet; its last day is {last_day}.")
    remedy = N_("State this after the last day, or choose an earlier period.")


class PeriodTooLong(Refusal):
    """A statement over years says nothing."""

    code = "supervision.period_too_long"
    text = N_("A nil report covers at most {days} days.")
    remedy = N_("State it in several periods, such as one for each month.")


class FindingsOpen(Refusal):
    """What was found contradicts the statement."""

    code = "supervision.findings_open"
    text = N_("In this period {count} findings of your unit are still open.")
    remedy = N_("Close them with what was done, then state the nil report.")


class SomethingKnown(Refusal):
    """The head's own clock ran in the period; said without saying about whom or what."""

    code = "supervision.something_known"
    text = N_("You cannot state a nil report for this period.")
    remedy = N_("Look at your own list of what you were told.")
