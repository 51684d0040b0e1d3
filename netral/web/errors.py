"""What the shell itself refuses."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class OutOfRange(Refusal):
    """No calendar, clock or counter here goes that far."""

    code = "web.out_of_range"
    text = N_("A date or number in the form is out of range. Nothing was changed.")
    remedy = N_("Go back, check the years and numbers, and send the form again.")
    status = 422
