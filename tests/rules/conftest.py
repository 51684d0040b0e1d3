"""A city with two keepers of the rules, whose program ships the small base."""

from collections.abc import Callable, Iterator

import pytest

from netral.kernel.moment import Moment
from netral.rules import queries, reader
from netral.rules.actions import drafts, examining, publishing
from netral.rules.models import Ruleset
from netral.tenancy.models import Institution
from tests.cast import Member
from tests.rules import files

Publish = Callable[..., Ruleset]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program ship the small base: the real one takes seconds to examine."""
    for forget in (reader.shipped, queries.shipped):
        forget.cache_clear()
    monkeypatch.setattr(reader, "shipped_files", files.files)
    yield
    for forget in (reader.shipped, queries.shipped):
        forget.cache_clear()


@pytest.fixture
def begun(small: None, depok: Institution, laras: Member, at: Moment) -> Ruleset:
    """A draft by the legal drafter, the same as what is in force under the next label."""
    return drafts.begin(institution=depok, by=f"user:{laras.user.pk}", at=at)


@pytest.fixture
def examined(at: Moment) -> Publish:
    """Examine a version as the worker does."""

    def examine(ruleset: Ruleset) -> Ruleset:
        examining.work(ruleset=examining.ask(ruleset=ruleset, at=at), now=at.logged)
        ruleset.refresh_from_db()
        return ruleset

    return examine


@pytest.fixture
def proposed(begun: Ruleset, examined: Publish, laras: Member, at: Moment) -> Ruleset:
    """The draft, handed on and examined."""
    by = f"user:{laras.user.pk}"
    return examined(drafts.propose(ruleset=begun, seen=begun.revision, by=by, at=at))


@pytest.fixture
def publish(dewi: Member, at: Moment) -> Publish:
    """Approve a version as the personnel office; change what you like."""

    def approve(ruleset: Ruleset, **changed: object) -> Ruleset:
        given: dict[str, object] = {
            "seen": ruleset.revision, "doubts_seen": True, "by": f"user:{dewi.user.pk}", "at": at,
        } | changed  # fmt: skip
        return publishing.publish(ruleset=ruleset, **given)  # type: ignore[arg-type]

    return approve
