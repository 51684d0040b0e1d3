"""`python -m netral_witness keygen|serve|status|check|pull`: see docs/guide/witness.md."""

import argparse
import logging
import signal
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from netral_verify import Wrong
from netral_verify.spelling import b64
from netral_verify.words import LANGUAGES, Voice
from netral_witness.config import Config
from netral_witness.key import create, load
from netral_witness.protocol import Witness
from netral_witness.pull import over_http, publish, pull
from netral_witness.record import Record
from netral_witness.server import Server
from netral_witness.words import INDONESIAN

FINE: Final = 0
BAD: Final = 1  # a log misbehaved
FAILED: Final = 2  # nothing can be said


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    asked = _parser().parse_args(arguments)
    say = Voice(asked.lang, INDONESIAN)
    form = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(level=logging.INFO, format=form, stream=sys.stderr)
    try:
        if asked.command == "keygen":
            return keygen(asked.name, asked.file, say)
        config = Config.load(asked.config)
        witness = _witness(config)
        match asked.command:
            case "serve":
                return serve(config, witness, say)
            case "pull":
                return pull_all(config, witness, say, every=asked.every)
        return status(witness, say, checked=asked.command == "check")
    except (Wrong, OSError, sqlite3.Error) as wrong:
        print(say("This cannot be done: {why}", why=wrong), file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="netral-witness", description=__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default="id")
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("keygen", help="make a private key, print the public one")
    made.add_argument("name", help="name of the witness: an address without https://")
    made.add_argument("file", type=Path, help="where to keep the private key")
    for name, what in (
        ("serve", "answer logs that ask for cosignatures"),
        ("status", "say what was seen; exit code 1 if a log forked"),
        ("check", "say whether configuration, key and record are in order"),
        ("pull", "fetch the logs' files, check and cosign their states"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("--config", type=Path, required=True, help="a TOML file")
        if name == "pull":
            command.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever")
    return parser


def _witness(config: Config) -> Witness:
    cosigner = load(config.key)
    if cosigner.key.name != config.name:
        msg = "the key is of {found}, the configuration names {wanted}"
        raise Wrong(msg, found=cosigner.key.name, wanted=config.name)
    return Witness(cosigner, config.logs, Record(config.database), time.time)


def keygen(name: str, path: Path, say: Voice) -> int:
    """Make a private key; print the public one, which logs and readers are given."""
    try:
        cosigner = create(name, path)
    except FileExistsError:
        print(say("There is a key already: {path}", path=path), file=sys.stderr)
        return FAILED
    print(cosigner.key.vkey)
    return FINE


def serve(config: Config, witness: Witness, say: Voice) -> int:
    """Answer until told to stop."""
    with Server((config.host, config.port), witness) as server:
        port = server.server_address[1]
        host = f"[{config.host}]" if ":" in config.host else config.host
        print(say("Witness {name} listens at http://{host}:{port}/",
                  name=config.name, host=host, port=port), flush=True)  # fmt: skip
        print(witness.cosigner.key.vkey, flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        stop.wait()
        server.shutdown()
    return FINE


def status(witness: Witness, say: Voice, *, checked: bool) -> int:
    """Say what was seen of each log."""
    if checked:
        with witness.record.writing() as book:
            book.newest("")  # the file can be written, and nobody holds it
        print(say("Configuration, key and record are in order."))
    print(witness.cosigner.key.vkey)
    forked = False
    with witness.record.reading() as book:
        for origin in witness.logs:
            newest, against = book.newest(origin), book.evidence(origin)
            forks = sum(each.kind == "fork" for each in against)
            forked |= bool(forks)
            if newest is None:
                print(say("{origin}: nothing seen yet", origin=origin))
                continue
            at = datetime.fromtimestamp(newest.time, UTC)
            print(say("{origin}: {size} entries, root {root}, seen at {at} UTC",
                      origin=origin, size=newest.size, root=b64(newest.root),
                      at=f"{at:%Y-%m-%d %H:%M:%S}"))  # fmt: skip
            if against:
                print(say("  {forks} forks proven, {rest} states that were not shown to follow",
                          forks=forks, rest=len(against) - forks))  # fmt: skip
    return BAD if forked else FINE


def pull_all(config: Config, witness: Witness, say: Voice, *, every: int | None) -> int:
    """Fetch and cosign the states of all logs that have an address; again and again if asked."""
    while True:
        code = max((_pulled(config, witness, origin, say) for origin in config.logs), default=FINE)
        if every is None:
            return code
        time.sleep(max(every, 1))


def _pulled(config: Config, witness: Witness, origin: str, say: Voice) -> int:
    log = config.logs[origin]
    if not log.url:
        print(say("{origin}: no address (url) to fetch from", origin=origin))
        return FINE
    try:
        answer = pull(witness, log, over_http(log.url))
        if answer.status != 200:  # noqa: PLR2004  # the status of HTTP
            why = answer.body.decode().strip()
            print(say("{origin}: NOT cosigned: {why}", origin=origin, why=why))
            return BAD
        kept = publish(witness, log, config.publish) if config.publish else None
    except Wrong as wrong:
        print(say("{origin}: NOT cosigned: {why}", origin=origin, why=wrong))
        return FAILED
    print(say("{origin}: cosigned", origin=origin))
    if kept:
        print(say("  written to {path}", path=kept))
    return FINE


if __name__ == "__main__":
    sys.exit(main())
