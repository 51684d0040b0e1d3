"""Whoever holds all rights on the database changes rows; the check names each, on both engines."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Model

from netral.kernel.moment import Moment
from netral.ledger.actions import Act, erase, record, record_all
from netral.ledger.core.leaf import b64u, commitment, open_fields, timestamp
from netral.ledger.core.tree import leaf_hash
from netral.ledger.models import Disclosure, Entry, Head, Place, Publication, Tile, Waiting
from netral.permits.models import Permit, PermitEvent
from netral.signing.models import Paper
from netral.tenancy.models import Institution
from netral_monitor.cli import main as monitor
from tests.cast import Member, Owner
from tests.ledger.sequenced import POLICY, SIGNER, Log, forge, gone
from tests.ledger.whole import fsck
from tests.permits.conftest import asked, granted, hand

ZEROES = b"\0" * 32
EARLIER = timedelta(days=3)
FIRST = 0  # a number before all others
MANY = 300  # entries, so that a tile is full


@pytest.fixture
def permit(log: Log, ratna: Member, hendra: Member, depok: Institution, at: Moment) -> Permit:
    """A permit that was asked for and granted, in a log of two published states."""
    found = asked(ratna, at)
    moved = Act(act="unit.moved", actor="user:1", subject="unit:7")
    record_all([moved] * MANY, institution=depok, at=at)
    log.publish(at.logged + timedelta(minutes=1))
    found = granted(found, hand(hendra), at)
    note = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=at)
    erase(entry=note, fields=["actor"], basis="UU PDP", by="user:9", at=at)
    log.publish(at.logged + timedelta(minutes=2))
    return found


@pytest.fixture
def decided(permit: Permit) -> Entry:
    return Entry.objects.get(act="permit.decided")


def named(*options: str) -> set[tuple[str, str]]:
    """Return kind and place of every fault."""
    return {(fault["code"], fault["where"]) for fault in fsck(*options)[1]}


def test_an_untouched_log_fits(permit: Permit) -> None:
    assert fsck() == (0, [])
    assert fsck("--only-files", "--vkey", SIGNER.key.vkey) == (0, [])


def test_the_log_also_fits_while_some_entries_wait(
    permit: Permit, depok: Institution, at: Moment
) -> None:
    record(
        Act(act="unit.moved", actor="user:1"), institution=depok, at=Moment.real(datetime.now(UTC))
    )
    assert fsck() == (0, [])


# ---- the tables of the log


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "internal/1"),
        ("act", "permit.revoked"),
        ("ref", b"x" * 16),
        ("number", 7),
        ("leaf_hash", ZEROES),
        ("not_before", datetime(2026, 1, 1, tzinfo=UTC)),
        ("logged_at", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_changed_column_of_an_entry_is_named(
    decided: Entry, owner: Owner, column: str, value: object
) -> None:
    with owner():
        Entry.objects.filter(pk=decided.pk).update(**{column: value})
    if column == "act":  # the decision says what it is
        assert ("wrong_act", f"signing.Paper {Paper.objects.get().pk}") in named()
        return
    code, found = fsck()
    assert code == 1
    assert {
        "code": "entry", "where": f"entry {decided.pk}", "facts": {"column": column},
    } in found  # fmt: skip


def test_an_entry_that_was_moved_to_another_institution_is_named(
    decided: Entry, owner: Owner, depok: Institution
) -> None:
    other = Institution.objects.create(
        code="13.71", slug="padang", name="P", place="P", kind="city", head_title="W", zone="WIB"
    )
    with owner():
        Entry.objects.filter(pk=decided.pk).update(institution=other)
    assert ("entry", f"entry {decided.pk}") in named()


def test_a_changed_leaf_is_named(decided: Entry, owner: Owner) -> None:
    place = Place.objects.get(entry=decided)
    with owner():
        Entry.objects.filter(pk=decided.pk).update(leaf=bytes(decided.leaf) + b" ")
    assert ("place", f"leaf {place.index}") in named()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"value": b'"refused"'}, "opening"),
        ({"salt": ZEROES}, "opening"),
        ({"digest": ZEROES}, "commitment"),
        ({"field": "reasons"}, "commitment"),
        ({"salt": None, "value": None}, "erased"),
    ],
)
def test_a_changed_opening_is_named(
    decided: Entry, owner: Owner, values: dict[str, object], code: str
) -> None:
    with owner():
        Disclosure.objects.filter(entry=decided, field="decision").update(**values)
    assert (code, f"entry {decided.pk}") in named()


def test_a_removed_opening_is_named(decided: Entry, owner: Owner) -> None:
    with owner():
        gone(Disclosure.objects.filter(entry=decided, field="reason"))
    assert ("commitment", f"entry {decided.pk}") in named()


def test_an_entry_of_which_nothing_is_kept_is_named(decided: Entry, owner: Owner) -> None:
    with owner():
        gone(Disclosure.objects.filter(entry=decided))
    assert ("commitment", f"entry {decided.pk}") in named()


def test_what_came_back_from_a_copy_fits_and_not_one_entry_more(
    decided: Entry, owner: Owner, depok: Institution, log: Log, at: Moment
) -> None:
    """A recovery says how many entries came without what they stood for."""
    fields = {"detail": {"size": 400, "placed": 1, "made": 1}}
    told = Act(act="log.recovered", actor="command", fields=fields)
    record(told, institution=depok, at=at)
    log.publish(at.logged + timedelta(minutes=3))
    bare = list(Entry.objects.filter(act="unit.moved").order_by("pk")[:2])
    with owner():
        gone(Disclosure.objects.filter(entry=bare[0]))
        Entry.objects.filter(pk=bare[0].pk).update(act="internal")
    assert fsck() == (0, [])
    with owner():
        gone(Disclosure.objects.filter(entry=bare[1]))
        Entry.objects.filter(pk=bare[1].pk).update(act="internal")
    assert named() == {("commitment", f"entry {each.pk}") for each in bare}


def test_an_added_opening_is_named(decided: Entry) -> None:
    Disclosure.objects.create(entry=decided, field="more", digest=ZEROES)
    assert ("commitment", f"entry {decided.pk}") in named()


def test_a_value_that_came_back_after_its_erasure_is_named(permit: Permit, owner: Owner) -> None:
    erased = Disclosure.objects.get(salt=None)
    with owner():
        Disclosure.objects.filter(pk=erased.pk).update(salt=ZEROES, value=b'"user:1"')
    assert {("erasure", f"entry {erased.entry_id}"), ("opening", f"entry {erased.entry_id}")} <= (
        named()
    )


def test_two_places_that_were_exchanged_are_named(permit: Permit, owner: Owner) -> None:
    with owner():
        Place.objects.filter(index__in=(3, 4)).update(index=F("index") + 10_000)
        Place.objects.filter(index=10_003).update(index=4)
        Place.objects.filter(index=10_004).update(index=3)
    assert {("place", "leaf 3"), ("place", "leaf 4")} <= named()


def test_a_removed_place_is_named(decided: Entry, owner: Owner) -> None:
    place = Place.objects.get(entry=decided)
    with owner():
        gone(Place.objects.filter(pk=place.pk))
    found = named()
    assert ("no_entry", f"leaf {place.index}") in found
    assert ("no_place", f"entry {decided.pk}") in found
    assert ("place", "places") in found


def test_an_entry_in_the_outbox_that_has_its_place_is_named(decided: Entry) -> None:
    Waiting.objects.create(entry=decided)
    assert ("no_place", f"entry {decided.pk}") in named()


def test_an_entry_that_was_taken_out_of_the_outbox_is_named(
    permit: Permit, depok: Institution, at: Moment, owner: Owner
) -> None:
    made = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=at)
    with owner():
        gone(Waiting.objects.filter(entry=made))
    assert ("no_place", f"entry {made.pk}") in named()


def test_an_entry_that_is_held_back_is_named(
    permit: Permit, depok: Institution, owner: Owner
) -> None:
    now = Moment.real(datetime.now(UTC))
    made = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=now)
    with owner():
        Waiting.objects.update(not_before=now.logged + timedelta(days=30))
    assert named() == {("overdue", f"entry {made.pk}")}


def test_an_entry_that_waits_too_long_is_named(permit: Permit, depok: Institution) -> None:
    late = Moment.real(datetime.now(UTC) - timedelta(hours=2))
    made = record(Act(act="unit.moved", actor="user:1"), institution=depok, at=late)
    assert ("overdue", f"entry {made.pk}") in named()


@pytest.mark.parametrize(
    "values",
    [
        {"size": 1},
        {"size": 1_000},
        {"root": ZEROES},
        {"note": "no note"},
        {"origin": "other.example/log"},
        {"vkey": "x"},
    ],
)
def test_a_changed_head_is_named(permit: Permit, owner: Owner, values: dict[str, object]) -> None:
    with owner():
        Head.objects.update(**values)
    assert ("head", "head") in named("--vkey", SIGNER.key.vkey)


def test_a_removed_head_is_named(permit: Permit, owner: Owner) -> None:
    with owner():
        gone(Head.objects.all())
    assert ("head", "head") in named("--vkey", SIGNER.key.vkey)


@pytest.mark.parametrize("act", ["edit", "delete", "insert"])
def test_a_tampered_tile_is_named(permit: Permit, owner: Owner, act: str) -> None:
    with owner():
        match act:
            case "edit":
                Tile.objects.update(root=ZEROES)
            case "delete":
                gone(Tile.objects.all())
            case "insert":
                Tile.objects.create(level=0, number=7, root=ZEROES)
    where = "ledger.Tile 0/7" if act == "insert" else "ledger.Tile 0/0"
    assert named() == {("tile_row", where)}


@pytest.mark.parametrize(
    "values",
    [
        {"size": 2},
        {"root": ZEROES},
        {"note": "no note"},
        {"published_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_changed_publication_is_named(
    permit: Permit, owner: Owner, values: dict[str, object]
) -> None:
    first = Publication.objects.earliest("pk")
    with owner():
        Publication.objects.filter(pk=first.pk).update(**values)
    assert ("publication", f"ledger.Publication {first.pk}") in named()


def test_a_removed_publication_is_named(permit: Permit, owner: Owner) -> None:
    with owner():
        gone(Publication.objects.filter(pk=Publication.objects.earliest("pk").pk))
    ((code, where),) = named()
    assert (code, where.partition("/")[0]) == ("publication", "history")


def test_an_invented_publication_is_named(permit: Permit) -> None:
    known = Publication.objects.latest("pk")
    made = Publication.objects.create(
        size=known.size, root=known.root, note=known.note, witnessed=True,
        published_at=known.published_at + timedelta(days=1),
    )  # fmt: skip
    assert ("publication", f"ledger.Publication {made.pk}") in named()


@pytest.mark.parametrize("vendor", ["postgresql", "sqlite"])
def test_a_missing_guard_is_named(permit: Permit, vendor: str) -> None:
    if connection.vendor == vendor:
        where = " ON ledger_head" if vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER ledger_head_keeps_update{where}")
        assert named() == {("guard", "ledger_head_keeps_update")}


# ---- the records of the business


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Permit, {"state": "refused"}),
        (Permit, {"ends_on": datetime(2025, 1, 1, tzinfo=UTC).date()}),
        (Permit, {"decided_at": datetime(2024, 6, 20, tzinfo=UTC)}),
        (Permit, {"kind": "cltn"}),
        (PermitEvent, {"by": "user:999"}),
        (PermitEvent, {"at": datetime(2024, 6, 20, tzinfo=UTC)}),
        (PermitEvent, {"what": "revoked"}),
        (Paper, {"code": "AAAAAAAAAAAAAAAAA"}),
        (Paper, {"acted_at": datetime(2024, 6, 20, tzinfo=UTC)}),
    ],
)
def test_a_changed_record_is_named(
    permit: Permit, model: type[Model], values: dict[str, object]
) -> None:
    row = model._base_manager.latest("pk")
    model._base_manager.filter(pk=row.pk).update(**values)
    code, found = fsck()
    column = next(iter(values))
    said = [f for f in found if f["where"] == f"{model._meta.label} {row.pk}"]
    assert code == 1
    assert said, found
    assert all(f["code"] == "row" for f in said)
    assert any(column in f["facts"]["column"] for f in said) or model is not Paper


def test_a_removed_record_is_named_by_its_act(permit: Permit, decided: Entry) -> None:
    gone(PermitEvent.objects.filter(entry=decided))
    assert named() == {("no_row", f"entry {decided.pk}")}


def test_an_invented_record_is_named(permit: Permit) -> None:
    other = Entry.objects.filter(act="unit.moved").latest("pk")
    made = PermitEvent.objects.get(what="granted")
    made.pk, made.entry = None, other
    made.save()
    assert ("wrong_act", f"permits.PermitEvent {made.pk}") in named()


def test_a_record_doubled_on_the_same_act_is_named(permit: Permit, ratna: Member) -> None:
    ratna.person.pk, ratna.person.identity = None, "198501012010011999"
    ratna.person.save()
    entry = ratna.person.entry
    assert ("rows", f"entry {entry.pk}") in named()


@pytest.mark.parametrize(
    "rubbish",
    [
        b"rubbish", b"\xff", b"[]", b"null", b'"x"', b"[[1]]", b'{"t":[]}', b'{"t":"internal/1"}',
        b'{"t":"sealed/1"}', b'{"at":"x","t":"sealed/1"}', b'{"at":1,"t":"opening/1"}', b"[" * 5000,
        b'{"at":"9999-12-31T23:59:59Z","t":"internal/1"}',
    ],
)  # fmt: skip
def test_no_row_that_is_spoilt_keeps_the_rest_from_being_checked(
    permit: Permit, decided: Entry, owner: Owner, rubbish: bytes
) -> None:
    """Else who wants to hide one thing spoils another one so badly that the check gives up."""
    erasure = Entry.objects.get(kind="erasure/1")
    with owner():
        Entry.objects.filter(pk=decided.pk).update(leaf=rubbish)
        Disclosure.objects.filter(entry=erasure).update(value=rubbish)
        Permit.objects.update(state="refused")
    found = named()
    assert ("entry", f"entry {decided.pk}") in found
    assert ("opening", f"entry {erasure.pk}") in found
    assert ("row", f"permits.Permit {permit.pk}") in found


def test_a_leaf_of_a_far_day_does_not_end_the_check(
    permit: Permit, depok: Institution, at: Moment, log: Log
) -> None:
    far = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    record(Act(act="unit.moved", actor="user:1"), institution=depok, at=Moment.real(far))
    log.publish(at.logged + timedelta(minutes=3))
    assert fsck() == (0, [])


def test_the_words_name_entry_and_column(
    permit: Permit, capsys: pytest.CaptureFixture[str]
) -> None:
    Permit.objects.update(state="refused")
    with pytest.raises(SystemExit, match="1"):
        call_command("ledger_fsck")
    said = capsys.readouterr().out
    assert f"permits.Permit {permit.pk}: Isi kolom state berbeda dengan daun perbuatannya." in said
    assert "1 hal tidak cocok." in said


# ---- the files


def test_files_that_are_not_there_cannot_be_read(
    permit: Permit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        call_command("ledger_fsck", "--files", str(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="2"):
        call_command("ledger_fsck", "--files", str(tmp_path / "empty"))
    assert "Buku besar tidak dapat dibaca" in capsys.readouterr().err


def test_every_file_counts(permit: Permit, log: Log) -> None:
    """A file that is changed by one bit, cut off or taken away never goes unnoticed."""
    width = str(len(log.leaves) % 256)
    paths = sorted(each for each in log.folder.rglob("*") if each.is_file())
    for path in paths:
        if path.parent.suffix == ".p" and path.name != width:
            continue  # of the state before: nothing is read from it any more
        whole = path.read_bytes()
        for wrong in (bytes([whole[0] ^ 1]) + whole[1:], whole[:-2]):
            path.write_bytes(wrong)
            assert fsck()[0] == 1, path
        path.unlink()
        if path.name != "checkpoint":
            assert fsck()[0] == 1, path
        path.write_bytes(whole)
    assert fsck() == (0, [])


# ---- the four acts, for both who look


def rewritten(entry: Entry, at: datetime, **fields: object) -> None:
    """Write an entry anew with other fields or another time, so that all of it fits again."""
    told = {
        each.field: json.loads(bytes(each.value or b"null"))
        for each in Disclosure.objects.filter(entry=entry)
    }
    openings = open_fields(entry.kind, told | fields, [ZEROES] * len(told))
    leaf = json.loads(bytes(entry.leaf))
    leaf |= {"at": timestamp(at), "c": b64u(commitment(entry.kind, [o.digest for o in openings]))}
    octets = json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()
    Entry.objects.filter(pk=entry.pk).update(leaf=octets, leaf_hash=leaf_hash(octets), logged_at=at)
    for each in openings:
        row = Disclosure.objects.filter(entry=entry, field=each.field)
        row.update(salt=each.salt, value=each.value, digest=each.digest)


def edit(permit: Permit, decided: Entry) -> None:
    """Turn a refusal into a grant, or the other way round."""
    rewritten(decided, decided.logged_at, decision="refused")
    Permit.objects.update(state="refused")
    PermitEvent.objects.filter(entry=decided).update(what="refused")


def delete(permit: Permit, decided: Entry) -> None:
    """Let a decision never have been."""
    Permit.objects.update(
        state="waiting", paper=None, decided_at=None, serial=None, year=None, decision={}
    )
    for rows in (PermitEvent, Paper, Disclosure, Place, Entry):
        key = "pk" if rows is Entry else "entry"
        gone(rows.objects.filter(**{key: decided.pk}))


def insert(permit: Permit, decided: Entry) -> None:
    """Put an act among those of long ago."""
    at = Moment.real(decided.logged_at - EARLIER)
    made = record(Act(act="unit.moved", actor="user:1"), institution=decided.institution, at=at)
    kept = list(Disclosure.objects.filter(entry=made).order_by("pk"))
    gone(Disclosure.objects.filter(entry=made))
    gone(Waiting.objects.filter(entry=made))
    Entry.objects.filter(pk=made.pk).update(id=FIRST)
    for each in kept:
        each.entry_id = FIRST
    Disclosure.objects.bulk_create(kept)


def back_date(permit: Permit, decided: Entry) -> None:
    """Let a decision have been made days before."""
    earlier = decided.logged_at - EARLIER
    rewritten(decided, earlier, acted_at=timestamp(earlier))
    acted = earlier.replace(microsecond=0)
    Permit.objects.update(decided_at=acted)
    PermitEvent.objects.filter(entry=decided).update(at=acted)
    Paper.objects.update(acted_at=acted)


def looked(log: Log, policy: Path, state: Path, at: datetime) -> tuple[int, set[str]]:
    """Look at the log from outside, with nothing but its public files; return what is alarming."""
    out = io.StringIO()
    with redirect_stdout(out):
        told = ["--policy", str(policy), "--state", str(state), "--now", at.isoformat(), "--json"]
        code = monitor([str(log.folder), *told])
    found = json.loads(out.getvalue())["findings"]
    return code, {each["code"] for each in found if each["grade"] == "alarm"}


@pytest.mark.parametrize("tamper", [edit, delete, insert, back_date])
def test_all_four_acts_are_found_inside_and_outside(
    tamper: Callable[[Permit, Entry], None],
    permit: Permit,
    decided: Entry,
    log: Log,
    owner: Owner,
    tmp_path: Path,
    at: Moment,
) -> None:
    policy, state = tmp_path / "policy", tmp_path / "seen"
    policy.write_text(POLICY, encoding="utf-8")
    now = at.logged + timedelta(minutes=5)
    assert looked(log, policy, state, now) == (0, set())
    with owner():
        tamper(permit, decided)
    code, found = fsck()
    assert code == 1
    assert {f["code"] for f in found} & {"place", "no_entry", "no_place"}
    with owner():
        forge(log, now)
    # All is made anew and signed with the log's own key: inside, nothing is left to compare with.
    assert "root" not in {code for code, _ in named()}
    code, alarms = looked(log, policy, state, now + timedelta(minutes=5))
    assert code == 1
    assert alarms & {"fork", "shrunk"}


def test_who_looks_for_the_first_time_sees_that_no_witness_signed(
    permit: Permit, decided: Entry, log: Log, owner: Owner, tmp_path: Path, at: Moment
) -> None:
    policy = tmp_path / "policy"
    policy.write_text(POLICY, encoding="utf-8")
    with owner():
        edit(permit, decided)
        forge(log, at.logged + timedelta(minutes=5))
    code, _ = looked(log, policy, tmp_path / "new", at.logged + timedelta(minutes=10))
    assert code == 1
