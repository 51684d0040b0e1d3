"""One entry, as an auditor looks at it."""

import pytest

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, erase, record
from netral.ledger.models import Disclosure, Entry
from netral.ledger.queries.checks import Kind, check
from netral.permits.models import Permit
from netral.tenancy.models import Institution
from tests.cast import Member, Owner
from tests.ledger.sequenced import Log, gone
from tests.permits.conftest import asked, granted, hand


@pytest.fixture
def decided(log: Log, ratna: Member, hendra: Member, at: Moment) -> Entry:
    granted(asked(ratna, at), hand(hendra), at)
    return Entry.objects.get(act="permit.decided")


def fits(entry: Entry) -> dict[Kind, bool | None]:
    return {each.kind: each.fits for each in check(entry)}


WHOLE: dict[Kind, bool | None] = dict.fromkeys(Kind, True)


def test_a_whole_entry_fits_in_everything(decided: Entry, log: Log, at: Moment) -> None:
    assert fits(decided) == WHOLE | {Kind.PLACE: None}  # it waits for its place
    log.publish(at.logged)
    assert fits(decided) == WHOLE


def test_an_entry_without_records_says_so(depok: Institution, log: Log, at: Moment) -> None:
    made = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=at)
    assert fits(made) == WHOLE | {Kind.PLACE: None, Kind.RECORDS: None}


def test_an_erased_field_fits(decided: Entry, at: Moment) -> None:
    erase(entry=decided, fields=["reason"], basis="UU PDP", by="user:9", at=at)
    assert fits(decided)[Kind.OPENINGS] is True


def test_each_check_says_what_does_not_fit(
    decided: Entry, log: Log, owner: Owner, at: Moment
) -> None:
    log.publish(at.logged)
    Permit.objects.update(state="refused")
    Permit.objects.get().events.filter(what="granted").update(by="user:999")
    with owner():
        Disclosure.objects.filter(entry=decided, field="kind").update(value=b'"cltn"')
        Entry.objects.filter(pk=decided.pk).update(number=0, ref=b"x" * 16)
    decided.refresh_from_db()
    found = {each.kind: each for each in check(decided)}
    assert found[Kind.LEAF].fits is found[Kind.OPENINGS].fits is found[Kind.HISTORY].fits is False
    assert found[Kind.RECORDS].fits is False
    assert any("Isi kolom by berbeda" in words for words in found[Kind.RECORDS].wrong)
    assert any("Nilai isian kind telah diubah" in words for words in found[Kind.OPENINGS].wrong)
    assert found[Kind.COMMITMENT].fits is found[Kind.PLACE].fits is True


def test_another_leaf_in_the_files_is_seen(decided: Entry, log: Log, at: Moment) -> None:
    log.publish(at.logged)
    (bundle,) = (log.folder / "tile/entries").rglob("*.p/*")
    whole = bundle.read_bytes()
    bundle.write_bytes(whole.replace(bytes(decided.leaf)[:60], b"x" * 60))
    assert fits(decided)[Kind.PLACE] is False
    bundle.write_bytes(whole[:-1])
    assert fits(decided)[Kind.PLACE] is False
    bundle.unlink()
    assert fits(decided)[Kind.PLACE] is None


def test_of_what_came_back_from_a_copy_nothing_can_be_opened(
    depok: Institution, log: Log, at: Moment, owner: Owner
) -> None:
    made = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=at)
    with owner():
        gone(Disclosure.objects.filter(entry=made))
        Entry.objects.filter(pk=made.pk).update(act="internal")
    made.refresh_from_db()
    assert fits(made) == dict.fromkeys(Kind) | {Kind.LEAF: True, Kind.HISTORY: True}
