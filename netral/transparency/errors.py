"""Why a search is not answered."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class ReceiptTooLarge(Refusal):
    """What was sent is longer than any receipt or sealed paper."""

    code = "transparency.file_too_large"
    text = N_("The file is larger than {megabytes} MB. It was not read.")
    remedy = N_("Choose the receipt itself, or the document as it was issued to you.")
    status = 413
