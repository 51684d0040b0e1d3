"""Why a paper cannot be sealed or verified."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NoSeal(Refusal):
    """The institution has no seal in use, or its certificate has run out."""

    code = "signing.no_seal"
    text = N_("{institution} has no seal that may be used on this day.")
    remedy = N_("Ask the installation's administrator to make a new seal.")


class SealExists(Refusal):
    """A second seal in use would leave open which one counts."""

    code = "signing.seal_exists"
    text = N_("{institution} already has a seal in use.")
    remedy = N_("Retire the old seal before you make a new one.")


class CodeTaken(Refusal):
    """Two papers may not share a code."""

    code = "signing.code_taken"
    text = N_("This code already names another document.")
    remedy = N_("Try again; a new code will be generated.")


class ExaminerBusy(Refusal):
    """Strange files are examined one after the other."""

    code = "signing.examiner_busy"
    text = N_("Another file is being examined at the moment. Yours was not examined.")
    remedy = N_("Choose the file again in a few seconds.")
    status = 429


class TooManyQuestions(Refusal):
    """One address asks too often."""

    code = "signing.too_many_questions"
    text = N_("There were too many checks from your connection in a short time.")
    remedy = N_("Wait {seconds} seconds, then try again.")
    status = 429
