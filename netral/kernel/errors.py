"""Refusals: the exceptions the domain raises on purpose."""

from typing import ClassVar


class Refusal(Exception):
    """Something the rules do not allow.

    Each kind carries a stable `code` for machines, a `text` for people and a `remedy`
    that says what to do next: English msgids marked with `N_`, translated and filled
    with `facts` (`{name}` fields) where they are shown. Tests hold every subclass to all three.
    """

    code: ClassVar[str]
    text: ClassVar[str]
    remedy: ClassVar[str]
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return self.text.format(**self.facts)
