"""How often a stranger may have a file examined, for the pages of other apps too."""

from netral.signing.limits import FILES

__all__ = ["FILES"]
