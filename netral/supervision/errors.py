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
    status = 413


class ProofUnreadable(Refusal):
    """No picture and no plain PDF."""

    code = "supervision.proof_unreadable"
    text = N_("“{name}” cannot be read as a photo or a PDF.")
    remedy = N_("Send a JPEG, PNG or WebP photo that does not move, or a PDF without a password.")


class FilesEnough(Refusal):
    """More files than a finding needs."""

    code = "supervision.files_enough"
    text = N_("A finding is shown by at most {most} files.")
    remedy = N_("Choose the photos that show it best.")


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


# ---- The head's clock and referrals


class NotOnTheRoster(Refusal):
    """Only who serves here has a superior and a unit."""

    code = "supervision.not_on_the_roster"
    text = N_("You are not on the roster of this institution, so no unit is yours.")
    remedy = N_("Ask your personnel office to put you on the roster.")


class NobodyToTell(Refusal):
    """No head above the sender may learn of it."""

    code = "supervision.nobody_to_tell"
    text = N_("At the moment nobody above you can be told of this.")
    remedy = N_("Send it to the personnel office or to the Inspektorat instead.")


class AboutTheReceiver(Refusal):
    """The message would go to whom it is about, or to somebody under that person."""

    code = "supervision.about_the_receiver"
    text = N_("This may not go to your head of unit, for the head may be concerned.")
    remedy = N_("Choose the Inspektorat. Neither your head nor those above will see it.")


class NobodyToTake(Refusal):
    """Everybody at both desks is concerned, or nobody is appointed."""

    code = "supervision.nobody_to_take"
    text = N_("At the moment nobody at either desk may take this. Nothing has been sent.")
    remedy = N_(
        "Copy your text. Ask the personnel office to appoint an officer, without saying why, "
        "or report to the election supervisor (Bawaslu) yourself."
    )


class TooManySent(Refusal):
    """One person has enough waiting."""

    code = "supervision.too_many_sent"
    text = N_("{most} of your reports are still open. That is the limit.")
    remedy = N_("Wait until one of them is closed. What is urgent, tell Bawaslu directly.")


class NotOfYourUnit(Refusal):
    """A head's own clock runs for people below the head."""

    code = "supervision.not_of_your_unit"
    text = N_("This person does not serve below you, or is you yourself.")
    remedy = N_("Send a report to the personnel office or the Inspektorat instead.")


class NotOfThatUnit(Refusal):
    """A head can only examine people below."""

    code = "supervision.not_of_that_unit"
    text = N_("This person does not serve below your head of unit, who could not examine it.")
    remedy = N_("Choose the personnel office or the Inspektorat.")


class NotTheTurn(Refusal):
    """The step does not follow what was done, or somebody was faster."""

    code = "supervision.not_the_turn"
    text = N_("This step does not follow what has been recorded, or somebody was faster.")
    remedy = N_("Open the page again and see what comes next.")


class NobodyNamed(Refusal):
    """A summons needs a name."""

    code = "supervision.nobody_named"
    text = N_("Nobody can be summoned as long as the person is not known.")
    remedy = N_("Record who it is first, or refer what you know.")


class NotYet(Refusal):
    """Nothing is recorded before it has happened."""

    code = "supervision.not_yet"
    text = N_("This lies in the future, or before what has been recorded.")
    remedy = N_("Choose a day from {first} to {last}.")


class OutsideTheWindow(Refusal):
    """The examination does not keep the seven working days, as they are read here."""

    code = "supervision.outside_the_window"
    text = N_("The day of the examination does not fit the day of the letter.")
    remedy = N_("As Pasal 26 ayat (2) PP 94/2021 is read here: {window}.")


class TakenAlready(Refusal):
    """A colleague was faster, or it is closed."""

    code = "supervision.taken_already"
    text = N_("This referral has been taken or closed meanwhile.")
    remedy = N_("Open the register again and see where it is.")
