"""Run the whole suite, on SQLite and on PostgreSQL at the same time; browser tests once.

What is given is handed to pytest: `python -m tools.test -k roster`. The PostgreSQL run is
quiet unless it fails; pytest's own last line, of the SQLite run, comes last.
"""

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools import machine, postgres
from tools.catalog import book
from tools.setup import complete

ROOT: Final = Path(__file__).resolve().parent.parent
NO_TESTS: Final = 5  # pytest's exit code when a selection leaves nothing on one engine


def main(arguments: list[str]) -> int:
    """Run the suite; return 0 if everything that could run has passed."""
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("Told to stop.")
    )  # so that all is cleared away
    complete()
    book.compile_all()  # before either run: Django reads the words once, as it starts
    lacking = machine.missing()
    if lacking and machine.strict():
        print(f"CI may skip nothing, and this machine lacks: {', '.join(lacking)}")
        return 1
    command = [sys.executable, "-m", "pytest", "--quiet", *arguments]
    with _on_postgres(command, run="postgresql" not in lacking) as other:
        code = _on_sqlite(command, other)
    if lacking:
        print(f"Not tested here, for want of the programs: {', '.join(lacking)}.")
    return code


class Other:
    """The run on PostgreSQL, beside the main one; its words are kept until it ends."""

    def __init__(self, command: list[str], url: str, data: str) -> None:
        self.process = subprocess.Popen(
            [*command, "-m", "not browser"],
            cwd=ROOT,
            env=machine.plain() | {"DATABASE_URL": url, "NETRAL_DATA": data},
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
        print(f"On PostgreSQL: {lines[-1]}" if passed else f"On PostgreSQL:\n{self.said}")
        return 0 if passed else code


@contextmanager
def _on_postgres(command: list[str], *, run: bool) -> Iterator[Other | None]:
    if not run:
        yield None
        return
    with postgres.server() as url, tempfile.TemporaryDirectory() as data:
        other = Other(command, url, data)
        try:
            yield other
        finally:
            other.process.terminate()
            other.process.wait()


def _on_sqlite(command: list[str], other: Other | None) -> int:
    """Stream the main run, holding back its last line until the other one has ended."""
    last = ""
    with tempfile.TemporaryDirectory() as data:
        env = machine.plain() | {"NETRAL_DATA": data}
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        try:
            for line in process.stdout or ():
                print(last, end="", flush=True)
                last = line
            code = process.wait()
        finally:
            process.terminate()
    elsewhere = other.end() if other else 0
    print(last, end="", flush=True)
    if elsewhere:
        print("FAILED on PostgreSQL: see above.")
    return code or elsewhere


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
