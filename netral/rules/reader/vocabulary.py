"""Reading who may ask, about which acts, under which circumstances."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from netral.kernel.words import N_
from netral.rules.core.base import (
    ACT,
    DERIVED,
    NO,
    SUBJECT,
    YES,
    Act,
    Circumstance,
    Contradiction,
    Subject,
    Vocabulary,
)
from netral.rules.reader.tables import File, once

FIXED: Final = (ACT, SUBJECT, *DERIVED)
LONE_FACT: Final = N_("must name at least two facts that can't be true together")


def read_vocabulary(subjects: File, acts: File, circumstances: File) -> Vocabulary:
    """Read the three files of the vocabulary."""
    told_topics = [(table.own_code(), table) for table in acts.tables("topic")]
    once(acts.where, [code for code, _ in told_topics])
    topics = dict(told_topics)
    vocabulary = Vocabulary(
        subjects=tuple(_subject(table) for table in subjects.tables("subject")),
        topics={code: table.said("name") for code, table in topics.items()},
        acts=tuple(_act(table, topics) for table in acts.tables("act")),
        circumstances=tuple(_circumstance(t) for t in circumstances.tables("circumstance")),
    )
    for table in topics.values():
        table.end()
    groups = dict.fromkeys(group for s in vocabulary.subjects for group in s.groups)
    once(subjects.where, [*(s.code for s in vocabulary.subjects), *groups])
    once(acts.where, [a.code for a in vocabulary.acts])
    once(circumstances.where, [*FIXED, *(c.code for c in vocabulary.circumstances)])
    dimensions = vocabulary.dimensions()
    told = circumstances.tables("contradiction")
    return replace(
        vocabulary, contradictions=tuple(_contradiction(each, dimensions) for each in told)
    )


def _subject(table: File) -> Subject:
    subject = Subject(
        code=table.own_code(),
        name=table.said("name"),
        groups=table.texts("groups", may_lack=True),
        silence=table.said("silence"),
        verified=table.yes("verified", default=False),
    )
    table.end()
    return subject


def _act(table: File, topics: Iterable[str]) -> Act:
    act = Act(
        code=table.own_code(),
        name=table.said("name"),
        topic=table.code("topic", topics),
        searched=tuple(word.casefold() for word in table.texts("searched")),
        note=table.said_or_none("note"),
    )
    table.end()
    return act


def _circumstance(table: File) -> Circumstance:
    circumstance = Circumstance(
        code=table.own_code(),
        question=table.said("question"),
        when_yes=table.said("yes"),
        when_no=table.said("no"),
    )
    table.end()
    return circumstance


def _contradiction(table: File, dimensions: Mapping[str, tuple[str, ...]]) -> Contradiction:
    facts = read_when(table.table("facts"), dimensions, groups={})
    if len(facts) < 2:  # noqa: PLR2004  # one fact alone contradicts nothing
        table.refuse("facts", LONE_FACT, sorted(facts))
    contradiction = Contradiction(facts, table.said("reason"))
    table.end()
    return contradiction


def read_when(
    table: File,
    dimensions: Mapping[str, tuple[str, ...]],
    groups: Mapping[str, frozenset[str]],
) -> dict[str, frozenset[str]]:
    """Read dimensions and the values that are meant, in the vocabulary's order.

    A circumstance is `"yes"` or `"no"`; another dimension is a list of values or groups of them.
    """
    when: dict[str, frozenset[str]] = {}
    for name, values in dimensions.items():
        if not table.has(name):
            continue
        if values == (YES, NO):
            when[name] = frozenset({table.code(name, values)})
            continue
        codes = table.codes(name, [*values, *groups])
        when[name] = frozenset().union(*(groups.get(code, {code}) for code in codes))
    table.end()
    return when


def groups_of(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Return the subjects of each group."""
    names = dict.fromkeys(group for s in vocabulary.subjects for group in s.groups)
    return {
        name: frozenset(s.code for s in vocabulary.subjects if name in s.groups) for name in names
    }
