"""A table of a rule file, and the words that come in two languages."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from netral.kernel.tables import BadTable, Table
from netral.kernel.words import N_
from netral.rules.core.base import Words

CODE: Final = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
TWICE: Final = N_("stands more than once: give each its own code")
# The words of the kernel, which has no catalogue of its own.
COLLECTED: Final = (
    N_("is not TOML: %(fault)s"),
    N_("must be a table"),
    N_("must be a list of tables"),
    N_("is missing"),
    N_("is a key that nobody knows: remove it or correct its spelling"),
    N_("must be a text that says something"),
    N_("must be a date"),
    N_('must be a date or "unknown"'),
    N_("must be true or false"),
    N_("must be a list"),
    N_("must be a list of texts that say something"),
    N_("must not repeat itself"),
    N_("must be a list of whole numbers"),
    N_("must be a whole number"),
    N_("must be one of %(known)s"),
)
SPELLING: Final = N_("must be letters and digits with single dots, dashes or underscores")


class BadRules(BadTable):
    """A rule file that says too much, too little, or nonsense."""


class File(Table):
    """A table of a rule file."""

    fault = BadRules

    def own_code(self, key: str = "code") -> str:
        """Take the code that names this table, and use it in complaints."""
        code = self.spelled(key)
        self.where = f"{self.where.split(':')[0]}: {code}"
        return code

    def spelled(self, key: str) -> str:
        """Take a text that may stand in an address and in the name of a file."""
        code = self.text(key)
        if not CODE.fullmatch(code):
            self.refuse(key, SPELLING, code)
        return code

    def said(self, key: str) -> Words:
        """Take a text in both languages: `key_id` and `key_en`."""
        return Words(self.text(f"{key}_id"), self.text(f"{key}_en"))

    def said_or_none(self, key: str) -> Words | None:
        """Take a text in both languages, or none."""
        if not self.has(f"{key}_id") and not self.has(f"{key}_en"):
            return None
        return self.said(key)


def once(where: str, codes: Iterable[str]) -> None:
    """Refuse a code that stands twice.

    Raises:
        BadRules: with the first such code.
    """
    for code, count in Counter(codes).items():
        if count > 1:
            raise BadRules(where, code, TWICE)
