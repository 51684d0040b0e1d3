"""Whom a reader trusts: logs, witnesses, and how many of these it takes (C2SP tlog-policy).

The specification has no line for the key under which a log gives promises. It stands in a comment,
`# promise <vkey>`, which every other program passes over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from netral_verify import Wrong, require
from netral_verify.note import COSIGNER, COSIGNER_PQ, LOG, Key

NONE: Final = "none"
LONGEST: Final = 256 * 1024
DIGITS: Final = 9  # of how many members are needed
FORMS: Final = {
    "log": "log KEY [ADDRESS]",
    "witness": "witness NAME KEY [ADDRESS]",
    "group": "group NAME all|any|NUMBER MEMBER...",
    "quorum": "quorum NAME",
}


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: its name in the policy, its key, and the address at which logs reach it."""

    name: str
    key: Key
    url: str = ""


@dataclass(slots=True)
class Policy:
    """What a policy file says."""

    logs: dict[str, Key] = field(default_factory=dict)  # by name of key, which is the origin
    urls: dict[str, str] = field(default_factory=dict)  # of logs, by the same
    witnesses: dict[str, Witness] = field(default_factory=dict)
    groups: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    promises: dict[str, Key] = field(default_factory=dict)  # by name of key
    quorum: str = ""

    @classmethod
    def parse(cls, octets: bytes) -> "Policy":
        """Read a policy file.

        Raises:
            Wrong: a line cannot be read; which, and why.
        """
        require(len(octets) <= LONGEST, "a policy is not as long as that")
        policy = cls()
        text = octets.decode(errors="surrogateescape")  # foreign octets are opaque, not wrong
        for place, line in enumerate(text.split("\n"), 1):
            try:
                policy._read(line.replace("\t", " "))
            except Wrong as wrong:
                msg = "line {place} of the policy: {why}"
                raise Wrong(msg, place=place, why=wrong) from wrong
        require(policy.quorum, "the policy does not say how many witnesses it takes (quorum)")
        return policy

    @classmethod
    def of_log(cls, key: Key) -> "Policy":
        """Trust one log, and ask for no witness."""
        return cls(logs={key.name: key}, quorum=NONE)

    def met(self, seen: Mapping[Key, int]) -> int | None:
        """Return by when enough witnesses had seen a state; None if they have not.

        `seen` says when each did, in POSIX seconds. With two of three it is the second earliest
        time: as long as at most one of the three lies, the state was there by then. 0 if the policy
        asks for none.
        """
        return self._met(self.quorum, seen)

    @property
    def keys(self) -> list[Key]:
        """Return the keys of all witnesses."""
        return [each.key for each in self.witnesses.values()]

    def _met(self, name: str, seen: Mapping[Key, int]) -> int | None:
        if name == NONE:
            return 0
        if name in self.witnesses:
            return seen.get(self.witnesses[name].key)
        needed, members = self.groups[name]
        times = sorted(time for each in members if (time := self._met(each, seen)) is not None)
        return times[needed - 1] if len(times) >= needed else None

    def _read(self, line: str) -> None:
        require(
            all(sign >= " " and sign != "\x7f" for sign in line), "there is a control character"
        )
        words = [word for word in line.split(" ") if word]
        if not words:
            return
        if words[0].startswith("#"):
            self._read_comment(words)
            return
        head, *rest = words
        require(head in FORMS, "this cannot be read: {line}", line=line)
        take, least, most = {
            "log": (self._log, 1, 2),
            "witness": (self._witness, 2, 3),
            "group": (self._group, 3, len(rest)),
            "quorum": (self._quorum, 1, 1),
        }[head]
        require(least <= len(rest) <= most, "the line should be: {form}", form=FORMS[head])
        take(rest)

    def _read_comment(self, words: Sequence[str]) -> None:
        if len(words) == 3 and words[:2] == ["#", "promise"]:  # noqa: PLR2004
            key = Key.parse(words[2])
            require(key.algorithm == LOG, "the key of {name} is not for this", name=key.name)
            self.promises[key.name] = key

    def _log(self, words: Sequence[str]) -> None:
        key = Key.parse(words[0])
        require(key.algorithm == LOG, "the key of {name} is not for this", name=key.name)
        known = {each.public for each in self.logs.values()}
        require(
            key.public not in known and key.name not in self.logs,
            "{name} stands in the policy twice",
            name=key.name,
        )
        self.logs[key.name] = key
        self.urls[key.name] = words[1] if len(words) > 1 else ""

    def _witness(self, words: Sequence[str]) -> None:
        name = self._new(words[0])
        key = Key.parse(words[1])
        fit = key.algorithm in {COSIGNER, COSIGNER_PQ}
        require(fit, "the key of {name} is not for this", name=key.name)
        known = {each.key.public for each in self.witnesses.values()}
        require(key.public not in known, "{name} stands in the policy twice", name=key.name)
        self.witnesses[name] = Witness(name, key, words[2] if len(words) > 2 else "")  # noqa: PLR2004

    def _group(self, words: Sequence[str]) -> None:
        name, needed, *members = words
        self._new(name)
        taken = {each for _, others in self.groups.values() for each in others}
        for each in members:
            known = each in self.witnesses or each in self.groups
            require(known, "{name} is not named above", name=each)
            require(each not in taken, "{name} stands in two groups, or twice in one", name=each)
            taken.add(each)
        count = {"any": "1", "all": str(len(members))}.get(needed, needed)
        fit = count.isascii() and count.isdigit() and len(count) <= DIGITS
        fit = fit and 1 <= int(count) <= len(members)
        require(fit, "{name} cannot need {count} of its members", name=name, count=needed)
        self.groups[name] = (int(count), tuple(members))

    def _quorum(self, words: Sequence[str]) -> None:
        require(not self.quorum, "the policy says twice how many witnesses it takes (quorum)")
        name = words[0]
        known = name == NONE or name in self.witnesses or name in self.groups
        require(known, "{name} is not named above", name=name)
        self.quorum = name

    def _new(self, name: str) -> str:
        taken = name == NONE or name in self.witnesses or name in self.groups
        require(not taken, "{name} stands in the policy twice", name=name)
        return name
