"""A version of the rules is written by one person, examined, and published by another."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from netral.kernel.errors import Refusal
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.orgs.models import Person
from netral.rules import queries, reader
from netral.rules.actions import drafts, examining
from netral.rules.errors import (
    DoubtsNotSeen,
    DraftOvertaken,
    GateOpen,
    NeedsReason,
    OtherState,
    SamePerson,
    TooMuch,
)
from netral.rules.models import Ruleset
from netral.rules.queries.desk import desk
from netral.rules.reader import BadRules
from netral.tenancy.models import Institution
from tests.cast import BY, Member
from tests.rules import files
from tests.rules.conftest import Publish
from tests.together import together

pytestmark = pytest.mark.django_db
FAMILY = "rules-etika.toml"
FAINT = files.rule("R-LIKE", confidence="memory-low")


def later(at: Moment, **by: float) -> Moment:
    return replace(at, acted=at.acted + timedelta(**by))


def rewritten(ruleset: Ruleset, *rules: str, at: Moment) -> Ruleset:
    text = files.files(*rules)[FAMILY]
    return drafts.save(ruleset=ruleset, files={FAMILY: text}, seen=ruleset.revision, by=BY, at=at)


# ---- What is in force


def test_without_a_version_of_its_own_the_shipped_rules_hold(
    small: None, depok: Institution, at: Moment
) -> None:
    assert queries.in_force(depok, at.acted).version == "2024.1.0"


def test_what_held_at_an_instant_can_be_asked_for_ever(
    proposed: Ruleset, publish: Publish, depok: Institution, at: Moment
) -> None:
    published = publish(proposed)
    assert queries.in_force(depok, at.acted - timedelta(seconds=1)).version == "2024.1.0"
    assert queries.in_force(depok, at.acted).version == published.version == "2024.1.1"
    Ruleset.objects.filter(pk=published.pk).update(state="superseded", ended_at=at.acted)
    assert queries.in_force(depok, at.acted).version == "2024.1.1"


def test_what_is_in_force_costs_one_query_and_nothing_is_read_twice(
    proposed: Ruleset, publish: Publish, depok: Institution, at: Moment
) -> None:
    publish(proposed)
    first = queries.in_force(depok, at.acted)
    with CaptureQueriesContext(connection) as asked:
        again = queries.in_force(depok, at.acted)
    assert len(asked) == 1
    assert again.engine is first.engine
    assert "files" not in asked[0]["sql"]


def test_what_a_transaction_gave_up_is_not_remembered(
    proposed: Ruleset, examined: Publish, publish: Publish, depok: Institution, at: Moment
) -> None:
    with suppress(LookupError), transaction.atomic():
        publish(proposed)
        assert queries.in_force(depok, at.acted).version == "2024.1.1"
        raise LookupError
    back = drafts.send_back(ruleset=proposed, reason="x", by=BY, at=at)
    faint = rewritten(back, FAINT, files.ATTEND, at=at)
    publish(examined(drafts.propose(ruleset=faint, seen=faint.revision, by=BY, at=at)))
    held = queries.in_force(depok, at.acted)
    assert held.base.rule("R-LIKE").confidence == "memory-low"
    assert held.engine.sha256 == held.sha256


def test_the_shelf_forgets_what_was_asked_for_long_ago() -> None:
    shelf, made = queries.Shelf[str](2), list[str]()

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert shelf.get(name, partial(make, name)) == name
    assert made == ["a", "b", "c", "b"]


def test_a_newer_program_offers_its_rules_and_replaces_nothing(
    proposed: Ruleset,
    publish: Publish,
    depok: Institution,
    at: Moment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(proposed)
    assert desk(depok, at.acted).update == ""
    new = files.files(FAINT, files.ATTEND, version="2024.2.0")
    monkeypatch.setattr("netral.rules.reader.shipped_files", lambda: new)
    queries.shipped.cache_clear()
    reader.shipped.cache_clear()
    assert desk(depok, at.acted).update == "2024.2.0"
    assert queries.in_force(depok, at.acted).version == "2024.1.1"
    drafts.take_update(institution=depok, by=BY, at=at)
    assert desk(depok, at.acted).update == ""


# ---- Writing


def test_what_does_not_read_as_a_base_is_not_saved(begun: Ruleset, at: Moment) -> None:
    with pytest.raises(BadRules) as refused:
        rewritten(begun, files.LIKE.replace("effect", "efect"), at=at)
    assert (refused.value.where, refused.value.key) == ("rules-etika.toml: R-LIKE", "effect")
    assert Ruleset.objects.get(pk=begun.pk).files == begun.files


def test_a_file_with_another_name_or_too_much_text_is_not_saved(begun: Ruleset, at: Moment) -> None:
    for name in ("../x.toml", "rules-é.toml", "rules-.toml", "lain.toml"):
        with pytest.raises(BadRules):
            drafts.save(ruleset=begun, files={name: files.TITLE}, seen=1, by=BY, at=at)
    with pytest.raises(TooMuch):
        drafts.save(ruleset=begun, files={FAMILY: "#" * 2_000_001}, seen=1, by=BY, at=at)
    assert Ruleset.objects.get(pk=begun.pk).revision == 1


def test_two_writers_do_not_undo_each_other(begun: Ruleset, at: Moment) -> None:
    rewritten(begun, FAINT, files.ATTEND, at=at)
    with pytest.raises(DraftOvertaken):
        rewritten(begun, files.LIKE, at=at)


def test_a_family_can_be_taken_away(begun: Ruleset, at: Moment) -> None:
    one = files.files(files.rule("R-3", "hadir"))[FAMILY].replace("Etika", "Lain")
    more = drafts.save(ruleset=begun, files={"rules-lain.toml": one}, seen=1, by=BY, at=at)
    assert "rules-lain.toml" in more.files
    less = drafts.save(ruleset=more, files={"rules-lain.toml": None}, seen=2, by=BY, at=at)
    assert set(less.files) == set(begun.files)


def test_a_proposed_version_is_not_written_at_until_it_is_sent_back(
    proposed: Ruleset, at: Moment
) -> None:
    with pytest.raises(OtherState):
        rewritten(proposed, files.LIKE, at=at)
    with pytest.raises(NeedsReason):
        drafts.send_back(ruleset=proposed, reason=" ", by=BY, at=at)
    back = drafts.send_back(ruleset=proposed, reason="Sumber kurang.", by=BY, at=at)
    assert (back.state, back.reason, back.proposed_by) == ("draft", "Sumber kurang.", "")
    assert rewritten(back, FAINT, files.ATTEND, at=at).gate_state == "none"


def test_a_discarded_version_goes_no_further(begun: Ruleset, at: Moment) -> None:
    gone = drafts.discard(ruleset=begun, by=BY, at=at)
    for step in (
        partial(drafts.propose, ruleset=gone, seen=gone.revision, by=BY, at=at),
        partial(drafts.discard, ruleset=gone, by=BY, at=at),
        partial(examining.ask, ruleset=gone, at=at),
    ):
        with pytest.raises(OtherState):
            step()


# ---- Publishing


def test_publishing_leaves_the_two_digests_in_the_ledger(
    proposed: Ruleset, publish: Publish, laras: Member, dewi: Member
) -> None:
    published = publish(proposed)
    entry = Entry.objects.get(act="ruleset.published")
    leaf = json.loads(bytes(entry.leaf))
    assert leaf["x"] == {"rules": published.sha256, "table": published.table}
    told = {d.field: json.loads(bytes(d.value or b"")) for d in entry.disclosures.all()}
    assert told["actor"] == f"user:{laras.user.pk}"
    assert told["reviewer"] == f"user:{dewi.user.pk}"
    assert bytes(entry.ref) == bytes(published.entry.ref)


def test_nobody_approves_what_they_wrote_or_proposed(
    begun: Ruleset, examined: Publish, publish: Publish, laras: Member, dewi: Member, at: Moment
) -> None:
    first, second = f"user:{laras.user.pk}", f"user:{dewi.user.pk}"
    drafts.propose(ruleset=begun, seen=1, by=second, at=at)
    ready = examined(begun)
    for by in (first, second, "system", "command:aturan"):
        with pytest.raises(SamePerson):
            publish(ready, by=by)
    assert not Entry.objects.filter(act="ruleset.published").exists()


def test_what_the_gate_has_not_passed_is_not_published(
    begun: Ruleset, examined: Publish, publish: Publish, at: Moment
) -> None:
    with pytest.raises(OtherState):
        publish(begun)
    unexamined = drafts.propose(ruleset=begun, seen=1, by=BY, at=at)
    with pytest.raises(GateOpen):
        publish(unexamined)
    back = drafts.send_back(ruleset=unexamined, reason="x", by=BY, at=at)
    faulty = files.rule("R-BOLEH", "like", "permitted")
    conflicting = rewritten(back, files.LIKE, files.ATTEND, faulty, at=at)
    drafts.propose(ruleset=conflicting, seen=conflicting.revision, by=BY, at=at)
    stopped = examined(conflicting)
    assert (stopped.gate["open"], stopped.gate["counts"]["conflicts"]) == (False, 1)
    with pytest.raises(GateOpen):
        publish(stopped)


def test_who_saw_an_older_text_does_not_publish_the_newer_one(
    proposed: Ruleset, publish: Publish
) -> None:
    with pytest.raises(GateOpen):
        publish(proposed, seen=proposed.revision - 1)


def test_what_is_unverified_must_have_been_seen(
    begun: Ruleset, examined: Publish, publish: Publish, at: Moment
) -> None:
    faint = rewritten(begun, FAINT, files.ATTEND, at=at)
    ready = examined(drafts.propose(ruleset=faint, seen=faint.revision, by=BY, at=at))
    with pytest.raises(DoubtsNotSeen):
        publish(ready, doubts_seen=False)
    assert publish(ready).state == "published"


def test_a_version_compared_with_what_no_longer_holds_is_examined_again(
    begun: Ruleset, examined: Publish, publish: Publish, depok: Institution, at: Moment
) -> None:
    one = rewritten(begun, FAINT, files.ATTEND, at=at)
    other = drafts.begin(institution=depok, by=BY, at=at)
    ready = [
        examined(drafts.propose(ruleset=r, seen=r.revision, by=BY, at=at)) for r in (one, other)
    ]
    publish(ready[0])
    with pytest.raises(GateOpen):
        publish(ready[1], at=later(at, minutes=1))


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_one_moment_one_counts(
    proposed: Ruleset, publish: Publish, depok: Institution
) -> None:
    done = together([partial(publish, Ruleset.objects.get(pk=proposed.pk)) for _ in range(4)])
    assert done.count("rules.wrong_state") == 3
    assert Entry.objects.filter(act="ruleset.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_versions_at_one_moment_one_is_published(
    begun: Ruleset, examined: Publish, publish: Publish, depok: Institution, at: Moment
) -> None:
    rows = [rewritten(begun, FAINT, files.ATTEND, at=at)]
    rows.append(drafts.begin(institution=depok, by=BY, at=at))
    for row in rows:
        examined(drafts.propose(ruleset=row, seen=row.revision, by=BY, at=at))
    done = together([partial(publish, Ruleset.objects.get(pk=row.pk)) for row in rows])
    assert "rules.gate" in done
    assert Ruleset.objects.filter(state="published").count() == 1


# ---- Who is told


def test_whoever_may_approve_is_told_and_the_writer_when_it_comes_back(
    begun: Ruleset, laras: Member, dewi: Member, ratna: Member, at: Moment, settings: Settings
) -> None:
    settings.SMS_URL, settings.CHANNELS = "http://x", ["sms"]
    Person.objects.filter(pk=dewi.person.pk).update(phone="081200000001")
    writer, other = f"user:{laras.user.pk}", f"user:{dewi.user.pk}"
    drafts.propose(ruleset=begun, seen=1, by=writer, at=at)
    assert Message.objects.filter(channel="sms").get().recipient == other
    told = Message.objects.filter(template="rules/proposed", channel="app")
    assert {message.recipient for message in told} == {other}
    drafts.send_back(ruleset=begun, reason="Sumber kurang.", by=other, at=at)
    back = Message.objects.get(template="rules/sent_back", channel="app")
    assert back.recipient == writer
    again = replace(at, logged=at.logged + timedelta(seconds=1))
    drafts.propose(ruleset=begun, seen=1, by=writer, at=again)
    assert told.all().count() == 2
    drafts.send_back(ruleset=begun, reason="Saya tarik.", by=writer, at=again)
    assert Message.objects.filter(template="rules/sent_back", channel="app").count() == 1


# ---- The worker


def test_an_examination_of_an_older_text_is_not_kept(begun: Ruleset, at: Moment) -> None:
    asked = examining.ask(ruleset=begun, at=at)
    rewritten(begun, FAINT, files.ATTEND, at=at)
    Ruleset.objects.filter(pk=begun.pk).update(gate_state="running")
    examining.work(ruleset=asked, now=at.logged)
    assert Ruleset.objects.get(pk=begun.pk).gate == {}


def test_an_examination_that_ends_two_workers_is_given_up(begun: Ruleset, at: Moment) -> None:
    examining.ask(ruleset=begun, at=at)
    assert examining.resume(at.logged) == 0
    late = at.logged + timedelta(minutes=6)
    Ruleset.objects.filter(pk=begun.pk).update(gate_tries=2)
    assert examining.resume(late) == 1
    assert Ruleset.objects.get(pk=begun.pk).gate_state == "failed"


def test_an_examination_that_a_dead_worker_left_is_finished(begun: Ruleset, at: Moment) -> None:
    examining.ask(ruleset=begun, at=at)
    assert examining.resume(at.logged + timedelta(minutes=6)) == 1
    assert Ruleset.objects.get(pk=begun.pk).gate_state == "done"


# ---- Frozen


@pytest.mark.parametrize(
    "change",
    [
        {"files": {}}, {"version": "9.9"}, {"sha256": "x"}, {"table": "x"}, {"reviewed_by": "x"},
        {"published_at": None, "state": "draft", "reviewed_by": ""}, {"state": "discarded"},
        {"gate": {}}, {"source": {"a": 1}},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_published(
    proposed: Ruleset, publish: Publish, change: dict[str, object]
) -> None:
    published = publish(proposed)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ruleset.objects.filter(pk=published.pk).update(**change)
    assert Ruleset.objects.get(pk=published.pk).files == published.files


@pytest.mark.only_postgres  # emptying a table is a DELETE on SQLite; see the migration
def test_postgresql_refuses_to_delete_what_was_published(
    proposed: Ruleset, publish: Publish
) -> None:
    published = publish(proposed)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        published.delete()


def test_a_refusal_leaves_nothing_behind(begun: Ruleset, publish: Publish, at: Moment) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refusal):
        publish(begun)
    assert Entry.objects.count() == before
