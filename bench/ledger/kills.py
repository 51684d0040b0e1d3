"""What is left of the log when sequencers are killed (SIGKILL) under load, at random moments.

Two run side by side, as two web processes do: one leads, the other takes over when it dies. An act
process keeps the outbox full. A witness on this machine cosigns what follows what it saw before,
and nothing else; an onlooker keeps every checkpoint that is ever public.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

from bench.child import environment
from bench.ledger import house
from netral_verify.note import Key, Note, open_checkpoint
from netral_verify.tree import Tree, leaf_hash
from tests.ledger import outside
from tests.ledger.witness import Witness, running

KILLS: Final = int(os.environ.get("KILLS", "25"))
AT_ONCE: Final = 40  # acts of a transaction


def kills(url: str | None = None, count: int = KILLS) -> tuple[int, int, int]:
    """Return how many kills there were, how many gaps (lost or doubled), how many forks."""
    witness = Witness()
    with tempfile.TemporaryDirectory() as data, running(witness):
        folder = Path(data)
        (folder / "policy").write_text(f"{witness.line}quorum {witness.cosigner.key.name}\n")
        env = environment(folder, url, NETRAL_LOG_POLICY=str(folder / "policy"))
        house.run("bench.ledger.kills", "--open", env=env)
        run = Run(folder / "log", env)
        done = run.go(count)
        acted = json.loads(house.run("bench.ledger.kills", "--leaves", env=env))
        return done, run.gaps(acted), run.forks() + witness.refused


class Run:
    """Two sequencers, somebody who acts, and an onlooker."""

    def __init__(self, log: Path, env: dict[str, str]) -> None:
        self._log = log
        self._env = env
        self._random = random.Random(7)
        self._seen: set[bytes] = set()
        self._over = threading.Event()

    def go(self, count: int) -> int:
        """Kill so often; then let the rest be logged. Returns how many kills hit a live process."""
        onlooker = threading.Thread(target=self._look)
        onlooker.start()
        acting = house.start("bench.ledger.kills", "--act", env=self._env)
        two = [self._sequencer(), self._sequencer()]
        try:
            for _ in range(count):
                self._kill(two)
            acting.terminate()
            acting.wait()
        finally:
            for each in (*two, acting):
                each.kill()
                each.wait()
            self._over.set()
            onlooker.join()
        house.run("bench.ledger.kills", "--once", env=self._env)
        return count

    def _kill(self, two: list[subprocess.Popen[bytes]]) -> None:
        """Kill one of them while somebody works; start another in its place."""
        self._wait_for_news()
        time.sleep(self._random.uniform(0, 0.4))
        at = self._random.randrange(2)
        if two[at].poll() is not None:
            msg = f"a sequencer ended by itself: {two[at].returncode}"
            raise RuntimeError(msg)
        two[at].send_signal(signal.SIGKILL)
        two[at].wait()
        two[at] = self._sequencer()

    def gaps(self, acted: list[str]) -> int:
        """Count the acts that are not in the public files exactly once."""
        public = Counter(each.hex() for each in outside.leaves(self._log))
        return sum((Counter(acted) - public).values()) + sum((public - Counter(acted)).values())

    def forks(self) -> int:
        """Count the states that were ever public and are not beginnings of the last one."""
        key = Key.parse((self._log / "vkey").read_text().strip())
        states = {open_checkpoint(Note.parse(each), key) for each in self._seen | self._history()}
        roots = {state.size: state.root for state in states}
        tree, found = Tree(), {}
        for size, leaf in enumerate(outside.leaves(self._log), 1):
            tree.append(leaf_hash(leaf))
            if size in roots:
                found[size] = tree.root()
        return sum(found.get(state.size) != state.root for state in states)

    def _sequencer(self) -> subprocess.Popen[bytes]:
        return house.start("bench.ledger.kills", "--sequence", env=self._env)

    def _wait_for_news(self) -> None:
        """Wait until another state is public: then somebody leads, and works."""
        before, until = len(self._seen), time.monotonic() + 60
        while len(self._seen) == before:
            if time.monotonic() > until:
                msg = "nothing is published any more"
                raise RuntimeError(msg)
            time.sleep(0.005)

    def _look(self) -> None:
        while not self._over.is_set():
            with suppress(FileNotFoundError):
                self._seen.add((self._log / "checkpoint").read_bytes())
            time.sleep(0.005)

    def _history(self) -> set[bytes]:
        days = [day.read_text(encoding="utf-8") for day in (self._log / "history").iterdir()]
        return {json.loads(each).encode() for day in days for each in day.splitlines()}


def _act() -> None:
    """Let things happen until told to stop."""
    from netral.tenancy.models import Institution  # noqa: PLC0415

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    place = Institution.objects.get()
    while not stop.wait(0.02):
        house.act(place, AT_ONCE)


def _sequence(*, once: bool) -> None:
    """Run the sequencer without pauses, so that every moment is one of work."""
    from netral.ledger.sequencing import loop  # noqa: PLC0415

    if once:
        while loop.Loop().once():
            pass
        return
    loop.EVERY, loop.PAUSE = 0.0, 0.05  # type: ignore[misc]  # of this process alone
    loop.Loop().run()


def _leaves() -> list[str]:
    from netral.ledger.models import Entry, Waiting  # noqa: PLC0415

    if Waiting.objects.exists():
        msg = "entries wait still"
        raise RuntimeError(msg)
    return [bytes(each).hex() for each in Entry.objects.values_list("leaf", flat=True)]


def main(what: str) -> None:
    """Play one part."""
    house.ready()
    match what:
        case "--open":
            house.opened()
        case "--act":
            _act()
        case "--sequence" | "--once":
            _sequence(once=what == "--once")
        case "--leaves":
            print(json.dumps(_leaves()))


if __name__ == "__main__":
    main(sys.argv[1])
