"""What an activation slip says."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slip:
    """The words of one slip. The code is nowhere else, and never again."""

    name: str
    unit: str
    position: str
    login: str
    code: str
    expires_at: datetime
