"""An answer as it is read: plain texts, the same from the server and from the browser."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, with what there is to note, a mark of doubt, and where it leads."""

    text: str = ""
    note: str = ""
    mark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days in which the answer is the same."""

    when: str = ""
    word: str = ""
    kind: str = ""  # of breach
    note: str = ""
    mark: str = ""
    meaning: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """What would be answered if the open fact were so."""

    text: str = ""
    kind: str = ""  # of breach
    word: str = ""
    meaning: str = ""
    icon: str = ""


def _one_line() -> list[Line]:
    return [Line()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole answer. One made of nothing is the pattern that the browser fills."""

    act: str = ""
    outcome: str = ""
    meaning: str = ""
    icon: str = ""
    word: str = ""
    lead: str = ""
    note: str = ""  # on the act itself
    question: str = ""  # the dimension to ask, if one is open
    stage: Line = field(default_factory=Line)
    since: str = ""
    kind: str = ""  # of breach
    range: Line = field(default_factory=Line)
    change: str = ""  # what the dates do, as a finding; empty while a fact is open
    marks: list[Line] = field(default_factory=_one_line)
    rules: list[Line] = field(default_factory=_one_line)
    conditions: list[Line] = field(default_factory=_one_line)
    articles: list[Line] = field(default_factory=_one_line)
    bases: list[Line] = field(default_factory=_one_line)  # of the sanction
    sanctions: list[Line] = field(default_factory=_one_line)
    handlers: list[Line] = field(default_factory=_one_line)
    warnings: list[Line] = field(default_factory=_one_line)
    openings: list[Line] = field(default_factory=_one_line)
    yielded: list[Line] = field(default_factory=_one_line)
    possible: list[Line] = field(default_factory=_one_line)
    facts: list[Line] = field(default_factory=_one_line)
    branches: list[Branch] = field(default_factory=lambda: [Branch()])
    scale: list[Period] = field(default_factory=lambda: [Period()])
