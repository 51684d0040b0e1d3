"""The command line: `python -m netral_monitor SOURCE --policy FILE --state FILE`."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from netral_monitor import forks, report
from netral_monitor.findings import Unreadable
from netral_monitor.mirror import STATE, Mirror
from netral_monitor.rebuild import Keep
from netral_monitor.rules.sealing import Terms
from netral_monitor.run import Run, no_keep
from netral_monitor.source import source
from netral_monitor.store import Store
from netral_monitor.task import Options, Report
from netral_monitor.words import say, why
from netral_verify import Wrong
from netral_verify.policy import Policy
from netral_verify.words import LANGUAGES

LONGEST: Final = 256 * 1024  # octets of a policy
MOST_PROMISES: Final = 100_000
COMMANDS: Final = ("mirror", "acknowledge", "evidence")


def main(arguments: Sequence[str]) -> int:
    """Run a command; return 0 if all is well, 1 if something was found, 2 if it cannot be told."""
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    options = _parser(command).parse_args(arguments[command != "check" :])
    run = {"mirror": _mirror, "acknowledge": _acknowledge, "evidence": _evidence}
    try:
        return run.get(command, _check)(options)
    except (Wrong, OSError) as wrong:
        if getattr(options, "json", False):
            sys.stdout.write(report.as_error(str(wrong)))
        else:
            _tell(options, "unreadable", why=why(wrong, options.lang))
        return report.UNREADABLE


def _check(options: argparse.Namespace) -> int:
    found = _run(options, options.state, no_keep)
    _say(found, options)
    return report.exit_code(found)


def _mirror(options: argparse.Namespace) -> int:
    mirror = Mirror(options.folder)
    state = options.state or options.folder / STATE
    options.full = options.full or not (options.folder / "checkpoint").exists()
    try:
        found = _run(options, state, mirror.keep, mirror)
    finally:
        mirror.drop()
    _say(found, options)
    return report.exit_code(found)


def _acknowledge(options: argparse.Namespace) -> int:
    if not options.state.exists():
        msg = "there is no state file {path}"
        raise Unreadable(msg, path=options.state)
    store = Store(options.state)
    count = store.acknowledge()
    store.close(commit=True)
    _tell(options, "acknowledged", count=count)
    return report.CLEAN


def _evidence(options: argparse.Namespace) -> int:
    policy = _policy(options.policy)
    octets = options.file.read_bytes()
    try:
        smaller, larger = forks.judge(octets, policy)
    except Wrong as wrong:
        _tell(options, "unproven", why=why(wrong, options.lang))
        return report.FOUND
    _tell(options, "proven", smaller=smaller, larger=larger)
    return report.CLEAN


def _run(
    options: argparse.Namespace, state: Path | None, keep: Keep, mirror: Mirror | None = None
) -> Report:
    policy, origin = _policy(options.policy), source(options.source)
    told = Options(
        now=_now(options.now),
        tenants=frozenset(filter(None, options.known.split(","))),
        promises=_promises(options.promises),
        terms=Terms(options.open_after, options.follow_up),
        fresh=options.fresh,
        full=options.full,
        evidence=options.evidence or (state.parent if state else Path()),
    )
    store = Store(state)
    done = False
    try:
        run = Run(origin, policy, store, told, keep)
        found = run.check()
        if mirror and found.sound:
            last = {"policy": options.policy.read_bytes(), "checkpoint": found.note}
            mirror.settle({**run.history.files, **last})
        done = True
    finally:
        origin.close()
        store.close(commit=done)
    return found


def _say(found: Report, options: argparse.Namespace) -> None:
    said = report.as_json if options.json else report.as_text
    sys.stdout.write(said(found, options.lang))


def _tell(options: argparse.Namespace, name: str, **parts: object) -> None:
    sys.stdout.write(say("heads", name, options.lang, **parts) + "\n")


def _policy(path: Path) -> Policy:
    with path.open("rb") as file:
        return Policy.parse(file.read(LONGEST + 1))


def _promises(folder: Path | None) -> Mapping[str, bytes]:
    if folder is None:
        return {}
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()][:MOST_PROMISES]
    found = {}
    for path in paths:
        with path.open("rb") as file:
            found[path.name] = file.read(LONGEST)
    return found


def _now(text: str | None) -> int:
    if text is None:
        return int(time.time())
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        msg = "{text} is no time; write 2026-11-22T10:00:00+07:00"
        raise Unreadable(msg, text=text) from wrong
    return int(at.replace(tzinfo=at.tzinfo or UTC).timestamp())


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netral-monitor" + ("" if command == "check" else f" {command}"),
        description="Memeriksa log Netral dari luar. / Checks a Netral log from outside.",
        epilog="Perintah lain / other commands: mirror, acknowledge, evidence",
    )
    add = parser.add_argument
    add("--lang", choices=LANGUAGES, default="id")
    if command == "acknowledge":
        add("--state", type=Path, required=True)
        return parser
    add("--policy", type=Path, required=True, help="whom to trust (tlog-policy)")
    if command == "evidence":
        add("file", type=Path)
        return parser
    add("source", help="folder or address of the log's files")
    if command == "mirror":
        add("folder", type=Path)
    add("--state", type=Path, help="where to remember what was seen (a file)")
    add("--promises", type=Path, help="folder of promises that people kept")
    add("--known", default="", help="codes of the institutions that may appear: 32.76,33.02")
    add("--open-after", type=int, default=Terms().opened_after, metavar="DAYS")
    add("--follow-up", type=int, default=Terms().followed_up, metavar="DAYS")
    add("--fresh", type=int, default=24, metavar="HOURS", help="how old a witness's word may be")
    add("--evidence", type=Path, help="folder for evidence; beside the state by default")
    add("--full", action="store_true", help="read everything again")
    add("--now", help="judge as of this time (2026-11-22T10:00:00+07:00)")
    add("--json", action="store_true")
    return parser
