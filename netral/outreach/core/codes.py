"""Codes that prove that somebody is in the room: drawn from a key and the server's clock.

Each is an HMAC-SHA-256 (RFC 2104, FIPS 198-1) over the session and the number of the step,
shortened as in HOTP (RFC 4226, 5.3). Nothing of it comes from the reader's device, so a phone
whose clock is wrong changes nothing.
"""

import hmac
from datetime import datetime
from enum import StrEnum
from typing import Final

STEP: Final = 30  # seconds for which one code is shown
SPOKEN_STEP: Final = 300  # seconds for which one code is read out
DIGITS: Final = 6
LINK_SIGNS: Final = 16  # hexadecimal: 64 bits, in the address behind the QR code


class Form(StrEnum):
    """Where a code is seen."""

    LINK = "link"  # behind the QR code
    SHOWN = "shown"  # the digits beside it
    SPOKEN = "spoken"  # what the host reads out at the counter


STEPS: Final = {Form.LINK: STEP, Form.SHOWN: STEP, Form.SPOKEN: SPOKEN_STEP}


def code(key: bytes, slug: str, form: Form, at: datetime, *, back: int = 0) -> str:
    """Return the code of the step in which `at` lies, or of one `back` steps before."""
    step = int(at.timestamp()) // STEPS[form] - back
    said = f"netral/attendance/1/{form}/{slug}/{step}".encode()
    octets = hmac.digest(key, said, "sha256")
    if form is Form.LINK:
        return octets.hex()[:LINK_SIGNS]
    return f"{int.from_bytes(octets[:8]) % 10**DIGITS:0{DIGITS}}"


def holds(key: bytes, slug: str, form: Form, given: str, at: datetime) -> bool:
    """Tell whether `given` is the code of this step or of the one before."""
    tidy = given.strip().lower().encode()
    known = [code(key, slug, form, at, back=back).encode() for back in (0, 1)]
    return any(hmac.compare_digest(tidy, each) for each in known)


def seconds_left(form: Form, at: datetime) -> int:
    """Return for how many seconds the code of this step is still shown: 1 to the whole step."""
    return STEPS[form] - int(at.timestamp()) % STEPS[form]
