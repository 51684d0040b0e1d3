"""Write the list of leaf types where others read it: `python -m tools.leaf_types [--check]`.

The programs that outsiders run know the types from `netral_verify/types.json`, people from the
table in `docs/ledger.md`. Both are made of `netral/ledger/core/types.py`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netral.ledger.core.types import TYPES

ROOT: Final = Path(__file__).resolve().parent.parent
BEGIN: Final = "<!-- types: python -m tools.leaf_types -->\n"
END: Final = "<!-- end of types -->\n"


def written() -> Iterator[tuple[Path, str]]:
    """Yield each file that holds the list, with what it must say."""
    listed = {
        name: {"fields": kind.fields, "form": kind.form, "public": kind.public}
        for name, kind in TYPES.items()
    }
    yield ROOT / "netral_verify" / "types.json", json.dumps(listed, indent=1) + "\n"
    page = ROOT / "docs" / "ledger.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    yield page, f"{before}{BEGIN}\n{_table()}\n{END}{after}"


def _table() -> str:
    rows = ["| type | committed fields, in order | public values |", "|---|---|---|"]
    for name, kind in TYPES.items():
        public = ", ".join(f"`{key}` {shows}" for key, shows in kind.public.items())
        rows.append(f"| `{name}` | {', '.join(kind.fields)} | {public.replace('|', ', ')} |")
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say which of them are out of date."""
    code = 0
    for path, text in written():
        if "--check" in arguments:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.name} is out of date: run python -m tools.leaf_types")
                code = 1
        else:
            path.write_text(text, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
