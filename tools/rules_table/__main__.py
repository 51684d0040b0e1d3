"""Write the table, or with `--check` say whether it is current."""

import os
import sys
from pathlib import Path
from typing import Final

import django

FILE: Final = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules.md"


def main(arguments: list[str]) -> int:
    """Compare or write the file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from netral.rules import reader  # noqa: PLC0415  # needs the apps
    from tools.rules_table.page import page  # noqa: PLC0415

    text = page(reader.read_base(reader.shipped_files()))
    if "--check" not in arguments:
        FILE.write_text(text, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE.name} does not say what the rules say: run python -m tools.rules_table")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
