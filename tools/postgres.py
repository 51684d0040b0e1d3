"""A throw-away PostgreSQL: made in a temporary folder, reached by a socket in it, gone after.

Settings trade safety for speed unless the server is to be `durable`, as for a benchmark.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from tools import machine

# Autovacuum would, now and then, count a table that a test has not filled yet, and let the planner
# believe for the rest of the run that it is empty.
FAST: Final = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
LOCALE: Final = "C.UTF-8" if sys.platform == "linux" else "C"
PATIENCE: Final = 30  # seconds for the server to answer, and to stop


class NoPostgres(RuntimeError):
    """There is no PostgreSQL on this machine, or it does not start."""


@contextmanager
def server(*, durable: bool = False, more: Sequence[str] = ()) -> Iterator[str]:
    """Run a server for the length of the block; give the DATABASE_URL of an empty database.

    `more` are settings of the server (`shared_buffers=2GB`) that win over those here.
    """
    programs = machine.find("postgresql")
    if programs is None:
        msg = "PostgreSQL is not installed"
        raise NoPostgres(msg)
    home = Path(tempfile.mkdtemp(prefix="netral-pg-"))
    try:
        _prepare(programs, home)
        options = ("listen_addresses=", "shared_buffers=128MB", *(() if durable else FAST), *more)
        command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home)]
        command += [word for option in options for word in ("-c", option)]
        with (home / "log").open("wb") as log:
            running = subprocess.Popen(_as_nobody() + command, stdout=log, stderr=log, cwd=home)
        try:
            _wait(programs, home, running)
            yield f"postgresql://postgres@{quote(str(home), safe='')}/netral"
        finally:
            _stop(running)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prepare(programs: Path, home: Path) -> None:
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        owner = _owner()
        os.chown(home, owner.pw_uid, owner.pw_gid)
    make = [str(programs / "initdb"), "-D", str(home / "data"), "-A", "trust", "-U", "postgres"]
    make += ["-E", "UTF8", f"--locale={LOCALE}", "--no-sync", "--no-instructions"]
    _run(_as_nobody() + make, home)


def _as_nobody() -> list[str]:
    """Return what starts a program without privileges, and ends it should we die."""
    if not shutil.which("setpriv"):
        return []
    end = ["--pdeathsig=INT"]
    if os.getuid() != 0:
        return ["setpriv", *end, "--"]
    owner = _owner()
    ids = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, *end, "--"]


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _wait(programs: Path, home: Path, running: subprocess.Popen[bytes]) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(home), "-U", "postgres"]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ask, check=False, cwd=home).returncode:
        if running.poll() is not None or time.monotonic() > until:
            raise NoPostgres((home / "log").read_text(encoding="utf-8", errors="replace"))
        time.sleep(0.05)
    _run([str(programs / "createdb"), "-h", str(home), "-U", "postgres", "netral"], home)


def _stop(running: subprocess.Popen[bytes]) -> None:
    running.send_signal(signal.SIGINT)  # the fast way: sessions end, nothing waits
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _run(command: list[str], home: Path) -> None:
    done = subprocess.run(command, check=False, cwd=home, capture_output=True, text=True)
    if done.returncode:
        raise NoPostgres(done.stdout + done.stderr)
