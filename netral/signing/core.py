"""Levels of a signature, states of a paper, and the address that verifies it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from itertools import product
from math import prod
from typing import Final

from netral.kernel import spoken
from netral.kernel.codes import tidy
from netral.kernel.qr import for_typst
from netral.kernel.words import N_


class Level(IntEnum):
    """How sure one can be who signed. The institution's seal never raises it."""

    PAPER = 0
    REENTRY = 1
    PASSKEY = 2
    CERTIFICATE = 3


LEVEL_WORDS: Final = {
    Level.PAPER: N_("Level 0: on paper, confirmed by two officers"),
    Level.REENTRY: N_("Level 1: password or one-time code entered again"),
    Level.PASSKEY: N_("Level 2: passkey"),
    Level.CERTIFICATE: N_("Level 3: personal certificate"),
}


class PaperKind(StrEnum):
    """What a paper is."""

    CIRCULAR = "circular"
    PACT = "pact"
    REPORT = "report"
    PERMIT = "permit"
    ADVICE = "advice"
    MINUTES = "minutes"
    RECAP = "recap"
    ASSESSMENT = "assessment"
    CHAIN = "chain"


PAPER_WORDS: Final = {
    PaperKind.CIRCULAR: N_("Circular"),
    PaperKind.PACT: N_("Integrity pact"),
    PaperKind.REPORT: N_("Completion report"),
    PaperKind.PERMIT: N_("Decision on a permit"),
    PaperKind.ADVICE: N_("Written answer of the neutrality team"),
    PaperKind.MINUTES: N_("Minutes of a session"),
    PaperKind.RECAP: N_("Weekly recap of duties"),
    PaperKind.ASSESSMENT: N_("Self-assessment"),
    PaperKind.CHAIN: N_("Chain of evidence"),
}
# What tells of one person's private affairs lies encrypted, also in a copy of the store.
PRIVATE: Final = frozenset({PaperKind.ADVICE, PaperKind.CHAIN})

# Papers whose entry commits to the figures that they print: counts by unit, never people.
FIGURES: Final = (
    PaperKind.REPORT, PaperKind.MINUTES, PaperKind.RECAP, PaperKind.ASSESSMENT,
)  # fmt: skip

# Fields of the leaf that stand on a paper in plain words: the receipt inside it opens these, and
# whoever holds the paper can compare. Numbers of persons and of accounts stay closed. Where a
# passkey signed, its answer is opened too: the paper then shows by itself that it did, and when at
# the earliest.
PRINTED: Final = {
    PaperKind.PACT: (
        "name", "position", "unit", "campaign", "text", "level", "acted_at", "document",
        "assertion", "key",
    ),
    PaperKind.CIRCULAR: (
        "act", "acted_at", "detail",  # of its signature
        "signatory", "number", "subject", "parent", "text",  # of its publication
    ),
    PaperKind.PERMIT: (
        "kind", "decision", "reason", "starts_on", "ends_on", "acted_at", "document",
    ),
    PaperKind.ADVICE: ("rules", "acted_at"),
    **dict.fromkeys(FIGURES, ("act", "acted_at", "detail")),
}  # fmt: skip

# The public checks that a circular was put in force, and what with: of that leaf number and hash
# are open to all. Until then only the signature is there to be proved.
PROVED_BY: Final = {PaperKind.CIRCULAR: "circular.published/1"}

CODE_LENGTH: Final = 17  # 30 signs each: 83 bits, not to be guessed


class Standing(StrEnum):
    """Whether what a paper says still holds."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ENDED = "ended"  # its time was over before the day that it names


# What a public page may say of a paper, in this order. Names are initials, numbers masked.
FACT_WORDS: Final = {
    "number": N_("Number"),
    "subject": N_("Subject"),
    "campaign": N_("Campaign"),
    "holder": N_("Given to"),
    "validity": N_("Valid"),
    "signer": N_("Signed by"),
    "identity": N_("Identity number"),
    "position": N_("Position"),
    "unit": N_("Unit"),
    "signatory": N_("Signatory"),
    "office": N_("Office"),
    "place": N_("Place"),
    "dated": N_("Dated"),
    "text_sha256": N_("SHA-256 of the text"),
}


@dataclass(frozen=True, slots=True)
class Seal:
    """What one signature inside a PDF says of itself, and whether that holds."""

    intact: bool  # what it covers has not changed
    whole: bool  # it covers the file to its last byte
    trusted: bool  # its certificate stands under a root of this installation
    name: str
    organisation: str
    fingerprint: str
    signed_at: datetime | None
    contact: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a PDF is, seen from outside: `problem` says why it could not be read."""

    problem: str = ""  # "", "unreadable", "locked", "too_big"
    pages: int = 0
    active: bool = False  # it carries something that runs
    seals: tuple[Seal, ...] = ()
    attached: bytes = b""  # the file inside that was asked for

    @property
    def readable(self) -> bool:
        """Tell whether it could be read at all."""
        return not self.problem

    @property
    def locked(self) -> bool:
        """Tell whether it wants a password."""
        return self.problem == "locked"


AMBIGUOUS: Final = {"0": "DQ", "O": "DQ", "1": "JT7", "I": "JT7", "L": "JT7"}
READINGS: Final = 36  # of one typed code; two or three doubtful signs


def readings(typed: str) -> list[str]:
    """Return the codes that somebody may have meant who typed `typed`.

    Case, spaces, dashes and a whole pasted address are forgiven; signs that no code holds are
    read as those they resemble.
    """
    part = typed.rstrip("/ \t\r\n").rsplit("/", 1)[-1].upper()
    signs = [tidy(sign) or AMBIGUOUS.get(sign, "") for sign in part]
    choices = [choice for choice in signs if choice]
    if len(choices) != CODE_LENGTH or prod(map(len, choices)) > READINGS:
        return []
    return ["".join(picked) for picked in product(*choices)]


def seal_says(house: str, *, sealed: bool = True) -> str:
    """Return what a paper says of its own seal: what it is for, and what it is not."""
    seal = (
        f"Segel elektronik {house} pada berkas ini menjaga keutuhan dan asal berkas."
        if sealed
        else f"Berkas ini belum disegel oleh {house}."
    )
    return f"{seal} Tidak memakai sertifikat penyelenggara sertifikasi elektronik (PSrE)."


@dataclass(frozen=True, slots=True)
class Logged:
    """What a paper says of its place in the log, and the receipt that lies inside it."""

    url: str  # of the entry, with its leaf hash
    index: int | None  # None while it waits
    name: str  # of the receipt
    receipt: bytes

    def data(self) -> dict[str, object]:
        """Return it as the sources of papers read it (signing/papers/parts.typ)."""
        return {
            "qr": for_typst(self.url),
            "url": self.url,
            "words": self.words(),
            "name": self.name,
            "receipt": self.receipt,
        }

    def words(self) -> str:
        """Say where the act stands; papers speak Indonesian."""
        ledger = "buku besar terbuka, yang tidak dapat diubah tanpa ketahuan"
        if self.index is None:
            return (
                f"Menunggu giliran masuk {ledger}. Janji tertulisnya ada di dalam PDF ini: "
                f"{self.name}."
            )
        return (
            f"Catatan nomor {spoken.number(self.index)} di {ledger}. Buktinya ada di dalam PDF "
            f"ini ({self.name}) dan dapat diperiksa tanpa situs ini."
        )
