"""What the shell itself refuses."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class BodyTooLarge(Refusal):
    """More than the largest file that any page takes."""

    code = "web.body_too_large"
    text = N_("What you sent is larger than {megabytes} MB. No page here takes that much.")
    remedy = N_("Send a smaller file, or a link to where the file is kept.")
    status = 413


class OutOfRange(Refusal):
    """No calendar, clock or counter here goes that far."""

    code = "web.out_of_range"
    text = N_("A date or number in the form is out of range. Nothing was changed.")
    remedy = N_("Go back, check the years and numbers, and send the form again.")
    status = 422
