"""What waits between a dry run and its application, and what is kept of it for reading later."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from netral.orgs.core.roster import Line, Refused
from netral.orgs.core.vault import Vault

PURPOSE: Final = b"roster"
QUICK: Final = 1  # zlib level: these octets live for hours


@dataclass(frozen=True, slots=True)
class Parcel:
    """The lines of a roster, normalised, with the units that would have to be made."""

    lines: Sequence[Line]
    refused: Sequence[Refused] = ()
    new_units: Sequence[tuple[str, str, str]] = ()  # SIASN's id, code, name; the first is -1

    def sealed(self, vault: Vault) -> bytes:
        """Encrypt for storing: there are NIKs inside."""
        whole = {"lines": self.lines, "refused": self.refused, "new_units": self.new_units}
        return vault.seal(_packed(whole), PURPOSE)

    @classmethod
    def opened(cls, sealed: bytes, vault: Vault) -> "Parcel":
        """Decrypt what `sealed` made."""
        whole = _unpacked(vault.open(sealed, PURPOSE))
        return cls(
            lines=[Line._make(line) for line in whole["lines"]],
            refused=[Refused._make(line) for line in whole["refused"]],
            new_units=[(key[0], key[1], key[2]) for key in whole["new_units"]],
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who serves but is not in the file."""

    pk: int
    identity: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the administrator is to read: refused lines, and who is missing from the file."""

    refused: Sequence[Refused] = ()
    missing: Sequence[Missing] = field(default=())

    def packed(self) -> bytes:
        """Pack for storing; a NIK is never inside."""
        missing = [(m.pk, m.identity, m.name, m.unit) for m in self.missing]
        return _packed({"refused": self.refused, "missing": missing})

    @classmethod
    def unpacked(cls, packed: bytes | None) -> "Report":
        """Unpack what `packed` made; nothing where there is nothing."""
        if not packed:
            return cls()
        whole = _unpacked(packed)
        return cls(
            refused=[Refused._make(line) for line in whole["refused"]],
            missing=[Missing(*known) for known in whole["missing"]],
        )


def _packed(whole: object) -> bytes:
    text = json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
    return zlib.compress(text.encode(), QUICK)


def _unpacked(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found
