"""Witnesses that are there, slow, silent or lying; all of them listen on this machine."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from pytest_django import Settings

from netral.kernel.errors import Refusal
from netral.ledger.core.checkpoint import Cosigner
from netral.ledger.errors import LogBehind, LogDiffers
from netral.ledger.models import Disclosure, Entry, Head, Publication, Waiting
from netral.ledger.queries import anchor
from netral.ledger.sequencing import starting, witnesses
from netral.tenancy.models import Institution
from netral_verify.note import Note
from tests.cast import Owner
from tests.ledger import outside
from tests.ledger.scene import Clock, act, begun
from tests.ledger.test_sequencing import forget
from tests.ledger.witness import Answer, Witness, running

Policy = Callable[..., None]


def now() -> datetime:
    """Return the time that the witnesses have too."""
    return datetime.now(UTC)


@pytest.fixture
def three() -> Iterator[list[Witness]]:
    """Three witnesses."""
    found = [Witness(f"w{n}.example", bytes([n] * 32)) for n in range(3)]
    with running(*found):
        yield found


@pytest.fixture
def policy(settings: Settings, tmp_path: Path) -> Policy:
    """Write a policy that takes so many of these witnesses."""

    def write(needed: int, *there: Witness) -> None:
        names = " ".join(each.cosigner.key.name for each in there)
        lines = "".join(each.line for each in there)
        path = tmp_path / "policy"
        path.write_text(f"{lines}group all {needed} {names}\nquorum all\n")
        settings.LOG_POLICY = str(path)

    return write


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less long than people would."""
    monkeypatch.setattr(witnesses, "PATIENCE", 0.6)
    monkeypatch.setattr(witnesses, "COMPANY", 0.3)


def test_a_state_is_published_with_its_witnesses(
    house: Institution, three: list[Witness], policy: Policy, settings: Settings
) -> None:
    policy(2, *three)
    sequencer = begun(now=now())
    for count in (1, 300, 1000):
        act(house, count)
        sequencer.turn(now())
    note = Note.parse((settings.LOG / "checkpoint").read_bytes())
    assert [each.name for each in note.signatures][1:] == [w.cosigner.key.name for w in three]
    assert [row.witnessed for row in Publication.objects.all()] == [True] * 3
    assert [witness.size for witness in three] == [1301] * 3
    assert [witness.asked for witness in three] == [[0, 1, 301, 1301]] * 3
    newest = anchor()
    assert newest is not None
    assert newest.size == 1301
    assert "witness w0.example" in (settings.LOG / "policy").read_text()


def test_one_that_is_down_holds_up_nobody(
    house: Institution, three: list[Witness], policy: Policy
) -> None:
    three[2].url = "http://127.0.0.1:9"
    policy(2, *three)
    act(house)
    begun(now=now()).turn(now())
    row = Publication.objects.get()
    assert row.witnessed
    assert "w2.example" not in row.note


def slow(_: Note) -> Answer:
    time.sleep(1.5)
    return 200, b""


BAD: dict[str, Callable[[Witness], None]] = {
    "slow": lambda w: setattr(w, "misbehave", slow),
    "refusing": lambda w: setattr(w, "misbehave", lambda _: (403, b"")),
    "huge": lambda w: setattr(w, "misbehave", lambda _: (200, b"\xe2\x80\x94 " * 1_000_000)),
    "empty": lambda w: setattr(w, "misbehave", lambda _: (200, b"")),
    "babbling": lambda w: setattr(w, "misbehave", lambda _: (200, b"\xff\x00 <html>\n" * 9)),
    "false": lambda w: setattr(
        w, "misbehave", lambda note: (200, w.sign(Note(note.text + "x\n", ())))
    ),
    "another key": lambda w: setattr(w, "cosigner", Cosigner("w2.example", b"\x09" * 32)),
    "ahead of time": lambda w: setattr(w, "lag", 86_400 * 365),
    "behind time": lambda w: setattr(w, "lag", -86_400),
    "redirecting": lambda w: setattr(
        w, "misbehave", lambda _: (302, b"http://127.0.0.1:9/add-checkpoint")
    ),
    "of another size": lambda w: setattr(w, "misbehave", lambda _: (409, b"999999\n")),
    "of no size": lambda w: setattr(w, "misbehave", lambda _: (409, b"-1\n")),
    "always behind": lambda w: setattr(w, "misbehave", lambda _: (409, b"0\n")),
    "inconsistent": lambda w: setattr(w, "size", 1),
}


@pytest.mark.parametrize("how", BAD)
def test_one_that_lies_is_left_out(
    house: Institution, three: list[Witness], policy: Policy, settings: Settings, how: str
) -> None:
    policy(2, *three)
    BAD[how](three[2])
    act(house, 2)
    with structlog.testing.capture_logs() as said:
        begun(now=now()).turn(now())
    row = Publication.objects.get()
    assert row.witnessed
    assert [each.name for each in Note.parse(row.note.encode()).signatures[1:]] == [
        "w0.example", "w1.example",
    ]  # fmt: skip
    failures = [each for each in said if each["event"] == "witness.failed"]
    assert {each["witness"] for each in failures} <= {"w2.example"}
    assert settings.LOG_KEY not in str(said)
    outside.leaves(settings.LOG)


def test_without_a_quorum_a_state_waits_a_minute_and_then_says_that_nobody_saw_it(
    house: Institution, three: list[Witness], policy: Policy, settings: Settings
) -> None:
    for each in three[1:]:
        each.misbehave = lambda _: (500, b"")
    policy(2, *three)
    clock = Clock()
    act(house)
    sequencer = begun(clock, now())
    for _ in range(6):
        sequencer.turn(now())
        clock.seconds += 10
    assert not Publication.objects.exists()
    assert not (settings.LOG / "checkpoint").exists()
    sequencer.turn(now())
    row = Publication.objects.get()
    assert (row.size, row.witnessed) == (1, False)
    assert anchor() is None
    for each in three:
        each.misbehave = None
    clock.seconds += 20
    sequencer.turn(now())
    again = Publication.objects.order_by("-pk")[0]
    assert (again.size, again.witnessed) == (1, True)
    assert (settings.LOG / "checkpoint").read_text() == again.note


def test_a_quiet_log_is_signed_anew_every_ten_minutes(
    house: Institution, three: list[Witness], policy: Policy, settings: Settings
) -> None:
    policy(3, *three)
    clock = Clock()
    act(house)
    sequencer = begun(clock, now())
    sequencer.turn(now())
    for seconds in (1, 598, 2):
        clock.seconds += seconds
        sequencer.turn(now())
    assert [row.size for row in Publication.objects.all()] == [1, 1]
    assert len(outside.history(settings.LOG)) == 2
    three[0].misbehave = lambda _: (500, b"")
    clock.seconds += 700
    sequencer.turn(now())
    assert Publication.objects.count() == 2  # what fewer have seen does not take its place


def test_a_log_without_witnesses_does_not_wait(house: Institution, settings: Settings) -> None:
    clock = Clock()
    act(house)
    sequencer = begun(clock, now())
    sequencer.turn(now())
    clock.seconds += 10_000
    sequencer.turn(now())
    assert [row.witnessed for row in Publication.objects.all()] == [False]


def test_the_state_that_a_witness_shows_stops_an_older_database(
    house: Institution, three: list[Witness], policy: Policy, settings: Settings, owner: Owner
) -> None:
    policy(2, *three)
    act(house, 3)
    begun(now=now()).turn(now())
    settings.LOG = settings.LOG.with_name("another-machine")
    forget(owner)
    for each in three[:2]:
        each.shows = False
    with pytest.raises(LogBehind) as refused:
        begun(now=now())
    assert refused.value.facts == {"public": 3, "own": 0}


@pytest.mark.parametrize(("more", "why"), [(0, LogBehind), (4, LogDiffers)])
@pytest.mark.parametrize("shows", [True, False])
def test_an_older_database_whose_start_no_witness_saw_is_stopped_before_it_publishes(
    house: Institution, three: list[Witness], policy: Policy, owner: Owner, settings: Settings,
    more: int, why: type[Refusal], *, shows: bool,
) -> None:  # fmt: skip
    """A machine that was put back to an old copy may come up before its line does."""
    policy(2, *three)
    act(house, 3)
    begun(now=now()).turn(now())
    settings.LOG = settings.LOG.with_name("another-machine")
    forget(owner)
    with owner():
        lost = Entry.objects.latest("pk")
        for model in (Disclosure, Waiting):
            model.objects.filter(entry=lost).delete()
        Entry.objects.filter(pk=lost.pk).delete()
    for each in three:
        each.misbehave, each.shows = lambda _: (500, b""), False
    clock = Clock()
    sequencer = begun(clock, now())
    act(house, more)
    sequencer.turn(now())
    for each in three:
        each.misbehave, each.shows = None, shows
    clock.seconds += 20
    if not shows and why is LogDiffers:  # a mere number proves nothing; they do not sign
        assert sequencer.turn(now()) == 0
    else:
        with pytest.raises(why):
            sequencer.turn(now())
    assert not Publication.objects.exists()


@pytest.mark.parametrize("believed", [True, False])
def test_a_mere_number_stops_the_log_only_from_as_many_as_make_the_quorum(
    house: Institution, three: list[Witness], policy: Policy, owner: Owner, settings: Settings,
    *, believed: bool,
) -> None:  # fmt: skip
    policy(2 if believed else 3, *three)
    act(house, 3)
    begun(now=now()).turn(now())
    settings.LOG = settings.LOG.with_name("another-machine")
    forget(owner)
    for each in three:
        each.shows = False
    three[0].misbehave = lambda _: (500, b"")
    if not believed:
        begun(now=now())
        return
    with pytest.raises(LogBehind):
        begun(now=now())


def test_only_addresses_of_the_policy_are_ever_called() -> None:
    from netral.ledger.wire import NoAnswer, ask  # noqa: PLC0415

    for url in ("file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http://[::1", ""):
        with pytest.raises(NoAnswer):
            ask(url)


def test_a_witness_that_comes_later_is_told_the_whole_way(
    house: Institution, three: list[Witness], policy: Policy
) -> None:
    policy(1, three[0])
    act(house, 300)
    begun(now=now()).turn(now())
    policy(1, *three)
    sequencer = begun(now=now())
    act(house, 300)
    sequencer.turn(now())
    assert [witness.size for witness in three] == [600] * 3
    assert starting.begun(starting.key_holder()).size == Head.objects.get().size == 600
