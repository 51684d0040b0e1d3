"""What can be said of the file of a chain that somebody brings: the PDF, or the proofs alone."""

from dataclasses import dataclass, field
from typing import Any

from netral.duties.core.proofs import NAME, Check, holds, stated, verify
from netral.ledger.models import Entry
from netral.signing.core import Look
from netral.signing.queries import look_into

HEADER = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was recomputed, and what the seal and the ledger here say; None where not asked."""

    checks: tuple[Check, ...]
    look: Look | None = None  # of the PDF, if it was one
    on_record: bool = False  # the entry of the sealing is in the ledger of this installation
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def sealed(self) -> bool:
        """Tell whether one seal that this installation trusts covers the whole unchanged PDF."""
        seals = self.look.seals if self.look else ()
        return any(seal.intact and seal.whole and seal.trusted for seal in seals)

    @property
    def proved(self) -> bool:
        """Tell whether every proof holds."""
        return holds(self.checks)

    @property
    def good(self) -> bool:
        """Tell whether nothing is wrong with what was brought."""
        return self.proved and (self.look is None or self.sealed)


def examined(octets: bytes) -> Finding:
    """Examine a chain as PDF or as the JSON of its proofs."""
    if HEADER not in octets[:1024]:
        return _proved(octets, None)
    look = look_into(octets, NAME)
    return _proved(look.attached, look)


def _proved(proofs: bytes, look: Look | None) -> Finding:
    checks = tuple(verify(proofs))
    if not holds(checks):
        return Finding(checks, look)
    said = stated(proofs)
    known = Entry.objects.filter(leaf_hash=said.leaf_hash).exists()
    return Finding(checks, look, known, said.body)
