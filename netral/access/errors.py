"""Why somebody may not."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotYours(Refusal):
    """Hidden and missing look alike."""

    code = "access.not_yours"
    text = N_("This page does not exist, or it is not yours to see.")
    remedy = N_("Check the address, or ask your personnel office which role you have been given.")
    status = 404
