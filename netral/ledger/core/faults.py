"""What is wrong with a log, each in a form that a program and a person can read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """The kinds of faults. Their names are given to programs and never change."""

    # what the public files say by themselves
    SIGNATURE = "signature"
    MISSING_FILE = "missing_file"
    BUNDLE = "bundle"
    TILE = "tile"
    ROOT = "root"
    LEAF_HASH = "leaf_hash"
    LEAF_FORM = "leaf_form"
    UNKNOWN_TYPE = "unknown_type"
    CHAIN = "chain"
    TIME = "time"
    ANCHOR = "anchor"
    HISTORY = "history"
    # what the database says, held against them
    GUARD = "guard"
    HEAD = "head"
    PLACE = "place"
    NO_PLACE = "no_place"
    NO_ENTRY = "no_entry"
    ENTRY = "entry"
    COMMITMENT = "commitment"
    OPENING = "opening"
    ERASED = "erased"
    ERASURE = "erasure"
    PASSKEY = "passkey"
    OVERDUE = "overdue"
    TILE_ROW = "tile_row"
    PUBLICATION = "publication"
    # what the records of the business say, held against both
    ROW = "row"
    NO_ROW = "no_row"
    ROWS = "rows"
    WRONG_ACT = "wrong_act"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit: what kind, where, and what was found."""

    code: Code
    where: str  # `leaf 12`, `entry 7`, `tile/0/000`, `pacts.Signature 3`
    facts: Mapping[str, object] = field(default_factory=dict)
