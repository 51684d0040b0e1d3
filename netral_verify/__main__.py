"""`python -m netral_verify FILE --policy FILE`: see docs/guide/verify.md.

Exit code: 0 proven, 1 not proven, 2 cannot be read.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from netral_verify import Wrong, printable, require
from netral_verify.canon import spell
from netral_verify.labels import FIELDS
from netral_verify.note import COSIGNER, LOG, Key, Note
from netral_verify.pdf import attached, is_pdf
from netral_verify.policy import Policy
from netral_verify.promise import is_promise
from netral_verify.receipt import FORMAT, Receipt
from netral_verify.report import Outcome, Report, of_promise, of_receipt, refused
from netral_verify.sentence import Sentence
from netral_verify.words import LANGUAGES, Voice

LONGEST: Final = 128 * 1024 * 1024  # octets of a file
PROVEN: Final = 0
NOT_PROVEN: Final = 1
UNREADABLE: Final = 2
HIDE: Final = "hide"
TITLES: Final = {
    Outcome.PROVEN: "PROVEN",
    Outcome.UNTRUSTED: "NOT PROVEN",
    Outcome.UNWITNESSED: "NOT PROVEN",
    Outcome.FALSE: "FALSE",
}


def main(arguments: list[str] | None = None) -> int:
    """Verify a file, or hide a part of it; return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == [HIDE]:
        asked = _hider().parse_args(given[1:])
        work = hide
    else:
        asked = _verifier().parse_args(given)
        work = check
    say = Voice(asked.lang)
    try:
        return work(asked, say)
    except Wrong as wrong:
        if getattr(asked, "json", False):
            print(json.dumps({"file": str(asked.file), "error": str(wrong), "results": []}))
        else:
            print(say("CANNOT BE READ"), say("This cannot be read: {why}.", why=wrong), sep="\n")
        return UNREADABLE


def _verifier() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netral-verify",
        description="Verify a receipt (.tlog-proof), a promise, or a PDF that carries one.",
        epilog="Exit code: 0 proven, 1 not proven, 2 cannot be read."
        " `netral-verify hide FILE --keep NAME,NAME -o OUT` hides what others need not see.",
    )
    parser.add_argument("file", type=Path)
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--policy", type=Path, help="whom to trust: a file (C2SP tlog-policy)")
    trust.add_argument("--log", metavar="VKEY", help="trust one log, ask for no witness")
    parser.add_argument("--promise-key", metavar="VKEY", help="key under which the log promises")
    parser.add_argument("--json", action="store_true", help="answer for programs")
    parser.add_argument("--lang", choices=LANGUAGES, default="id")
    return parser


def _hider() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netral-verify hide", description="Make a receipt that discloses only some values."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", default="", help="names of values to disclose, with commas")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--lang", choices=LANGUAGES, default="id")
    return parser


def check(asked: argparse.Namespace, say: Voice) -> int:
    """Verify every receipt in a file.

    Raises:
        Wrong: there is none, or the policy cannot be read.
    """
    policy = trusted(asked)
    octets = opened(asked.file)
    reports = [judged(each, policy, pdf=is_pdf(octets)) for each in found(octets, asked.file)]
    if asked.json:
        said = {"file": str(asked.file), "error": None, "results": [each.data for each in reports]}
        print(json.dumps(said, indent=1))
    else:
        print("\n\n".join(told(each, say) for each in reports))
    proven = all(each.outcome is Outcome.PROVEN for each in reports)
    return PROVEN if proven else NOT_PROVEN


def hide(asked: argparse.Namespace, say: Voice) -> int:
    """Write a receipt that discloses less.

    Raises:
        Wrong: there is no receipt, or it does not disclose what is to be kept.
    """
    receipt = Receipt.parse(found(opened(asked.file), asked.file)[0])
    names = [name for name in asked.keep.replace(" ", "").split(",") if name]
    fewer = receipt.keeping(names)
    try:
        asked.out.write_bytes(bytes(fewer))
    except OSError as wrong:
        msg = "{path} cannot be opened: {why}"
        raise Wrong(msg, path=asked.out, why=wrong) from wrong
    print(say("Written: {path}", path=asked.out))
    kept = ", ".join(each.name for each in fewer.fields if each.disclosed)
    print(say("It discloses: {names}", names=kept or say("nothing")))
    return PROVEN


def trusted(asked: argparse.Namespace) -> Policy | None:
    """Return whom the reader trusts; None if nobody was named.

    Raises:
        Wrong: it cannot be read.
    """
    policy = None
    if asked.policy:
        policy = Policy.parse(opened(asked.policy))
    elif asked.log:
        key = Key.parse(asked.log)
        require(key.algorithm == LOG, "the key of {name} is not for this", name=key.name)
        policy = Policy.of_log(key)
    if asked.promise_key:
        key = Key.parse(asked.promise_key)
        require(key.algorithm != COSIGNER, "the key of {name} is not for this", name=key.name)
        policy = policy or Policy()
        policy.promises[key.name] = key
    return policy


def opened(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        Wrong: it cannot be opened, or is too long.
    """
    try:
        with path.open("rb") as file:
            octets = file.read(LONGEST + 1)
    except OSError as wrong:
        msg = "{path} cannot be opened: {why}"
        raise Wrong(msg, path=path, why=wrong.strerror or wrong) from wrong
    fit = len(octets) <= LONGEST
    require(fit, "{path} is longer than {most} octets", path=path, most=LONGEST)
    return octets


def found(octets: bytes, path: Path) -> list[bytes]:
    """Return the receipts or promises in a file.

    Raises:
        Wrong: there is none.
    """
    there = attached(octets) if is_pdf(octets) else [octets]
    known = [each for each in there if is_promise(each) or each.startswith(FORMAT.encode())]
    require(known, "{path} holds neither a receipt nor a promise of a log", path=path)
    return known


def judged(octets: bytes, policy: Policy | None, *, pdf: bool) -> Report:
    """Verify one receipt or promise."""
    promise = is_promise(octets)
    try:
        if promise:
            return of_promise(Note.parse(octets), policy)
        return of_receipt(Receipt.parse(octets), policy, pdf=pdf)
    except Wrong as wrong:
        return refused("promise" if promise else "receipt", wrong)


def told(report: Report, say: Voice) -> str:
    """Return a report as text."""
    sure = report.outcome in {Outcome.PROVEN, Outcome.UNWITNESSED}
    parts = [
        f"{say(TITLES[report.outcome])}\n{report.headline.said(say)}",
        _list(say("What is proven" if sure else "What the receipt says"), report.proven, say),
    ]
    if report.disclosed:
        lines = [
            f"  {_called(name, say)}: {_plain(value)}" for name, value in report.disclosed.items()
        ]
        parts.append("\n".join([say("Values that are disclosed"), *lines]))
    if report.hidden:
        lines = [f"  {_called(name, say)}" for name in report.hidden]
        parts.append("\n".join([say("Values that stay hidden"), *lines]))
    parts.append(_list(say("What is not proven"), report.not_proven, say))
    return "\n\n".join(part for part in parts if part)


def _list(title: str, sentences: list[Sentence], say: Voice) -> str:
    lines = [f"  - {each.said(say)}" for each in sentences]
    return "\n".join([title, *lines]) if lines else ""


def _called(name: str, say: Voice) -> str:
    """Return what a field is called, with the name that `hide --keep` understands."""
    called = say(FIELDS.get(name, name))
    return called if called == name else f"{called} ({name})"


def _plain(value: object) -> str:
    """Spell a value of a receipt."""
    return printable(value if isinstance(value, str) else spell(value).decode())


if __name__ == "__main__":
    sys.exit(main())
