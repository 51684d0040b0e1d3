"""From a draft to a circular in force, and out of it again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netral.circulars.actions import drafts, life, publishing
from netral.circulars.core import Form, Relay, Stage
from netral.circulars.errors import (
    Frozen,
    Incomplete,
    InitialGiven,
    InitialNotAsked,
    NotSignatory,
    NumberTaken,
    ReasonMissing,
    WrongStage,
)
from netral.circulars.models import CascadeItem, Circular, Clause
from netral.circulars.queries.texts import frozen_sha256
from netral.kernel.moment import Moment
from netral.ledger import queries as ledger
from netral.ledger.models import Entry
from netral.notices.models import Message
from netral.orgs.errors import NotActing
from netral.orgs.models import Office
from netral.signing.core import Level
from tests.cast import Member
from tests.circulars.conftest import by_hand

Facts = Callable[..., drafts.Facts]


def test_a_draft_keeps_everything_that_was_written(draft: Circular) -> None:
    assert draft.stage == Stage.DRAFT
    assert [c.kind for c in draft.clauses.all()] == ["duty", "prohibition", "permission"]
    assert draft.clauses.get(order=3).conditions == ["tugas pokok tidak terganggu"]
    assert draft.entry.act == "circular.drafted"


def test_a_draft_is_replaced_whole(draft: Circular, facts: Facts, at: Moment) -> None:
    drafts.change(circular=draft, facts=facts(clauses=()), by="user:1", at=at)
    assert not draft.clauses.exists()


def test_a_draft_thrown_away_leaves_only_its_entries(draft: Circular, at: Moment) -> None:
    drafts.discard(circular=draft, by="user:1", at=at)
    assert not Circular.objects.exists()
    assert Entry.objects.filter(act="circular.discarded").exists()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"clauses": ()}, "clause"),
        ({"signatory": None}, "signs"),
        ({"relay": Relay.ON_BEHALF}, "behalf"),
        ({"relay": Relay.FOR_HIM, "on_behalf_of": "Wali Kota"}, "between"),
        ({"subject": "  "}, "subject"),
    ],
)
def test_an_incomplete_draft_is_not_handed_on(
    draft: Circular, facts: Facts, at: Moment, changes: dict[str, object], missing: str
) -> None:
    drafts.change(circular=draft, facts=facts(**changes), by="user:1", at=at)
    with pytest.raises(Incomplete):
        life.submit(circular=draft, by="user:1", at=at)
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT


class TestInitials:
    """The paraf of officers."""

    @pytest.fixture
    def asked(self, draft: Circular, facts: Facts, office: Office, at: Moment) -> Circular:
        return drafts.change(circular=draft, facts=facts(initials=[office]), by="user:1", at=at)

    def test_the_last_one_makes_it_ready_to_sign(
        self, asked: Circular, office: Office, wali: Member, at: Moment
    ) -> None:
        life.initial(circular=asked, office=office, user=wali.user, at=at)
        asked.refresh_from_db()
        assert asked.stage == Stage.INITIALLED

    def test_nobody_else_gives_them(
        self, asked: Circular, office: Office, ratna: Member, at: Moment
    ) -> None:
        with pytest.raises(NotActing):
            life.initial(circular=asked, office=office, user=ratna.user, at=at)

    def test_they_are_not_given_unasked(
        self, draft: Circular, office: Office, wali: Member, at: Moment
    ) -> None:
        with pytest.raises(InitialNotAsked):
            life.initial(circular=draft, office=office, user=wali.user, at=at)

    def test_a_second_click_changes_nothing(
        self, asked: Circular, facts: Facts, office: Office, wali: Member, hendra: Member,
        at: Moment,
    ) -> None:  # fmt: skip
        other = Office.objects.get(title="Camat Beji")
        drafts.change(circular=asked, facts=facts(initials=[office, other]), by="user:1", at=at)
        life.initial(circular=asked, office=office, user=wali.user, at=at)
        with pytest.raises(InitialGiven):
            life.initial(circular=asked, office=office, user=wali.user, at=at)

    def test_a_changed_text_voids_them(
        self, asked: Circular, facts: Facts, office: Office, wali: Member, hendra: Member,
        at: Moment,
    ) -> None:  # fmt: skip
        other = Office.objects.get(title="Camat Beji")
        both = facts(initials=[office, other])
        drafts.change(circular=asked, facts=both, by="user:1", at=at)
        life.initial(circular=asked, office=office, user=wali.user, at=at)
        drafts.change(circular=asked, facts=replace(both, subject="Lain"), by="user:1", at=at)
        assert not asked.initials.filter(given_at__isnull=False).exists()

    def test_handing_on_waits_for_them(self, asked: Circular, at: Moment) -> None:
        with pytest.raises(Incomplete):
            life.submit(circular=asked, by="user:1", at=at)

    def test_sent_back_it_is_a_draft_without_initials(
        self, asked: Circular, office: Office, wali: Member, at: Moment
    ) -> None:
        life.initial(circular=asked, office=office, user=wali.user, at=at)
        with pytest.raises(ReasonMissing):
            life.send_back(circular=asked, reason=" ", by="user:1", at=at)
        life.send_back(circular=asked, reason="Dasar hukum kurang.", by="user:1", at=at)
        asked.refresh_from_db()
        assert (asked.stage, asked.end_reason) == (Stage.DRAFT, "Dasar hukum kurang.")
        assert not asked.initials.filter(given_at__isnull=False).exists()

    def test_the_signatory_is_told_each_time_it_is_ready(
        self, asked: Circular, office: Office, wali: Member, at: Moment
    ) -> None:
        life.initial(circular=asked, office=office, user=wali.user, at=at)
        life.send_back(circular=asked, reason="Dasar hukum kurang.", by="user:1", at=at)
        again = replace(at, logged=at.logged + timedelta(hours=1))
        life.initial(circular=asked, office=office, user=wali.user, at=again)
        told = Message.objects.filter(template="circulars/to_sign", channel="app")
        assert list(told.values_list("recipient", flat=True)) == [f"user:{wali.user.pk}"] * 2


class TestSigning:
    """The signature numbers, dates and freezes."""

    def test_it_is_dated_numbered_frozen_and_on_paper(self, signed: Circular, at: Moment) -> None:
        assert signed.number == "270/343-Huk"
        assert signed.dated_on == at.local().date()
        assert signed.text_sha256 == frozen_sha256(signed)
        assert signed.signature_block["lines"] == ["WALI KOTA DEPOK,"]
        assert signed.paper is not None
        assert signed.paper.level == Level.REENTRY
        assert signed.paper.sealed_at is None

    def test_only_the_holder_of_the_office_signs(
        self, draft: Circular, laras: Member, at: Moment
    ) -> None:
        life.submit(circular=draft, by="user:1", at=at)
        with pytest.raises(NotSignatory):
            life.sign(circular=draft, user=laras.user, signing=by_hand("1"), at=at)
        draft.refresh_from_db()
        assert (draft.stage, draft.number) == (Stage.INITIALLED, "")

    def test_the_holder_does_not_sign_outside_the_term(
        self, draft: Circular, wali: Member, at: Moment
    ) -> None:
        life.submit(circular=draft, by="user:1", at=at)
        early = replace(at, acted=at.acted - timedelta(days=400))
        with pytest.raises(NotSignatory):
            life.sign(circular=draft, user=wali.user, signing=by_hand("1"), at=early)

    def test_a_circular_needs_a_number_and_an_instruction_none(
        self, draft: Circular, facts: Facts, wali: Member, at: Moment
    ) -> None:
        life.submit(circular=draft, by="user:1", at=at)
        with pytest.raises(Incomplete):
            life.sign(circular=draft, user=wali.user, signing=by_hand(" "), at=at)
        life.send_back(circular=draft, reason="Bentuk lain.", by="user:1", at=at)
        drafts.change(circular=draft, facts=facts(form=Form.INSTRUCTION), by="user:1", at=at)
        life.submit(circular=draft, by="user:1", at=at)
        done = life.sign(circular=draft, user=wali.user, signing=by_hand(""), at=at)
        assert (done.number, done.stage) == ("", Stage.SIGNED)

    def test_a_number_is_given_once_a_year(
        self, signed: Circular, facts: Facts, wali: Member, at: Moment
    ) -> None:
        second = drafts.draft(institution=signed.institution, facts=facts(), by="user:1", at=at)
        life.submit(circular=second, by="user:1", at=at)
        with pytest.raises(NumberTaken):
            life.sign(circular=second, user=wali.user, signing=by_hand("270/343-Huk"), at=at)
        second.refresh_from_db()
        assert (second.stage, second.paper) == (Stage.INITIALLED, None)

    def test_stray_spaces_do_not_make_another_number(
        self, draft: Circular, facts: Facts, wali: Member, at: Moment
    ) -> None:
        second = drafts.draft(institution=draft.institution, facts=facts(), by="user:1", at=at)
        for each in (draft, second):
            life.submit(circular=each, by="user:1", at=at)
        typed = by_hand(" Nomor 35\u00a0 Tahun  2024")
        done = life.sign(circular=draft, user=wali.user, signing=typed, at=at)
        assert done.number == "Nomor 35 Tahun 2024"
        again = by_hand("Nomor 35 Tahun   2024 ")
        with pytest.raises(NumberTaken):
            life.sign(circular=second, user=wali.user, signing=again, at=at)

    def test_what_is_signed_does_not_change(
        self, signed: Circular, facts: Facts, wali: Member, at: Moment
    ) -> None:
        with pytest.raises(Frozen):
            drafts.change(circular=signed, facts=facts(), by="user:1", at=at)
        with pytest.raises(Frozen):
            drafts.discard(circular=signed, by="user:1", at=at)
        with pytest.raises(WrongStage):
            life.sign(circular=signed, user=wali.user, signing=by_hand("2"), at=at)

    def test_the_database_keeps_no_signed_circular_without_its_hash(self, signed: Circular) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Circular.objects.filter(pk=signed.pk).update(text_sha256="")


class TestInForce:
    """Published, superseded, revoked."""

    def test_publishing_reaches_the_desk_of_each_head(
        self, published: Circular, at: Moment
    ) -> None:
        assert published.stage == Stage.PUBLISHED
        assert [i.unit.name for i in CascadeItem.objects.all()] == ["Kecamatan Beji"]

    def test_its_leaf_names_hash_and_number_in_ascii(
        self, draft: Circular, wali: Member, at: Moment
    ) -> None:
        life.submit(circular=draft, by="user:0", at=at)
        signing = by_hand("100.3.4/2159 – BKPSDM")
        signed = life.sign(circular=draft, user=wali.user, signing=signing, at=at)
        publishing.publish(circular=signed, by="user:0", at=at)
        entry = Entry.objects.get(act="circular.published")
        assert entry.kind == "circular.published/1"
        assert b'"no":"100.3.4/2159 %E2%80%93 BKPSDM"' in bytes(entry.leaf)
        assert ledger.fields(entry)["number"] == "100.3.4/2159 – BKPSDM"

    def test_it_is_published_once(self, published: Circular, at: Moment) -> None:
        with pytest.raises(WrongStage):
            publishing.publish(circular=published, by="user:0", at=at)

    def test_its_history_is_one_line_in_the_ledger(self, published: Circular) -> None:
        ref = bytes(published.entry.ref)
        acts = Entry.objects.filter(ref=ref).order_by("number").values_list("act", flat=True)
        assert list(acts) == [
            "circular.drafted", "circular.submitted", "circular.signed", "circular.published",
        ]  # fmt: skip

    def test_revoking_needs_a_reason_and_stays_readable(
        self, published: Circular, at: Moment
    ) -> None:
        with pytest.raises(ReasonMissing):
            publishing.revoke(circular=published, reason="", by="user:0", at=at)
        publishing.revoke(circular=published, reason="Keliru.", by="user:0", at=at)
        published.refresh_from_db()
        assert (published.stage, published.end_reason) == (Stage.REVOKED, "Keliru.")
        assert published.paper is not None
        assert published.paper.facts["standing"] == "revoked"
        assert Clause.objects.filter(circular=published).count() == 3

    def test_a_successor_ends_the_one_before_and_asks_again(
        self, published: Circular, facts: Facts, wali: Member, at: Moment
    ) -> None:
        newer = drafts.draft(
            institution=published.institution,
            facts=facts(supersedes=published),
            by="user:1",
            at=at,
        )
        life.submit(circular=newer, by="user:1", at=at)
        life.sign(circular=newer, user=wali.user, signing=by_hand("270/400-Huk"), at=at)
        publishing.publish(circular=newer, by="user:0", at=at)
        published.refresh_from_db()
        assert published.stage == Stage.SUPERSEDED
        assert newer.items.count() == 1
