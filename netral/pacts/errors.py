"""Why a pact cannot be signed, a campaign not opened, a paper not taken."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotADraft(Refusal):
    """An open campaign is frozen."""

    code = "pacts.not_a_draft"
    text = N_("“{campaign}” has been opened; its text and audience can no longer change.")
    remedy = N_("Write a new campaign if other words are needed.")


class TextIncomplete(Refusal):
    """Nobody signs an empty text."""

    code = "pacts.text_incomplete"
    text = N_("The pact needs a title and at least one statement.")
    remedy = N_("Complete the text, then open the campaign.")


class DatesPast(Refusal):
    """A campaign cannot end before it begins, or open when it is over."""

    code = "pacts.dates_past"
    text = N_("The deadline must be later than the opening and than now.")
    remedy = N_("Choose a later deadline.")


class NobodyAsked(Refusal):
    """The audience is empty."""

    code = "pacts.nobody_asked"
    text = N_("Nobody on the roster belongs to the audience of this campaign.")
    remedy = N_("Check the kinds of staff and the units, or import the roster first.")


class NotOpenYet(Refusal):
    """The campaign is still a draft."""

    code = "pacts.not_open_yet"
    text = N_("“{campaign}” has not been opened yet.")
    remedy = N_("Wait until it opens; you will find it on your page.")


class WaveLater(Refusal):
    """The person's wave opens later."""

    code = "pacts.wave_later"
    text = N_("Your turn to sign begins on {opens_at}.")
    remedy = N_("Come back then; your page will show the pact.")


class DeadlinePassed(Refusal):
    """The deadline passed, perhaps while the page was open."""

    code = "pacts.deadline_passed"
    text = N_("The time for signing ended on {deadline}. Your signature was not recorded.")
    remedy = N_("Ask the personnel office whether the deadline is extended.")


class CampaignClosed(Refusal):
    """The owner has closed the campaign."""

    code = "pacts.campaign_closed"
    text = N_("“{campaign}” has been closed. Nothing was recorded.")
    remedy = N_("Ask the personnel office if you think this is a mistake.")


class TextChanged(Refusal):
    """The signer saw another text than the one in force."""

    code = "pacts.text_changed"
    text = N_("The text you read is not the text of this campaign.")
    remedy = N_("Open the pact again, read it, and sign.")


class PasskeyTooLate(Refusal):
    """The question to the passkey was used, is too old, or was never put."""

    code = "pacts.passkey_too_late"
    text = N_("Too much time passed before the passkey answered, or its answer was used before.")
    remedy = N_("Press the button again and confirm on your device. Nothing was recorded.")


class PasskeyNotForThis(Refusal):
    """The passkey signed something else, or what was sent is not its answer."""

    code = "pacts.passkey_not_for_this"
    text = N_("The answer of the passkey does not belong to this pact and this person.")
    remedy = N_(
        "Open the pact again and sign once more, or use your password. Nothing was recorded."
    )


class CourseFirst(Refusal):
    """The campaign asks for the course before the signature."""

    code = "pacts.course_first"
    text = N_("This pact is signed after the short course on neutrality has been passed.")
    remedy = N_("Take the course under Socialisation; it takes about ten minutes. Then sign.")


class CannotMove(Refusal):
    """The state does not allow this."""

    code = "pacts.cannot_move"
    text = N_("This is no longer possible: the pact is now at “{state}”.")
    remedy = N_("Reload the page to see its current state.")


class ReasonMissing(Refusal):
    """A refusal, leave or exemption says why."""

    code = "pacts.reason_missing"
    text = N_("A reason is needed.")
    remedy = N_("Write the reason in a sentence.")


class BasisMissing(Refusal):
    """An exemption rests on something."""

    code = "pacts.basis_missing"
    text = N_("An exemption needs its basis, such as the number of a letter.")
    remedy = N_("Write the basis of the exemption.")


class ScanUnreadable(Refusal):
    """The scan is not a PDF, JPEG or PNG that can be opened."""

    code = "pacts.scan_unreadable"
    text = N_("The file is not a PDF, JPEG or PNG that can be opened.")
    remedy = N_("Scan or photograph the signed page again and choose that file.")


class ScanTooLarge(Refusal):
    """The scan is too big."""

    code = "pacts.scan_too_large"
    text = N_("The file is larger than {megabytes} MB or has too many pixels.")
    remedy = N_("Scan at a lower resolution; 200 dpi is enough.")


class ScanLocked(Refusal):
    """The PDF is encrypted or carries something that runs."""

    code = "pacts.scan_locked"
    text = N_("The PDF is locked with a password or contains a program.")
    remedy = N_("Save it without a password or form scripts, or send a photograph.")


class SecondOfficer(Refusal):
    """Two officers vouch for a paper, and neither of them is the signer."""

    code = "pacts.second_officer"
    text = N_("Two different officers vouch for a paper, and neither of them is the signer.")
    remedy = N_("Ask another officer of the counter to do this.")


class PaperOutsideDates(Refusal):
    """The date on the paper lies outside the campaign."""

    code = "pacts.paper_outside_dates"
    text = N_("The date on the paper is outside the campaign: {opens_at} to {deadline}.")
    remedy = N_("Check the date written on the paper.")


class NotOverYet(Refusal):
    """A campaign is closed after its deadline."""

    code = "pacts.not_over_yet"
    text = N_("People may sign until {deadline}.")
    remedy = N_("Close the campaign after the deadline.")


class NoSuchTemplate(Refusal):
    """The template is not among the data."""

    code = "pacts.no_such_template"
    text = N_("The text template “{name}” does not exist.")
    remedy = N_("Choose one from the list.")
    status = 404
