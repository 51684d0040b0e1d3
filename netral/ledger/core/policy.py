"""Whom to believe: logs, witnesses, and how many of them it takes (C2SP tlog-policy)."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final

from netral.ledger.core.note import Algorithm, Key, NoteWrong

NONE: Final = "none"
COUNT: Final = re.compile(r"[0-9]{1,9}")  # how many members of a group are needed
COSIGNERS: Final = {Algorithm.COSIGNATURE, Algorithm.ML_DSA_44}


class PolicyWrong(ValueError):
    """A policy cannot be read."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness: its name in the policy, its key, and where a log reaches it."""

    name: str
    key: Key
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Members, by name, and how many of them it takes."""

    needed: int
    members: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    """Logs by key name, witnesses and groups by name, and the name of the quorum."""

    logs: dict[str, Key] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""

    @classmethod
    def parse(cls, text: str) -> "Policy":
        """Read a policy.

        Raises:
            PolicyWrong: a line cannot be read; its number and why.
        """
        policy = cls()
        for number, line in enumerate(text.split("\n"), 1):
            try:
                words = _words(line)
                if words and not words[0].startswith("#"):
                    policy._take(words)
            except (PolicyWrong, NoteWrong) as wrong:
                msg = f"line {number}: {wrong}"
                raise PolicyWrong(msg) from wrong
        if not policy.quorum:
            msg = "there is no quorum line"
            raise PolicyWrong(msg)
        return policy

    def satisfied(self, cosigners: Collection[Key]) -> bool:
        """Tell whether these keys together make the quorum."""
        return self._holds(self.quorum, cosigners)

    def witnessed(self, cosigners: Collection[Key]) -> bool:
        """Tell whether these keys make the quorum, and are one at least."""
        return bool(cosigners) and self.satisfied(cosigners)

    @property
    def keys(self) -> list[Key]:
        """Return the keys of all witnesses."""
        return [each.key for each in self.witnesses.values()]

    def _holds(self, name: str, cosigners: Collection[Key]) -> bool:
        if name == NONE:
            return True
        if name in self.witnesses:
            return self.witnesses[name].key in cosigners
        group = self.groups[name]
        return sum(self._holds(each, cosigners) for each in group.members) >= group.needed

    def _take(self, words: list[str]) -> None:
        kinds: dict[str, tuple[Callable[..., None], range]] = {
            "log": (self._log, range(1, 3)),
            "witness": (self._witness, range(2, 4)),
            "group": (self._group, range(3, 1000)),
            "quorum": (self._quorum, range(1, 2)),
        }
        take, lengths = kinds.get(words[0], (None, range(0)))
        if take is None or len(words) - 1 not in lengths:
            msg = f"cannot be read: {' '.join(words)[:80]}"
            raise PolicyWrong(msg)
        take(*words[1:])

    def _log(self, vkey: str, _url: str = "") -> None:
        key = Key.parse(vkey)
        if any(key.public == each.public for each in self.logs.values()):
            msg = f"the key of {key.name} stands here twice"
            raise PolicyWrong(msg)
        if key.algorithm != Algorithm.ED25519:
            msg = f"{key.name} is no log's key"
            raise PolicyWrong(msg)
        if key.name in self.logs:
            msg = f"{key.name} has a key already"
            raise PolicyWrong(msg)
        self.logs[key.name] = key

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        key = Key.parse(vkey)
        self._check_new(name)
        if key.algorithm not in COSIGNERS:
            msg = f"{key.name} is no witness's key"
            raise PolicyWrong(msg)
        if any(key.public == each.key.public for each in self.witnesses.values()):
            msg = f"the key of {name} stands here twice"
            raise PolicyWrong(msg)
        self.witnesses[name] = Witness(name, key, url)

    def _group(self, name: str, needed: str, *members: str) -> None:
        self._check_new(name)
        for each in members:
            if each not in self.witnesses and each not in self.groups:
                msg = f"{each} is not defined above"
                raise PolicyWrong(msg)
        taken = [each for group in self.groups.values() for each in group.members]
        if len({*taken, *members}) != len(taken) + len(members):
            msg = f"a member of {name} is a member already"
            raise PolicyWrong(msg)
        count = {"any": 1, "all": len(members)}.get(needed)
        if count is None:
            count = int(needed) if COUNT.fullmatch(needed) else 0
        if not 1 <= count <= len(members):
            msg = f"{name} cannot need {needed} of {len(members)}"
            raise PolicyWrong(msg)
        self.groups[name] = Group(count, members)

    def _quorum(self, name: str) -> None:
        if self.quorum:
            msg = "there is a quorum already"
            raise PolicyWrong(msg)
        if name not in {NONE, *self.witnesses, *self.groups}:
            msg = f"{name} is not defined above"
            raise PolicyWrong(msg)
        self.quorum = name

    def _check_new(self, name: str) -> None:
        if name in {NONE, *self.witnesses, *self.groups}:
            msg = f"the name {name} is taken"
            raise PolicyWrong(msg)


def _words(line: str) -> list[str]:
    """Split a line at spaces and tabs, and at nothing else that Unicode takes for a space."""
    if any((sign < " " and sign != "\t") or sign == "\x7f" for sign in line):
        msg = "there is a control character"
        raise PolicyWrong(msg)
    return [word for word in line.replace("\t", " ").split(" ") if word]
