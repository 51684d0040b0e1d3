"""Why a report cannot be sealed."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotSealable(Refusal):
    """What the reporter's browser made is not as it must be; `why` is for who mends the page."""

    code = "ledger.not_sealable"
    text = N_("The report could not be taken: its seal does not fit it.")
    remedy = N_("Save the encrypted file, open the page anew and send it again.")
    status = 400


class BatchClosed(Refusal):
    """The leaf was made for a day whose batch is closed by now, or not open yet."""

    code = "ledger.batch_closed"
    text = N_("The report could not be taken: reports are now sealed for {day}.")
    remedy = N_("Send it again; the page then seals it for that day.")


class SealedAlready(Refusal):
    """The very same leaf was taken before."""

    code = "ledger.sealed_already"
    text = N_("This report has been taken already.")
    remedy = N_("You need not send it again; keep its receipt.")
