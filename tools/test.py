"""Run the whole suite in three runs side by side: on SQLite, on PostgreSQL, and in a browser.

On PostgreSQL go the tests that may open the database; what never does would only say the same
again. What is given is handed to pytest: `python -m tools.test -k roster`. The runs beside the one
on SQLite are quiet unless they fail; pytest's own last line, of the run on SQLite, comes last.
"""

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tools import machine, oracles, postgres
from tools.catalog import book
from tools.setup import complete

ROOT: Final = Path(__file__).resolve().parent.parent
NO_TESTS: Final = 5  # pytest's exit code when a selection leaves nothing of one run


def main(arguments: list[str]) -> int:
    """Run the suite; return 0 if everything that could run has passed."""
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("Told to stop.")
    )  # so that all is cleared away
    complete()
    book.compile_all()  # before any run: Django reads the words once, as it starts
    lacking = machine.missing()
    if lacking and machine.strict():
        print(f"CI may skip nothing, and this machine lacks: {', '.join(lacking)}")
        return 1
    untried = oracles.prepare()
    command = [sys.executable, "-m", "pytest", "--quiet", *arguments]
    with ExitStack() as stack:
        beside = [stack.enter_context(_beside("In the browser", command, "browser"))]
        if "postgresql" not in lacking:
            url = stack.enter_context(postgres.server())
            beside.append(stack.enter_context(_beside("On PostgreSQL", command, "database", url)))
        code = _on_sqlite(command, beside)
    if lacking:
        print(f"Not tested here, for want of the programs: {', '.join(lacking)}.")
    if untried:
        print(f"The log was not tried with all others: {'; '.join(untried)}.")
    return code


class Run:
    """A run beside the main one; its words are kept until it ends."""

    def __init__(self, name: str, command: list[str], env: dict[str, str]) -> None:
        self.name = name
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=machine.plain() | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        self.said = self.process.stdout.read() if self.process.stdout else ""

    def end(self) -> int:
        """Wait, report, and return the exit code."""
        code = self.process.wait()
        self.reader.join()
        lines = self.said.rstrip().splitlines() or [""]
        passed = code in {0, NO_TESTS}
        print(f"{self.name}: {lines[-1]}" if passed else f"{self.name}:\n{self.said}")
        return code


@contextmanager
def _beside(name: str, command: list[str], part: str, url: str = "") -> Iterator[Run]:
    """Start a part of the suite with data of its own, on the database at `url` or on SQLite."""
    with tempfile.TemporaryDirectory() as data:
        env = {"NETRAL_DATA": data} | ({"DATABASE_URL": url} if url else {})
        run = Run(name, [*command, f"--part={part}"], env)
        try:
            yield run
        finally:
            run.process.terminate()
            run.process.wait()


def _on_sqlite(command: list[str], beside: list[Run]) -> int:
    """Stream the main run, holding back its last line until the others have ended."""
    last = ""
    with tempfile.TemporaryDirectory() as data:
        env = machine.plain() | {"NETRAL_DATA": data}
        process = subprocess.Popen(
            [*command, "--part=plain"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        try:
            for line in process.stdout or ():
                print(last, end="", flush=True)
                last = line
            code = process.wait()
        finally:
            process.terminate()
    codes = {run.name: run.end() for run in beside}
    print(last, end="", flush=True)
    for name, elsewhere in codes.items():
        if elsewhere not in {0, NO_TESTS}:
            print(f"FAILED {name[0].lower()}{name[1:]}: see above.")
    return _verdict([code, *codes.values()])


def _verdict(codes: list[int]) -> int:
    """Return the first failure; that there was nothing to run only if no run had anything."""
    if set(codes) == {NO_TESTS}:
        return NO_TESTS
    return next((code for code in codes if code not in {0, NO_TESTS}), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
