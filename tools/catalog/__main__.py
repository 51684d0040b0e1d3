"""Keep the message catalogues.

python -m tools.catalog update [app ...]     write the catalogues anew from code and templates
python -m tools.catalog missing [app ...]    print what has no Indonesian, as JSON to fill in
python -m tools.catalog fill APP FILE.json   take {msgid: Indonesian}; within a context
                                             {msgid: {context: Indonesian}}
python -m tools.catalog compile              write the .mo files that are out of date
python -m tools.catalog check                list every fault; exit 1 if there is one
"""

import json
import sys
from pathlib import Path

from tools.catalog import book, check
from tools.catalog.extract import messages


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    match arguments:
        case ["update", *names]:
            for app in _apps(names):
                book.update(app)
        case ["missing", *names]:
            print(json.dumps(_missing(names), ensure_ascii=False, indent=1))
        case ["fill", name, source]:
            return _fill(_apps([name])[0], json.loads(Path(source).read_text(encoding="utf-8")))
        case ["compile"]:
            book.compile_all()
        case ["check"]:
            faults = list(check.complaints())
            sys.stdout.write("".join(f"{fault}\n" for fault in faults))
            return bool(faults)
        case _:
            print(__doc__)
            return 2
    return 0


def _apps(names: list[str]) -> list[Path]:
    known = {app.name: app for app in book.apps()}
    if unknown := set(names) - set(known):
        sys.exit(f"no such app: {', '.join(sorted(unknown))}")
    return [known[name] for name in names] or list(known.values())


def _missing(names: list[str]) -> dict[str, object]:
    gaps: dict[str, object] = {}
    for app in _apps(names):
        for message in check.untranslated(app):
            gaps[message.text] = {message.context: ""} if message.context else ""
    return gaps


def _fill(app: Path, given: dict[str, str | dict[str, str]]) -> int:
    filled = {
        (text, context): (said,)
        for text, value in given.items()
        for context, said in ({"": value} if isinstance(value, str) else value).items()
        if said
    }
    book.update(app, filled)
    unknown = set(filled) - {message.key for message in messages(app)}
    for text, _context in sorted(unknown):
        print(f"not in {app.name}: {text!r}")
    return bool(unknown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
