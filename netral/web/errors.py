"""What the shell itself refuses."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class OutOfRange(Refusal):
    """No calendar, clock or counter here goes that far."""

    code = "web.out_of_range"
    text = N_("A date or a number in the form lies outside every range. Nothing was changed.")
    remedy = N_("Go back, check years and numbers, and send the form once more.")
    status = 422
