"""Start the demonstration: data, server, worker and a witness on this machine, until Ctrl-C.

`PORT=8080 make demo` takes another port. Everything is kept in `var/`; delete it to begin anew.
What is given is handed to `manage.py demo`: `python -m tools.demo --city depok --people 300`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Final

from tools.demo_witness import Witness

ROOT: Final = Path(__file__).resolve().parent.parent
BIN: Final = Path(sys.executable).parent
PATIENCE: Final = 60  # seconds for the first page, and for a clean end
PEACE: Final = 10


def main(arguments: list[str]) -> int:
    """Prepare what is missing, start server and worker, and wait for the end."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or busy(int(port)):
        print(f"Port {port} cannot be used. Choose another: PORT=8001 make demo")
        return 1
    os.environ.update({key: os.environ.get(key, value) for key, value in _defaults(port).items()})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, _interrupt)  # a shell may have told this process to ignore Ctrl-C
    try:
        return _run(port, arguments)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0


def _run(port: str, arguments: list[str]) -> int:
    witness = None if os.environ.get("NETRAL_LOG_POLICY") else _witness()
    table, log = _prepare(arguments), _log()
    running: list[subprocess.Popen[bytes]] = []
    try:
        commands = [*([witness.command(_log_key())] if witness else []), *_commands(port)]
        running.extend(_start(command, log) for command in commands)
        _wait(port, running)
        print(f"\n{table}\n\nWhat happens is written to {log}.")
        print(f"Netral: http://localhost:{port}/   (Ctrl-C ends it)", flush=True)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
    finally:
        _stop(running)
    print(f"The server, the worker or the witness has stopped by itself; see {log}.")
    return 1


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's shape
    raise KeyboardInterrupt


def _defaults(port: str) -> Mapping[str, str]:
    return {
        "NETRAL_DEMO": "1",
        "NETRAL_BASE_URL": f"http://localhost:{port}",
        "NETRAL_HOSTS": "localhost,127.0.0.1",
        "NETRAL_LOG_ORIGIN": "localhost/log",  # whichever the port is today
    }


def _witness() -> Witness:
    """Prepare the witness, and let Netral know of it."""
    home = Path(os.environ.get("NETRAL_DATA", ROOT / "var")) / "witness"
    witness = Witness.prepare(home)
    os.environ["NETRAL_LOG_POLICY"] = str(witness.policy)
    return witness


def _log_key() -> str:
    """Return the public key of the log, which its witness must know."""
    from netral.ledger.keys import log_signer  # noqa: PLC0415  # the settings read the environment

    signer = log_signer()
    if signer is None:
        msg = "a demonstration has a key of its own"
        raise RuntimeError(msg)
    return signer.key.vkey


def busy(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine, or nobody may."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return True
    return False


def _prepare(arguments: list[str]) -> str:
    """Make the tables, the static files and the season, where missing; return the sign-ins."""
    import django  # noqa: PLC0415  # the settings read the environment set above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", *arguments)
    from netral.demo import visitors  # noqa: PLC0415  # models need the set-up

    return visitors.table()


def _log() -> Path:
    from django.conf import settings  # noqa: PLC0415  # the settings read the environment set above

    log: Path = settings.DATA / "demo.log"
    return log


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own: Ctrl-C reaches this process alone."""
    with log.open("ab") as file:
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=file, stderr=file)


def _commands(port: str) -> list[list[str]]:
    server = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", port]
    server += ["--workers", str(os.cpu_count() or 1), "--blocking-threads", "1", "--no-ws"]
    server += ["--log-level", "warning", "config.wsgi:application"]
    return [server, [sys.executable, "manage.py", "kerja"]]


def _wait(port: str, running: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
                return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(PEACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
