"""What remains possible, and what not, when a circular ends while others hang on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from netral.circulars import queries
from netral.circulars.actions import cascade, drafts, life, publishing
from netral.circulars.core import ClauseKind, ItemState, Stage
from netral.circulars.core.text import ClauseText
from netral.circulars.errors import NotYoursToSupersede, ParentEnded, WrongStage
from netral.circulars.models import CascadeItem, Circular
from netral.circulars.queries.cascade import cascade as tree_of
from netral.circulars.queries.cascade import top_unit
from netral.circulars.queries.texts import frozen_sha256
from netral.kernel.moment import Moment
from netral.orgs.models import Holding, Unit
from tests.cast import Member
from tests.circulars.conftest import by_hand

Facts = Callable[..., drafts.Facts]


def hand_on(circular: Circular, signer: Member, number: str, at: Moment) -> Circular:
    life.submit(circular=circular, by="user:1", at=at)
    return life.sign(circular=circular, user=signer.user, signing=by_hand(number), at=at)


def issue(circular: Circular, signer: Member, number: str, at: Moment) -> Circular:
    done = hand_on(circular, signer, number, at)
    return publishing.publish(circular=done, by="user:1", at=at)


def revoke(circular: Circular, at: Moment) -> Circular:
    return publishing.revoke(circular=circular, reason="Salah tanggal.", by="user:1", at=at)


@pytest.fixture
def item(published: Circular) -> CascadeItem:
    return CascadeItem.objects.select_related("unit__institution", "circular").get()


@pytest.fixture
def derived(item: CascadeItem, hendra: Member, at: Moment) -> Circular:
    return cascade.derive(item=item, user=hendra.user, at=at)


def test_a_head_whose_derived_circular_was_revoked_derives_again(
    item: CascadeItem, derived: Circular, hendra: Member, at: Moment
) -> None:
    revoke(issue(derived, hendra, "1/Beji", at), at)
    item.refresh_from_db()
    assert (item.state, item.derived) == (ItemState.ACKNOWLEDGED, None)
    again = issue(cascade.derive(item=item, user=hendra.user, at=at), hendra, "2/Beji", at)
    item.refresh_from_db()
    assert (item.state, item.derived) == (ItemState.DERIVED, again)


def test_a_derived_circular_superseded_by_one_that_restates_nothing_answers_no_more(
    facts: Facts, item: CascadeItem, derived: Circular, wali: Member, hendra: Member, at: Moment
) -> None:
    old = issue(derived, hendra, "1/Beji", at)
    weaker = facts(clauses=[ClauseText(kind=ClauseKind.DUTY, text="Imbauan.")], supersedes=old)
    other = drafts.draft(institution=old.institution, facts=weaker, by="user:1", at=at)
    issue(other, wali, "271/344-Huk", at)
    item.refresh_from_db()
    assert (item.state, item.derived) == (ItemState.ACKNOWLEDGED, None)
    again = issue(cascade.derive(item=item, user=hendra.user, at=at), hendra, "2/Beji", at)
    item.refresh_from_db()
    assert (item.state, item.derived) == (ItemState.DERIVED, again)


def test_what_has_ended_is_not_passed_on(
    published: Circular, derived: Circular, hendra: Member, at: Moment
) -> None:
    revoke(published, at)
    life.submit(circular=derived, by="user:1", at=at)
    with pytest.raises(ParentEnded):
        life.sign(circular=derived, user=hendra.user, signing=by_hand("1/Beji"), at=at)
    derived.refresh_from_db()
    assert (derived.stage, derived.number) == (Stage.INITIALLED, "")


def test_a_derived_circular_signed_before_its_parent_ended_can_only_be_withdrawn(
    published: Circular, item: CascadeItem, derived: Circular, hendra: Member, at: Moment
) -> None:
    waiting = hand_on(derived, hendra, "1/Beji", at)
    revoke(published, at)
    with pytest.raises(ParentEnded):
        publishing.publish(circular=waiting, by="user:1", at=at)
    assert revoke(waiting, at).stage == Stage.REVOKED
    item.refresh_from_db()
    assert item.state == ItemState.SENT


def test_receipt_of_what_has_ended_is_not_acknowledged(
    published: Circular, item: CascadeItem, hendra: Member, at: Moment
) -> None:
    revoke(published, at)
    with pytest.raises(WrongStage):
        cascade.acknowledge(item=item, user=hendra.user, at=at)


def test_a_successor_is_published_even_if_the_older_one_was_revoked_meanwhile(
    published: Circular, facts: Facts, wali: Member, at: Moment
) -> None:
    newer = drafts.draft(
        institution=published.institution, facts=facts(supersedes=published), by="user:1", at=at
    )
    signed = hand_on(newer, wali, "270/344-Huk", at)
    revoke(published, at)
    assert publishing.publish(circular=signed, by="user:1", at=at).stage == Stage.PUBLISHED
    published.refresh_from_db()
    assert published.stage == Stage.REVOKED


def test_a_unit_does_not_supersede_what_stands_above_it(
    published: Circular, facts: Facts, hendra: Member, at: Moment
) -> None:
    camat = Holding.objects.get(person=hendra.person)
    own = facts(unit=camat.office.unit, signatory=camat, supersedes=published)
    draft = drafts.draft(institution=published.institution, facts=own, by="user:1", at=at)
    with pytest.raises(NotYoursToSupersede):
        life.submit(circular=draft, by="user:1", at=at)


def test_nobody_grows_later_with_a_circular_that_has_ended(published: Circular, at: Moment) -> None:
    month = at.acted + timedelta(days=30)
    late = tree_of(published, top_unit(published), month).late
    assert late
    assert late[0].late_days > 10
    ended = revoke(published, replace(at, acted=at.acted + timedelta(days=1)))
    assert tree_of(ended, top_unit(ended), month).late == []


def test_the_issuing_unit_gets_nothing_passed_on(
    facts: Facts, tree: dict[str, Unit], hendra: Member, at: Moment
) -> None:
    camat = Holding.objects.get(person=hendra.person)
    own = facts(
        unit=camat.office.unit, signatory=camat, audience={"units": [camat.office.unit.path]}
    )
    draft = drafts.draft(institution=camat.institution, facts=own, by="user:1", at=at)
    published = issue(draft, hendra, "1/Beji", at)
    assert not published.items.filter(unit=camat.office.unit).exists()


def test_the_hash_covers_what_is_superseded(published: Circular, facts: Facts, at: Moment) -> None:
    house = published.institution
    draft = drafts.draft(institution=house, facts=facts(), by="user:1", at=at)
    before = frozen_sha256(draft)
    changed = drafts.change(circular=draft, facts=facts(supersedes=published), by="u", at=at)
    assert frozen_sha256(changed) != before


def test_a_unit_renamed_later_leaves_the_hash_as_it_was(published: Circular) -> None:
    Unit.objects.filter(pk=published.unit_id).update(name="Nama Lain")
    later = Circular.objects.get(pk=published.pk)
    assert later.signature_block["issuer"] == "Pemerintah Kota Depok"
    assert frozen_sha256(later) == later.text_sha256


def test_derived_circulars_of_other_units_are_not_even_fetched(
    published: Circular, derived: Circular, hendra: Member, laras: Member, ratna: Member, at: Moment
) -> None:
    issue(derived, hendra, "1/Beji", at)
    assert {r.is_derived for r in queries.to_read(ratna.person, at.acted)} == {False, True}
    assert [r.is_derived for r in queries.to_read(laras.person, at.acted)] == [False]
