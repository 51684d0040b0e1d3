"""A log that keeps to the rules yields nothing, however it grows and however often it is read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netral.ledger.core.types import TYPES, Form, Shows
from netral_monitor.rules.sealing import Terms
from tests.monitor.logs import DAY, HOUR, MINUTE, Log, Watch, b64u

SAMPLES = {
    Shows.REF: b64u(b"r" * 16),
    Shows.SHA256: "ab" * 32,
    Shows.TEXT: '800/123/"IV"\\2026',
    Shows.LEVEL: 2,
    Shows.DUE: "2026-12-24",
}


def test_an_empty_log_is_clean(log: Log, watch: Watch) -> None:
    log.publish()
    report = watch.look()
    assert report.sound
    assert not report.findings.counts


def test_every_type_of_step_is_known(log: Log, watch: Watch) -> None:
    steps = {name: kind for name, kind in TYPES.items() if kind.form is Form.HISTORY}
    for name, kind in steps.items():
        log.enter(log.leaf(kind=name, public={k: SAMPLES[v] for k, v in kind.public.items()}))
    log.publish()
    report = watch.look()
    assert not report.findings.counts
    assert report.types == dict.fromkeys(steps, 1)


@settings(max_examples=12, deadline=None)
@given(batches=st.lists(st.integers(0, 300), min_size=1, max_size=6), at_once=st.booleans())
def test_a_log_that_grows_in_any_steps_is_clean(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int], *, at_once: bool
) -> None:
    folder = tmp_path_factory.mktemp("grows")
    log = Log(folder / "log")
    watch = Watch(log, folder / "state")
    ref = b"o" * 16
    for batch in batches:
        for number in range(batch):
            log.enter(log.leaf(ref=ref if number % 7 == 0 else None))
        log.publish()
        log.now += 5 * MINUTE
        if not at_once:
            assert watch.codes() == []
    report = watch.look()
    assert report.sound
    assert report.size == sum(batches)
    assert not report.findings.counts
    assert watch.codes(full=True) == []


def test_a_later_run_reads_only_what_is_new(log: Log, watch: Watch) -> None:
    for _ in range(600):
        log.enter(log.leaf())
    log.publish()
    watch.look()
    for number in (0, 1):  # what was verified is not needed again
        (log.folder / f"tile/entries/{number:03}").unlink()
        (log.folder / f"tile/0/{number:03}").unlink()
    log.act()
    report = watch.look()
    assert (report.known, report.size, report.sound) == (600, 601, True)
    assert not report.findings.counts


def test_unfinished_tiles_may_go_once_the_full_ones_are_there(log: Log, watch: Watch) -> None:
    for _ in range(200):
        log.enter(log.leaf())
    log.publish()
    old = (log.folder / "checkpoint").read_bytes()
    for _ in range(200):
        log.enter(log.leaf())
    log.publish()
    log.put("checkpoint", old)
    log.put(
        "history/2026-11-21", log.path("history/2026-11-21").read_bytes().splitlines()[0] + b"\n"
    )
    (log.folder / "tile/entries/000.p/200").unlink()
    (log.folder / "tile/0/000.p/200").unlink()
    report = watch.look()
    assert (report.size, report.sound) == (200, True)
    assert not report.findings.counts


def test_a_month_of_sealed_days_opened_in_time_is_clean(log: Log, watch: Watch) -> None:
    terms = Terms(opened_after=3, followed_up=2)
    days: dict[str, list[dict[str, object]]] = {}
    report_of: dict[str, str] = {}
    for number in range(8):
        day = str((datetime(2026, 11, 21, tzinfo=UTC) + timedelta(days=number)).date())
        follows = report_of.pop("link", None)
        days[day] = log.sealed(day, 14 if follows is None else 15)
        real = [log.seal(day, "report")] if number % 2 == 0 else []
        steps = [log.seal(day, "step", str(follows))] if follows else []
        cover = log.sealed(day, 16 - 14 - len(real) - len(steps)) if follows is None else []
        days[day] += [*real, *steps, *cover]
        if real:
            report_of["link"] = str(real[0]["leaf"])
        log.publish()
        log.rest(DAY, every=6 * HOUR)
        due = str((datetime(2026, 11, 21, tzinfo=UTC) + timedelta(days=number - 3)).date())
        log.open(*days.pop(due, []))
        log.publish()
        assert watch.codes(terms=terms) == []


def test_a_late_sequencer_is_told_from_a_forged_clock(log: Log, watch: Watch) -> None:
    log.act()
    log.rest(HOUR)
    for _ in range(5):  # the sequencer is down; business goes on
        log.enter(log.leaf(at=log.now))
        log.now += 20 * MINUTE
    log.now += HOUR
    log.publish()
    assert watch.codes() == ["late-entry"] * 5


def test_state_in_memory_is_enough(log: Log, tmp_path: Path) -> None:
    log.act()
    assert Watch(log, Path(":memory:")).codes(evidence=tmp_path) == []
