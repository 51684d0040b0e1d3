"""Addresses that leave the house: exactly one mailbox, exactly one mobile number, or nothing.

What forms and rosters let in is checked once more here, for an address list that smuggles in a
second receiver or a header must fail before it reaches a server, whoever wrote the row.
"""

import re
from typing import Final

MAIL_LENGTH: Final = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
# One local part and one domain; nothing that separates, quotes, comments or ends a line.
MAILBOX: Final = re.compile(r"[^\s@,;:<>\"'()\[\]\\\x00-\x20\x7f]+@[^\W_][\w-]*(\.[^\W_][\w-]*)+")
HIDDEN: Final = "•••"
SEPARATORS: Final = re.compile(r"[ .()/-]+")
MOBILE: Final = re.compile(r"\+628[0-9]{7,11}")  # 08.. as dialled here; landlines take no messages
ABROAD: Final = re.compile(r"\+(?!62)[1-9][0-9]{7,14}")  # E.164


def mailbox(text: str) -> str:
    """Return `text` if it is one mailbox; else nothing."""
    found = len(text) <= MAIL_LENGTH and text.isprintable() and MAILBOX.fullmatch(text)
    return text if found else ""


def masked(address: str) -> str:
    """Return a mailbox or mobile number so that its owner knows it and a bystander does not.

    `s•••@contoh.id`, `0812•••789`; nothing where the address is neither.
    """
    if mailbox(address):
        name, _, house = address.rpartition("@")
        return f"{name[:1]}{HIDDEN}@{house}"
    number = e164(address)
    if number.startswith("+62"):
        number = f"0{number.removeprefix('+62')}"  # as it is dialled here
    return f"{number[:4]}{HIDDEN}{number[-3:]}" if number else ""


def e164(text: str) -> str:
    """Return a mobile number as the world dials it, `+6281...`; nothing if it is not one.

    Takes the spellings of an Indonesian roster: `0812-3456-7890`, `62812...`, `+62 812 ...`,
    `812...`.
    """
    bare = SEPARATORS.sub("", text.strip(" "))
    for start in ("+62", "0062", "62", "0"):
        if bare.startswith(f"{start}8"):
            bare = f"+62{bare.removeprefix(start)}"
            break
    else:
        bare = f"+62{bare}" if bare.startswith("8") else bare
    return bare if MOBILE.fullmatch(bare) or ABROAD.fullmatch(bare) else ""
