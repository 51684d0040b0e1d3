"""What reaches heads and employees: acknowledge, derive, read, and the tree that shows it."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from netral.circulars import queries
from netral.circulars.actions import cascade, drafts, life, publishing
from netral.circulars.actions.cascade import Statement
from netral.circulars.actions.following import follow_roster
from netral.circulars.core import ItemState, Stage
from netral.circulars.errors import AlreadyDerived, NotBound, Weakened, WrongStage
from netral.circulars.models import CascadeItem, Circular, Reading
from netral.circulars.queries.cascade import cascade as tree_of
from netral.circulars.queries.cascade import top_unit
from netral.circulars.queries.texts import clause_texts
from netral.kernel.moment import Moment
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.orgs.actions import people
from netral.orgs.errors import NotActing
from netral.orgs.models import Holding, Unit
from netral.tallies import actions as tallies
from netral.tallies.queries import wholes
from tests.cast import Member, employ
from tests.circulars.conftest import by_hand


@pytest.fixture
def item(published: Circular) -> CascadeItem:
    return CascadeItem.objects.select_related("unit__institution", "circular").get()


@pytest.fixture
def derived(item: CascadeItem, hendra: Member, at: Moment) -> Circular:
    """The draft that Camat Beji begins."""
    return cascade.derive(item=item, user=hendra.user, at=at)


def issue(circular: Circular, head: Member, number: str, at: Moment) -> Circular:
    life.submit(circular=circular, by="user:1", at=at)
    life.sign(circular=circular, user=head.user, signing=by_hand(number), at=at)
    return publishing.publish(circular=circular, by="user:1", at=at)


def figures(circular: Circular) -> dict[str, int]:
    tallies.fold()
    return wholes(circular.institution, circular.board)[top_unit(circular).pk]


class TestAcknowledging:
    def test_the_head_states_that_it_arrived(
        self, item: CascadeItem, hendra: Member, at: Moment
    ) -> None:
        done = cascade.acknowledge(item=item, user=hendra.user, at=at)
        assert done.state == ItemState.ACKNOWLEDGED
        assert done.acknowledged_by is not None
        assert done.acknowledged_by.person == hendra.person

    def test_saying_it_twice_writes_one_entry(
        self, item: CascadeItem, hendra: Member, at: Moment
    ) -> None:
        cascade.acknowledge(item=item, user=hendra.user, at=at)
        cascade.acknowledge(item=item, user=hendra.user, at=at)
        assert Entry.objects.filter(act="circular.acknowledged").count() == 1

    def test_nobody_else_of_the_unit_does(
        self, item: CascadeItem, ratna: Member, at: Moment
    ) -> None:
        with pytest.raises(NotActing):
            cascade.acknowledge(item=item, user=ratna.user, at=at)

    def test_the_head_was_told(self, item: CascadeItem, hendra: Member) -> None:
        message = Message.objects.get(template="circulars/arrived")
        assert message.recipient == f"user:{hendra.user.pk}"


class TestDeriving:
    def test_the_draft_restates_every_clause(self, derived: Circular, published: Circular) -> None:
        assert derived.parent == published
        assert [c.restates_id for c in derived.clauses.all()] == [
            c.pk for c in published.clauses.all()
        ]
        assert derived.audience == {"kinds": ["pns", "pppk"], "units": [derived.unit.path]}

    def test_beginning_again_returns_the_same_draft(
        self, derived: Circular, item: CascadeItem, hendra: Member, at: Moment
    ) -> None:
        assert cascade.derive(item=item, user=hendra.user, at=at) == derived

    def test_published_it_answers_the_item(
        self, derived: Circular, item: CascadeItem, hendra: Member, at: Moment
    ) -> None:
        issue(derived, hendra, "1/Beji", at)
        item.refresh_from_db()
        assert (item.state, item.derived) == (ItemState.DERIVED, derived)
        assert item.acknowledged_at is not None
        with pytest.raises(AlreadyDerived):
            cascade.derive(item=item, user=hendra.user, at=at)

    @pytest.mark.parametrize("drop", [0, 1], ids=["a duty left out", "a prohibition left out"])
    def test_a_weaker_one_cannot_be_handed_on_for_signature(
        self, derived: Circular, hendra: Member, at: Moment, drop: int
    ) -> None:
        clauses = clause_texts(derived)
        del clauses[drop]
        self._rewrite(derived, clauses, at)
        with pytest.raises(Weakened):
            issue(derived, hendra, "1/Beji", at)
        derived.refresh_from_db()
        assert (derived.stage, derived.number) == (Stage.DRAFT, "")

    def test_a_weaker_one_cannot_be_signed_although_initialled(
        self, derived: Circular, hendra: Member, at: Moment
    ) -> None:
        office = Holding.objects.get(person=hendra.person).office
        self._rewrite(derived, clause_texts(derived)[1:], at, initials=[office])
        life.initial(circular=derived, office=office, user=hendra.user, at=at)
        with pytest.raises(Weakened):
            life.sign(circular=derived, user=hendra.user, signing=by_hand("1/Beji"), at=at)
        derived.refresh_from_db()
        assert (derived.stage, derived.number) == (Stage.INITIALLED, "")

    def test_a_later_reading_deadline_cannot_be_signed(
        self, derived: Circular, hendra: Member, at: Moment
    ) -> None:
        self._rewrite(derived, clause_texts(derived), at, read_by=None)
        with pytest.raises(Weakened):
            issue(derived, hendra, "1/Beji", at)

    @pytest.mark.parametrize(
        "less",
        [
            pytest.param({"kinds": ["pns"], "units": []}, id="fewer people"),
            pytest.param({"kinds": [], "units": ["1/99999/"]}, id="no unit that there is"),
        ],
    )
    def test_a_narrower_audience_cannot_be_signed(
        self, derived: Circular, hendra: Member, at: Moment, less: dict[str, list[str]]
    ) -> None:
        self._rewrite(derived, clause_texts(derived), at, audience=less)
        with pytest.raises(Weakened):
            issue(derived, hendra, "1/Beji", at)

    def test_clauses_of_its_own_are_welcome(
        self, derived: Circular, hendra: Member, at: Moment
    ) -> None:
        clauses = clause_texts(derived)
        own = replace(clauses[1], text="Dilarang memakai mobil kecamatan.", restates=None)
        self._rewrite(derived, [*clauses, own], at)
        assert issue(derived, hendra, "1/Beji", at).stage == Stage.PUBLISHED

    def test_a_parent_out_of_force_is_not_derived(
        self, item: CascadeItem, published: Circular, hendra: Member, at: Moment
    ) -> None:
        publishing.revoke(circular=published, reason="Keliru.", by="user:1", at=at)
        with pytest.raises(WrongStage):
            cascade.derive(item=item, user=hendra.user, at=at)

    def test_a_superseded_parent_outdates_it_and_asks_again(
        self, derived: Circular, published: Circular, hendra: Member, wali: Member,
        facts: Any, item: CascadeItem, at: Moment,
    ) -> None:  # fmt: skip
        issue(derived, hendra, "1/Beji", at)
        newer = drafts.draft(
            institution=published.institution, facts=facts(supersedes=published), by="u", at=at
        )
        issue(newer, wali, "270/400-Huk", at)
        item.refresh_from_db()
        assert item.state == ItemState.OUTDATED
        again = cascade.derive(item=newer.items.get(), user=hendra.user, at=at)
        assert again.supersedes == derived
        issue(again, hendra, "2/Beji", at)
        derived.refresh_from_db()
        assert derived.stage == Stage.SUPERSEDED

    def _rewrite(self, derived: Circular, clauses: list[Any], at: Moment, **changes: Any) -> None:
        stated: dict[str, Any] = {
            "unit": derived.unit,
            "subject": derived.subject,
            "signatory": derived.signatory,
            "audience": derived.audience,
            "read_by": derived.read_by,
            "clauses": clauses,
        }
        drafts.change(
            circular=derived, facts=drafts.Facts(**(stated | changes)), by="user:1", at=at
        )


class TestReading:
    def test_one_statement_a_person_counts_on_every_level(
        self, published: Circular, ratna: Member, at: Moment
    ) -> None:
        cascade.state_read(circular=published, person=ratna.person, at=at)
        cascade.state_read(circular=published, person=ratna.person, at=at)
        assert Reading.objects.count() == 1
        assert figures(published) == {"audience": 3, "read": 1}

    def test_its_entry_reveals_nobody(self, published: Circular, ratna: Member, at: Moment) -> None:
        cascade.state_read(circular=published, person=ratna.person, at=at)
        entry = Entry.objects.get(act="circular.read")
        assert entry.kind == "internal/1"
        assert b'"x":{}' in bytes(entry.leaf)

    def test_it_is_not_stated_by_those_it_does_not_bind(
        self, published: Circular, wali: Member, at: Moment
    ) -> None:
        with pytest.raises(NotBound):
            cascade.state_read(circular=published, person=wali.person, at=at)

    def test_it_is_not_stated_when_out_of_force(
        self, published: Circular, ratna: Member, at: Moment
    ) -> None:
        publishing.revoke(circular=published, reason="Keliru.", by="user:1", at=at)
        published.refresh_from_db()
        with pytest.raises(NotBound):
            cascade.state_read(circular=published, person=ratna.person, at=at)

    def test_whoever_moves_is_counted_where_they_serve(
        self, published: Circular, ratna: Member, tree: dict[str, Unit], at: Moment
    ) -> None:
        cascade.state_read(circular=published, person=ratna.person, at=at)
        people.transfer(person=ratna.person, unit=tree["disdik"], by="u", at=at)
        published.institution.refresh_from_db()
        assert follow_roster(institution=published.institution, at=at) == 1
        counts = wholes(published.institution, published.board)
        assert counts[tree["disdik"].pk]["read"] == 1
        assert counts[tree["32.76.06"].pk]["read"] == 0
        assert follow_roster(institution=published.institution, at=at) == 0

    def test_a_season_of_statements_takes_a_handful_of_queries(
        self, published: Circular, tree: dict[str, Unit], at: Moment,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        crowd = [employ(tree["disdik"], f"Orang {n}", 100 + n).person for n in range(12)]
        statements = [Statement(person, at.acted) for person in crowd]
        with django_assert_max_num_queries(12):
            assert cascade.state_read_all(circular=published, statements=statements, at=at) == 12

    def test_what_one_owes_is_listed_unread_first(
        self, published: Circular, derived: Circular, hendra: Member, ratna: Member, at: Moment,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        issue(derived, hendra, "1/Beji", at)
        cascade.state_read(circular=published, person=ratna.person, at=at)
        later = at.acted + timedelta(seconds=1)
        ratna.person.unit.refresh_from_db()  # pages fetch it with the person
        with django_assert_num_queries(4):
            owed = queries.to_read(ratna.person, later)
        assert [(r.number, r.read_at is None) for r in owed] == [
            ("1/Beji", True), ("270/343-Huk", False),
        ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_record_one_statement(
    published: Circular, ratna: Member, at: Moment
) -> None:
    def click() -> None:
        try:
            cascade.state_read(circular=published, person=ratna.person, at=at)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Reading.objects.count() == 1
    assert figures(published)["read"] == 1


class TestTree:
    def test_it_shows_desks_and_readers_on_every_level(
        self, published: Circular, ratna: Member, tree: dict[str, Unit], at: Moment,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        cascade.state_read(circular=published, person=ratna.person, at=at)
        tallies.fold()
        with django_assert_max_num_queries(4):
            seen = tree_of(published, top_unit(published), at.acted)
        assert (seen.top.desks, seen.top.acknowledged, seen.top.derived) == (1, 0, 0)
        assert (seen.top.read, seen.top.audience) == (1, 3)
        beji = next(b for b in seen.below if b.unit_id == tree["32.76.06"].pk)
        assert (beji.read, beji.audience, beji.share) == (1, 2, 50.0)
        assert seen.late == []

    def test_lateness_counts_working_days(self, published: Circular, at: Moment) -> None:
        # Due Friday noon; the Tuesday after is two working days later.
        seen = tree_of(published, top_unit(published), at.acted + timedelta(days=6))
        assert [(b.name, b.late_days) for b in seen.late] == [("Kecamatan Beji", 2)]
