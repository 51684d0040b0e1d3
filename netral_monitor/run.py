"""One run of the monitor: read what is new, hold it against the rules, remember it."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from typing import Final

from netral_monitor import diagnose, forks
from netral_monitor.coverage import Coverage, Seen
from netral_monitor.entries import HOUR, Opening, Sealed, Step
from netral_monitor.findings import PASSING, Damaged, Finding, Unreadable
from netral_monitor.history import (
    GREATEST_NOTE,
    History,
    State,
    days_between,
    open_state,
    read_history,
)
from netral_monitor.judge import Judge
from netral_monitor.rebuild import EdgeMoved, Keep, Rebuild
from netral_monitor.rules.clocks import DAY, begin, spoken
from netral_monitor.rules.promises import check_promise, read_promises
from netral_monitor.source import Missing, Source
from netral_monitor.store import Store
from netral_monitor.task import Options, Report
from netral_monitor.words import reasons
from netral_verify import Wrong
from netral_verify.policy import NONE, Policy

PROVEN: Final = 3  # forks for which evidence is written in one run
PATIENCE: Final = 3  # times that a checkpoint older than the history is asked for again


def no_keep(_path: str, _octets: bytes) -> None:
    """Keep nothing of what was read."""


class Run:
    """Reads one log once."""

    def __init__(
        self, source: Source, policy: Policy, store: Store, options: Options, keep: Keep = no_keep
    ) -> None:
        self.source, self.policy, self.store = source, policy, store
        self.options, self.keep = options, keep
        self.report = Report(of_witnesses=len(policy.witnesses), quorum=policy.quorum != NONE)
        self.findings = self.report.findings
        self.history = History()
        self.forked: set[tuple[int, bytes]] = set()

    def check(self) -> Report:
        """Check everything; the store is ready to be kept afterwards.

        Raises:
            Unreadable: the log, or the store, cannot be read now.
        """
        self.store.mark()
        try:
            self.report.sound = self._check()
        except Damaged as damaged:
            self.findings.add(damaged.finding)
        if not self.report.sound:
            self.store.forget()
        self._remember_findings()
        return self.report

    def _check(self) -> bool:
        """Return whether the entries are those that the log signed."""
        state = self._checkpoint()
        if state is None or not self._follows(state):
            return False
        self._read_history(state)
        if newer := [each for each in self.history.states if each.size > state.size]:
            state = self._newer(state, max(newer))
            if state is None:
                return False
        coverage = self._coverage(state)
        judge = Judge(self.store, coverage, self.options.terms, self.options.tenants)
        if not self._rebuild(state, judge):
            return False
        judge.judge_waiting()
        if not self.report.quorum:
            judge.uncovered.clear()  # nobody will ever vouch for their time
        now = self._now(coverage)
        judge.finish(now)
        self.findings.merge(judge.findings)
        self._check_witnesses(state, coverage)
        self._check_promises(coverage, now)
        self._remember(state, judge)
        return True

    # the published state

    def _checkpoint(self) -> State | None:
        octets = self._published()
        try:
            state = open_state(octets, self.policy)
        except Wrong as wrong:
            self.findings.add(Finding("checkpoint-false", str(wrong), None, reasons(wrong)))
            return None
        origin = octets.decode().partition("\n")[0]
        vkey = self.policy.logs[origin].vkey
        if self.store.fact("vkey", vkey) != vkey:
            msg = "the state file belongs to another log; give each log its own"
            raise Unreadable(msg)
        self.store.learn(vkey=vkey)
        report = self.report
        report.origin, report.size, report.root = origin, state.size, state.root
        report.note, report.witnessed, report.witnesses = octets, state.time, state.witnesses
        report.known = int(self.store.fact("size", "0"))
        return state

    def _published(self) -> bytes:
        try:
            return self.source.read("checkpoint", GREATEST_NOTE)
        except Missing as missing:
            if self.store.fact("size"):
                raise
            msg = "there is no log here, or it has not published anything yet"
            raise Unreadable(msg) from missing

    def _follows(self, state: State) -> bool:
        """Hold a state against the last one that was verified."""
        known = self.report.known
        if state.size > known or not known:
            return True
        same = self.store.root_at(state.size) == state.root
        if same and state.size == known:
            return True
        old = self.store.fact("note").encode()
        parts = {"size": state.size, "known": known}
        if same:
            self._found(Finding("shrunk", str(known), None, parts), old, state.note)
        else:
            proof = None
            if state.size < known:
                proof = forks.prove(self.store.all_hashes(), state.size)
            self._found(Finding("fork", str(known), None, parts), state.note, old, proof)
        return False

    def _newer(self, state: State, newest: State) -> State | None:
        """Ask for the checkpoint again, if the history is ahead of it."""
        again: State | None = state
        for _ in range(PATIENCE):
            self.options.wait(1)
            again = self._checkpoint()
            if again is None or not self._follows(again):
                return None
            if again.size >= newest.size:
                return again
        parts = {"size": state.size, "known": newest.size}
        self._found(Finding("shrunk", str(newest.size), None, parts), state.note, newest.note)
        return None

    # history

    def _read_history(self, state: State) -> None:
        if not state.size:
            return
        store, known = self.store, self.store.days()
        until = datetime.fromtimestamp(max(self.options.now, state.time or 0), UTC).date()
        first = store.fact("first_day") or self._first_day()
        since = first if self.options.full else max([first, *known])
        store.learn(first_day=first)
        days = list(days_between(date.fromisoformat(since), until))
        self.history = read_history(self.source, self.policy, known, days)
        self.findings.add(*self.history.findings)
        store.put("day", [(name, *day) for name, day in self.history.days.items()])

    def _first_day(self) -> str:
        """Return the day of the first entry: there is no history before."""
        entry = diagnose.first_entry(self.source, self.report.size)
        time = entry.time if isinstance(entry, Step | Opening) else 0
        time = begin(entry.day) if isinstance(entry, Sealed) else time
        believed = min(max(time - DAY, 0), self.options.now)
        return str(datetime.fromtimestamp(believed, UTC).date())

    def _coverage(self, state: State) -> Coverage:
        """Return all witnessed states; those of the part that is known are held against it."""
        states = [*self.history.states, state]
        for each in states:
            if each.size <= self.report.known and self.store.root_at(each.size) != each.root:
                self._history_fork(each, self.store.fact("note").encode())
        self.store.put_seen(
            Seen(each.time, each.size, each.root)
            for each in states
            if each.time and (each.size, each.root) not in self.forked
        )
        return Coverage.of(self.store.seen())

    def _history_fork(self, state: State, note: bytes) -> None:
        """Report a state that the log signed, and to which its entries do not lead."""
        finding = Finding("history-fork", str(state.size), None, {"size": state.size})
        self.store.drop_seen(state.size, state.root)
        self.forked.add((state.size, state.root))
        if len(self.forked) > PROVEN:
            self.findings.add(finding)
            return
        hashes = self.store.all_hashes()
        proof = forks.prove(hashes, state.size) if state.size < len(hashes) else None
        self._found(finding, state.note, note, proof)

    # the entries

    def _rebuild(self, state: State, judge: Judge) -> bool:
        sizes = {each.size for each in self.history.states}
        rebuild = Rebuild(self.source, self.store.edge(), self.keep, sizes)
        try:
            for chunk in rebuild.read(state.size):
                judge.take(chunk)
            sound = rebuild.edge.root() == state.root
        except EdgeMoved:
            sound = False
        if not sound:
            self._diagnose(state)
            return False
        for each in self.history.states:
            if rebuild.roots.get(each.size, each.root) != each.root:
                self._history_fork(each, state.note)
        if self.options.full and self.report.known:
            self.findings.add(*diagnose.read_again(self.source, state, self.store, self.keep))
        for path in rebuild.tiles:
            self.findings.add(Finding("tile-differs", path, None, {"path": path}))
        self.store.put_edge(rebuild.edge)
        self.report.types = judge.types
        return True

    def _diagnose(self, state: State) -> None:
        """Say what is wrong with entries that do not lead to the signed root."""
        self.store.forget()
        self.store.mark()
        found = diagnose.diagnose(self.source, state, self.store)
        if found.forked:
            old = self.store.fact("note").encode()
            parts = {"size": state.size, "known": self.report.known}
            finding = Finding("fork", str(self.report.known), None, parts)
            self._found(finding, old, state.note, forks.prove(found.hashes, self.report.known))
        self.findings.add(*found.findings)

    # what must be by now

    def _now(self, coverage: Coverage) -> int:
        """Return the time up to which the log can be judged: what it did since is not known."""
        newest = coverage.newest
        now = self.options.now
        return min(now, newest.time) if self.report.quorum and newest else now

    def _check_witnesses(self, state: State, coverage: Coverage) -> None:
        now, fresh = self.options.now, self.options.fresh * HOUR
        newest = coverage.newest
        since = newest.time if newest else 0
        parts = {"since": spoken(since) if since else "-", "size": newest.size if newest else 0}
        if not self.report.quorum:
            self.findings.add(Finding("no-quorum"))
        elif state.time is None and now - since > fresh:
            self.findings.add(Finding("unwitnessed", "", None, parts))
        elif state.time is None and now - since > HOUR:
            self.findings.add(Finding("witness-behind", "", None, parts))
        elif state.time is not None and now - state.time > fresh:
            self.findings.add(Finding("stale", "", None, parts))

    def _check_promises(self, coverage: Coverage, now: int) -> None:
        read = read_promises(self.options.promises, self.report.origin, self.policy.promises)
        for name, promise in read:
            if isinstance(promise, Finding):
                self.findings.add(promise)
            elif found := check_promise(name, promise, self.store.find, coverage, now):
                self.findings.add(found)

    # keeping

    def _found(
        self,
        finding: Finding,
        smaller: bytes,
        larger: bytes,
        proof: tuple[bytes, list[bytes]] | None = None,
    ) -> None:
        """Report a finding, and write the notes that show it to a file, once."""
        self.findings.add(finding)
        known = {(each.code, each.about) for each, _ in self.store.findings()}
        if self.options.evidence and (finding.code, finding.about) not in known:
            octets = forks.evidence(smaller, larger, proof)
            self.report.evidence.append(forks.write(self.options.evidence, octets))

    def _remember(self, state: State, judge: Judge) -> None:
        types = Counter(json.loads(self.store.fact("types", "{}"))) + judge.types
        self.report.types = types
        self.store.learn(
            size=state.size, note=state.note.decode(), types=json.dumps(dict(sorted(types.items())))
        )

    def _remember_findings(self) -> None:
        """Keep what stands; what mends itself is found again, or gone, in the next run."""
        for finding, acknowledged in self.store.findings():
            self.report.old[finding.code, finding.about] = acknowledged
            if finding.code not in PASSING:
                self.findings.add(finding)
        self.store.put_findings(self.findings.listed.values(), self.report.old)
