"""Refusals: the exceptions the domain raises on purpose."""

from collections.abc import Callable
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

    def words(self, translate: Callable[[str], str]) -> tuple[str, str]:
        """Return text and remedy as people read them; `translate` is gettext, or does nothing."""
        text, remedy = translate(self.text), translate(self.remedy)
        return text.format(**self.facts), remedy.format(**self.facts)

    def __str__(self) -> str:
        return self.text.format(**self.facts)
