"""Why the demonstration may not be loaded."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class NotADemonstration(Refusal):
    """Invented people must never stand among real ones."""

    code = "demo.not_a_demonstration"
    text = N_("This installation is not marked as a demonstration.")
    remedy = N_("Set NETRAL_DEMO=1 for an installation that will never hold real people.")
