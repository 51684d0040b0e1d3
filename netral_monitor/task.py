"""What a run is told, and what it finds."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netral_monitor.findings import Findings
from netral_monitor.rules.sealing import Terms


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is told."""

    now: int  # POSIX seconds
    tenants: frozenset[str] = frozenset()
    promises: Mapping[str, bytes] = field(default_factory=dict)  # notes by name of file
    terms: Terms = field(default_factory=Terms)
    fresh: int = 24  # hours within which witnesses must have seen the log
    full: bool = False  # read all again, not only what is new
    evidence: Path | None = None  # folder for it
    wait: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Report:
    """What a run found."""

    origin: str = ""
    size: int = 0
    root: bytes = b""
    note: bytes = b""
    witnessed: int | None = None  # by when, in POSIX seconds
    witnesses: tuple[str, ...] = ()
    of_witnesses: int = 0  # how many the policy names
    quorum: bool = False  # whether it asks for any
    known: int = 0  # entries read in earlier runs
    sound: bool = False  # whether the entries are those that the log signed
    findings: Findings = field(default_factory=Findings)
    old: dict[tuple[str, str], bool] = field(default_factory=dict)  # known before: acknowledged?
    types: Counter[str] = field(default_factory=Counter)
    evidence: list[Path] = field(default_factory=list)
