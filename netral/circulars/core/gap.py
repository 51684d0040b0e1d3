"""What a circular restates, leaves out, adds and contradicts, as the engine finds it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from netral.circulars.core import ClauseKind
from netral.circulars.core.meaning import Duty, LocalCircular, clause_of, join
from netral.orgs.core import PersonKind
from netral.rules.core import Outcome, Principle
from netral.rules.core.base import SUBJECT
from netral.rules.core.engine import Engine
from netral.rules.core.plan import Finding
from netral.rules.core.space import differences

Mark = tuple[str, int]  # a circular and the number of its clause
OFTEN_FORGOTTEN: Final = (PersonKind.NON_ASN, PersonKind.BUMD)
# Before that day there was nobody of the kind, whom answers about them could concern.
FIRST_DAY: Final = {PersonKind.PPPK_PART.value: date(2025, 1, 13)}
ASKED: Final = (Duty.SUPERVISE, Duty.REPORT, Duty.CHANNEL, Duty.SANCTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Forms of breach that belong together; `share` is how often they were reported, if known."""

    code: str
    indonesian: str
    english: str
    rules: tuple[str, ...]
    share: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """A theme of which a circular mentions nothing, or only some forms."""

    theme: Theme
    missing: tuple[str, ...]  # codes of rules

    @property
    def whole(self) -> bool:
        """Tell whether nothing of the theme is mentioned."""
        return len(self.missing) == len(self.theme.rules)


@dataclass(frozen=True, slots=True)
class Added:
    """Answers that change only because of the circular: for whom, on which acts, how many."""

    subjects: tuple[str, ...]
    acts: tuple[str, ...]
    before: Outcome
    after: Outcome
    clauses: tuple[Mark, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Clash:
    """A clause against another rule: who yields and why, in how many combinations of facts.

    Without a principle nobody yields: the rules conflict.
    """

    clause: Mark
    rule: str
    principle: Principle | None
    yields: bool
    acts: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission: what it restates, for whom, and who is bound by the circular but not named."""

    clause: Mark
    restates: tuple[str, ...]
    kinds: tuple[str, ...]
    without: tuple[str, ...]
    conditions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Everything that the check found about the circulars of one institution, or about one."""

    restated: Mapping[str, tuple[Mark, ...]]
    unread: tuple[Mark, ...]  # clauses that nobody has given a meaning yet
    general: tuple[Mark, ...]  # clauses too general to name a form
    unknown: Mapping[str, tuple[Mark, ...]]  # codes that this version of the base does not have
    silent: tuple[Silence, ...]
    unbound: tuple[PersonKind, ...]
    permissions: tuple[Permission, ...]
    duties: Mapping[Duty, tuple[Mark, ...]]
    adds: tuple[Added, ...]
    clashes: tuple[Clash, ...]

    @property
    def unasked(self) -> tuple[Duty, ...]:
        """Return the duties and announcements that are left out."""
        return tuple(duty for duty in ASKED if duty not in self.duties)


class _Turn(NamedTuple):
    """How an answer turned, and by which clauses."""

    before: Outcome
    after: Outcome
    clauses: tuple[Mark, ...]


@lru_cache(maxsize=64)
def joined(law: Engine, circulars: tuple[LocalCircular, ...]) -> Engine:
    """Return the engine of a base with circulars. An engine is one version and stands for it."""
    return _made(law, circulars)


def _made(law: Engine, circulars: tuple[LocalCircular, ...]) -> Engine:
    return Engine(join(law.base, circulars)) if circulars else law


@lru_cache(maxsize=256)
def gap(law: Engine, circulars: tuple[LocalCircular, ...], themes: tuple[Theme, ...]) -> Gap:
    """Hold circulars against a rule base."""
    restated, known = _restated(circulars), {rule.code for rule in law.base.rules}
    meanings = [
        ((circular.code, clause.number), clause.meaning)
        for circular in circulars
        for clause in circular.clauses
    ]
    # An engine that has walked the whole space is heavy: this one is not kept.
    ours = _made(law, circulars)
    return Gap(
        restated={code: marks for code, marks in restated.items() if code in known},
        unread=tuple(mark for mark, meaning in meanings if meaning is None),
        general=tuple(mark for mark, meaning in meanings if meaning and meaning.general),
        unknown={code: marks for code, marks in restated.items() if code not in known},
        silent=tuple(_silences(themes, restated, known)),
        unbound=_unbound(circulars),
        permissions=tuple(p for circular in circulars for p in _permissions(circular, known)),
        duties=_duties(circulars),
        adds=tuple(_added(law, ours)),
        clashes=tuple(_clashes(ours)),
    )


def _restated(circulars: Iterable[LocalCircular]) -> dict[str, tuple[Mark, ...]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for circular in circulars:
        for clause in circular.clauses:
            for code in clause.meaning.restates if clause.meaning else ():
                found[code].append((circular.code, clause.number))
    return {code: tuple(marks) for code, marks in found.items()}


def _duties(circulars: Iterable[LocalCircular]) -> dict[Duty, tuple[Mark, ...]]:
    found: dict[Duty, list[Mark]] = defaultdict(list)
    for circular in circulars:
        for clause in circular.clauses:
            for duty in clause.meaning.duties if clause.meaning else ():
                found[duty].append((circular.code, clause.number))
        for duty in circular.said:
            found[duty].append((circular.code, 0))
    return {duty: tuple(found[duty]) for duty in Duty if duty in found}


def _silences(
    themes: Sequence[Theme], restated: Mapping[str, object], known: set[str]
) -> Iterator[Silence]:
    """Yield what is not mentioned, the most frequent first."""
    for theme in sorted(themes, key=lambda theme: -(theme.share or 0)):
        missing = [code for code in theme.rules if code in known and code not in restated]
        if missing:
            yield Silence(theme, tuple(missing))


def _unbound(circulars: Iterable[LocalCircular]) -> tuple[PersonKind, ...]:
    kinds = {kind for circular in circulars for clause in circular.clauses for kind in clause.kinds}
    everybody = any(not clause.kinds for circular in circulars for clause in circular.clauses)
    return () if everybody else tuple(kind for kind in OFTEN_FORGOTTEN if kind not in kinds)


def _permissions(circular: LocalCircular, known: set[str]) -> Iterator[Permission]:
    bound = dict.fromkeys(kind for clause in circular.clauses for kind in clause.kinds)
    for clause in circular.clauses:
        restates = clause.meaning.restates if clause.meaning else ()
        named = tuple(code for code in restates if code in known)
        if clause.kind is ClauseKind.PERMISSION and named:
            without = tuple(kind for kind in bound if clause.kinds and kind not in clause.kinds)
            mark = (circular.code, clause.number)
            yield Permission(mark, named, clause.kinds, without, len(clause.conditions))


def _added(law: Engine, ours: Engine) -> Iterator[Added]:
    """Yield the outcomes that change, alike ones of several people and acts together."""
    seen: dict[tuple[_Turn, str], dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    for change in differences(law, ours) if ours is not law else ():
        was, now = change.before, change.after
        subject = dict(now.facts)[SUBJECT]
        if was.outcome is not now.outcome and FIRST_DAY.get(subject, now.on) <= now.on:
            turn = _Turn(was.outcome, now.outcome, _marks(now.rules))
            seen[turn, subject][now.act].add(now.facts)
    alike: dict[tuple[_Turn, tuple[str, ...]], list[str]] = defaultdict(list)
    for (turn, subject), found in seen.items():
        alike[turn, tuple(found)].append(subject)
    for (turn, acts), subjects in alike.items():
        count = sum(len(facts) for each in subjects for facts in seen[turn, each].values())
        yield Added(tuple(subjects), acts, turn.before, turn.after, turn.clauses, count)


def _marks(rules: Iterable[str]) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(mark for code in rules if (mark := clause_of(code))))


def _clashes(ours: Engine) -> Iterator[Clash]:
    """Yield where a clause meets a rule of another effect, whoever yields."""
    seen: dict[tuple[Mark, str, Principle | None, bool], dict[str, set[object]]]
    seen = defaultdict(lambda: defaultdict(set))
    for plan in ours.plans():
        if any(clause_of(rule.code) for rule in plan.rules):
            for key in plan.complete():
                for clash in _of(plan.find(key)):
                    seen[clash][plan.act].add((plan.dimensions, key))
    for (mark, rule, principle, yields), acts in seen.items():
        count = sum(map(len, acts.values()))
        yield Clash(mark, rule, principle, yields, tuple(acts), count)


def _of(found: Finding) -> Iterator[tuple[Mark, str, Principle | None, bool]]:
    """Yield the clashes in one finding. An exception goes before what the clause restates too."""
    for defeat in found.defeated:
        if defeat.by is Principle.EXCEPTION:
            continue
        yield from ((mark, _followed(defeat.to), defeat.by, True) for mark in _marks([defeat.rule]))
        yield from (
            (mark, _followed(defeat.rule), defeat.by, False) for mark in _marks([defeat.to])
        )
    if found.outcome is Outcome.CONFLICT:
        others = [_followed(rule) for rule in found.rules if clause_of(rule) is None]
        yield from ((mark, rule, None, False) for mark in _marks(found.rules) for rule in others)


def _followed(code: str) -> str:
    """Return the rule that an extension to other people follows; any other is itself."""
    return code if clause_of(code) else code.partition(".")[0]
